using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Puts comparisons with the packet's end before accesses at computed places, which the kernel takes in no other shape. Where the access follows from earlier
/// comparisons the fault behind it is never reached; where it does not, and the program has a value for faults, it is a fault. Other accesses are left alone:
/// the safety check refuses them.
/// </summary>
internal sealed class PacketChecks
{
    private const string Unproven = "BPF0202";

    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly DominatorTree dominators;
    private readonly PacketOffsets offsets;
    private readonly PointerFlow flow;
    private readonly KnownComparisons known;
    private readonly BlockNames names;
    private readonly List<IrInstruction> ends = [];

    private PacketChecks(IrFunction function)
    {
        this.function = function;
        cfg = new CfgInfo(function);
        names = new BlockNames(function);
        dominators = new DominatorTree(cfg);
        var loops = new LoopInfo(cfg, dominators);
        var intervals = new IntervalAnalysis(dominators, loops);
        offsets = new PacketOffsets(loops, new LoopBounds(loops, dominators, intervals), intervals);
        flow = new PointerFlow(cfg, offsets);
        known = new KnownComparisons(dominators, intervals);
    }

    public static bool Run(IrFunction function) => HasComputedPlaces(function) && new PacketChecks(function).Run();

    private static bool HasComputedPlaces(IrFunction function) => function.Blocks.Exists(static block => block.Instructions.Exists(static instruction =>
        instruction is { Op: IrOp.PtrAdd, Type: IrType.PacketPointer } && instruction.Operands[1] is not IrConstant));

    private bool Run()
    {
        bool changed = false;
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            ends.AddRange(block.Instructions.FindAll(static i => i is { Op: IrOp.ContextLoad, Type: IrType.PacketEndPointer }));
        }

        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            changed |= CheckFirst(block);
        }

        return changed;
    }

    /// <summary>One check in each block: what it proves is known when the pass runs again.</summary>
    private bool CheckFirst(BasicBlock block)
    {
        PointerState state = flow.AtStart(block);
        foreach (IrInstruction instruction in block.Instructions)
        {
            foreach ((IrValue pointer, long offset, int size) in Accesses(instruction))
            {
                (IrValue root, long distance) = PointerRules.Strip(pointer);
                long bytes = distance + offset + size;
                if (pointer.Type != IrType.PacketPointer || root is not IrInstruction { Op: IrOp.PtrAdd } add || !state.TryPacket(root, out PacketFact fact) || bytes <= fact.Range
                    || distance + offset < -fact.Back || offsets.MaximumOf(root) + bytes > PacketOffsets.Maximum
                    || ends.Find(e => state.TryPacket(e, out _) && dominators.Dominates(e.Block!, block) && e != instruction) is not { } end)
                {
                    continue;
                }

                bool isProven = known.IsInPacket(add, bytes, end, state, block);
                if (isProven || function.OnFault is not null)
                {
                    bytes = isProven ? Farthest(block, instruction, add, bytes, end, state) : bytes;
                    Insert(block, instruction, root, bytes, end, isProven ? FaultSymbols.Proven : Unproven);
                    return true;
                }
            }

            flow.Apply(instruction, state);
        }

        return false;
    }

    /// <summary>One check covers all accesses behind it in the block that are in the packet too.</summary>
    private long Farthest(BasicBlock block, IrInstruction first, IrInstruction add, long bytes, IrValue end, PointerState state)
    {
        for (int i = block.Instructions.IndexOf(first); i < block.Instructions.Count && block.Instructions[i].Op is not (IrOp.CallHelper or IrOp.Call); i++)
        {
            foreach ((IrValue pointer, long offset, int size) in Accesses(block.Instructions[i]))
            {
                if (PointerRules.Strip(pointer) is var (root, distance) && root == add && known.IsInPacket(add, distance + offset + size, end, state, block))
                {
                    bytes = Math.Max(bytes, distance + offset + size);
                }
            }
        }

        return bytes;
    }

    private static IEnumerable<(IrValue Pointer, long Offset, int Size)> Accesses(IrInstruction instruction)
    {
        switch (instruction.Op)
        {
            case IrOp.Load or IrOp.Store:
                yield return (instruction.Operands[0], instruction.Offset, instruction.Access.Size());
                break;
            case IrOp.Copy:
                yield return (instruction.Operands[1], 0, instruction.Size);
                yield return (instruction.Operands[0], 0, instruction.Size);
                break;
            case IrOp.Zero:
                yield return (instruction.Operands[0], 0, instruction.Size);
                break;
        }
    }

    private void Insert(BasicBlock block, IrInstruction access, IrValue root, long bytes, IrValue end, string symbol)
    {
        var rest = new BasicBlock(names.Create(block.Name));
        var outside = new BasicBlock(names.Create("outside"));
        function.Blocks.Insert(function.Blocks.IndexOf(block) + 1, rest);
        function.Blocks.Add(outside);
        int at = block.Instructions.IndexOf(access);
        foreach (IrInstruction moved in block.Instructions.GetRange(at, block.Instructions.Count - at))
        {
            IrEdit.Append(rest, moved);
        }

        block.Instructions.RemoveRange(at, block.Instructions.Count - at);
        foreach (BasicBlock target in rest.Terminator.Targets)
        {
            foreach (IrInstruction phi in IrEdit.Phis(target))
            {
                phi.PhiBlocks[phi.PhiBlocks.IndexOf(block)] = rest;
            }
        }

        IrInstruction limit = IrEdit.Append(block, IrEdit.Create(IrOp.PtrAdd, IrType.PacketPointer, access.Location, root, IrConstant.I64(bytes)));
        IrInstruction inside = IrEdit.Append(block, IrEdit.Create(IrOp.ULe, IrType.I32, access.Location, limit, end));
        IrInstruction branch = IrEdit.Append(block, IrEdit.Create(IrOp.CondBr, IrType.Void, access.Location, inside));
        branch.Targets.Add(rest);
        branch.Targets.Add(outside);
        IrEdit.Append(outside, IrEdit.Create(IrOp.Fault, IrType.Void, access.Location)).Symbol = symbol;
    }
}
