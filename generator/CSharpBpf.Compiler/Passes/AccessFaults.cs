using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// In a program with a value for faults, an access that is not proven gets a check before it, and is a fault if that fails: of null for a map value, of the
/// packet's end for the packet, of its size for an offset into the packet. The checks have the shape that proves the access to the kernel, and the
/// safety check proves it again; what no check can make safe is an error as ever.
/// </summary>
internal sealed class AccessFaults(IrFunction function, IrModule module)
{
    // Each round adds a check to every block that lacks one; so many in one block are none that someone wrote.
    private const int MaximumRounds = 64;

    // What is left behind a computed offset for the fields there.
    private const long Reserve = 0x1000;

    public static bool Run(IrFunction function, IrModule module) => function.OnFault is not null && new AccessFaults(function, module).Run();

    private bool Run()
    {
        bool changed = false;
        for (int round = 0; round < MaximumRounds && AddChecks(); round++)
        {
            changed = true;
        }

        return changed;
    }

    private bool AddChecks()
    {
        var cfg = new CfgInfo(function);
        var dominators = new DominatorTree(cfg);
        var loops = new LoopInfo(cfg, dominators);
        var intervals = new IntervalAnalysis(dominators, loops);
        var offsets = new PacketOffsets(loops, new LoopBounds(loops, dominators, intervals), intervals);
        var report = new SafetyReport(module, function, []);
        var extents = new MemoryExtents(module, intervals);
        var access = new AccessCheck(report, intervals, offsets, extents, new AddressAlignment(extents, null), ProgramRules.IsPacketReadOnly(module, function));
        SafetyChecker.CheckAccesses(cfg, new PointerFlow(cfg, offsets), report, access, new HelperArgumentCheck(report, intervals, access));
        var done = new HashSet<BasicBlock>();
        var names = new BlockNames(function);
        bool changed = false;
        foreach ((string id, IrInstruction at) in report.Found)
        {
            if (!done.Contains(at.Block!) && Condition(id, at, offsets) is { Count: > 0 } check)
            {
                done.Add(at.Block!);
                Insert(id, at, check, names);

                // What follows there may be proven now.
                done.Add(at.Block!);
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>The instructions that compute whether the access may be made; the last is the condition. None if no check helps.</summary>
    private List<IrInstruction>? Condition(string id, IrInstruction at, PacketOffsets offsets)
    {
        if (at.Op is not (IrOp.Load or IrOp.Store or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange or IrOp.PtrAdd))
        {
            return null;
        }

        IrValue pointer = at.Operands[0];
        switch (id)
        {
            case "BPF0201":
                IrValue root = pointer;
                while (root is IrInstruction { Op: IrOp.PtrAdd } address)
                {
                    root = address.Operands[0];
                }

                return [IrEdit.Create(IrOp.Ne, IrType.I32, at.Location, root, IrConstant.Null(root.Type))];
            case "BPF0202" when at.Op != IrOp.PtrAdd && EndField() is { } end:
                (IrValue start, long distance) = PointerRules.Strip(pointer);
                long behind = distance + at.Offset + at.Access.Size();
                if (distance + at.Offset < 0 || start.Type != IrType.PacketPointer)
                {
                    return null;
                }

                IrInstruction last = IrEdit.Create(IrOp.PtrAdd, IrType.PacketPointer, at.Location, start, IrConstant.I64(behind));
                IrInstruction limit = IrEdit.Create(IrOp.ContextLoad, IrType.PacketEndPointer, at.Location, function.Parameters[0]);
                limit.Access = MemoryAccess.U32;
                limit.Offset = end.Offset;
                return [last, limit, IrEdit.Create(IrOp.ULe, IrType.I32, at.Location, last, limit)];
            case "BPF0203" when at.Op == IrOp.PtrAdd && at.Operands[1] is not IrConstant:
                long room = PacketOffsets.Maximum - Reserve - offsets.MaximumOf(pointer);
                return room <= 0 ? null : [IrEdit.Create(IrOp.ULe, IrType.I32, at.Location, at.Operands[1], IrConstant.I64(room))];
            default:
                return null;
        }
    }

    private ContextField? EndField() => function.Parameters.Count == 0 || function.Parameters[0].Type != IrType.ContextPointer
        ? null
        : function.Program is { } program ? ContextLayoutTable.Find(program.Type)?.Fields.FirstOrDefault(static f => f.Kind == ContextFieldKind.PacketEnd) : null;

    /// <summary>Cuts the block before the instruction: if the condition holds, the rest goes on, else it is a fault.</summary>
    private void Insert(string id, IrInstruction at, List<IrInstruction> check, BlockNames names)
    {
        BasicBlock block = at.Block!;
        int index = block.Instructions.IndexOf(at);
        var rest = new BasicBlock(names.Create(block.Name));
        var fault = new BasicBlock(names.Create("fault"));
        foreach (IrInstruction moved in block.Instructions.Skip(index).ToList())
        {
            IrEdit.Append(rest, moved);
        }

        block.Instructions.RemoveRange(index, block.Instructions.Count - index);
        check.ForEach(instruction => IrEdit.Append(block, instruction));
        IrInstruction branch = IrEdit.Create(IrOp.CondBr, IrType.Void, at.Location, check[check.Count - 1]);
        branch.Targets.AddRange([rest, fault]);
        IrEdit.Append(block, branch);
        IrEdit.Append(fault, IrEdit.Create(IrOp.Fault, IrType.Void, at.Location)).Symbol = id;
        foreach (BasicBlock target in rest.Terminator.Targets)
        {
            foreach (IrInstruction phi in IrEdit.Phis(target))
            {
                int from = phi.PhiBlocks.IndexOf(block);
                if (from >= 0)
                {
                    phi.PhiBlocks[from] = rest;
                }
            }
        }

        int position = function.Blocks.IndexOf(block);
        function.Blocks.Insert(position + 1, rest);
        function.Blocks.Add(fault);
    }
}
