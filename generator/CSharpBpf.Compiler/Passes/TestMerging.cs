using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Tests of neighbouring bytes that fail alike become one test of a wider load: the type and the version of a frame, the fragment offset and the protocol.
/// Nothing that can be seen happens between them, and all bytes of the wide load are proven to be there where the first test stands, by what the kernel
/// follows. The second test is made earlier, never later, so memory is read no more often than before.
/// </summary>
internal sealed class TestMerging
{
    private const int MaximumWidth = 4;
    private const int MaximumBlocks = 32;

    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly Lazy<AccessProof> proof;
    private UseLists uses;

    private TestMerging(IrFunction function, IrModule module)
    {
        this.function = function;
        cfg = new CfgInfo(function);
        uses = new UseLists(function.Blocks);
        proof = new Lazy<AccessProof>(() => new AccessProof(module, cfg));
    }

    public static bool Run(IrFunction function, IrModule module) => new TestMerging(function, module).Run();

    private bool Run()
    {
        bool changed = false;
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            while (block.Terminator is { Op: IrOp.CondBr } branch && branch.Targets[0] != branch.Targets[1]
                && (MergeWithLater(block, branch.Targets[0]) || MergeWithLater(block, branch.Targets[1])))
            {
                uses = new UseLists(function.Blocks);
                changed = true;
            }
        }

        return changed;
    }

    private bool MergeWithLater(BasicBlock block, BasicBlock fail)
    {
        if (MemoryTest.Of(block, fail, uses) is not { } first || first.Load.Block != block || !IsFresh(first.Load))
        {
            return false;
        }

        var failure = new EdgeOutcome(block, fail);
        BasicBlock to = first.Pass;
        var passed = new HashSet<BasicBlock> { block };
        while (passed.Count < MaximumBlocks && cfg.Predecessors(to).Count == 1 && to.Instructions.TrueForAll(IrEdit.IsUnseen) && passed.Add(to))
        {
            List<BasicBlock> targets = to.Terminator.Targets;
            int failing = targets.Count == 2 ? FailingTarget(to, failure) : -1;
            if (targets.Count != 1 && failing < 0)
            {
                return false;
            }

            if (failing >= 0 && MemoryTest.Of(to, targets[failing], uses) is { } second && passed.Contains(second.Load.Block!) && IsUnwritten(second.Load, block)
                && TryMerge(first, second))
            {
                return true;
            }

            to = targets[failing == 0 ? 1 : 0];
        }

        return false;
    }

    private static int FailingTarget(BasicBlock block, EdgeOutcome failure)
    {
        List<BasicBlock> targets = block.Terminator.Targets;
        return targets[0] == targets[1] ? -1
            : new EdgeOutcome(block, targets[0]).SameAs(failure) ? 0
            : new EdgeOutcome(block, targets[1]).SameAs(failure) ? 1
            : -1;
    }

    /// <summary>Whether the block, where it is the load's, ends with the memory as the load saw it.</summary>
    private static bool IsUnwritten(IrInstruction load, BasicBlock block) => load.Block != block || IsFresh(load);

    private static bool IsFresh(IrInstruction load)
    {
        List<IrInstruction> instructions = load.Block!.Instructions;
        for (int i = instructions.IndexOf(load); i < instructions.Count; i++)
        {
            if (!IrEdit.IsUnseen(instructions[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryMerge(MemoryTest first, MemoryTest second)
    {
        if (first.Root != second.Root || first.Root.Type is not (IrType.PacketPointer or IrType.MapValuePointer or IrType.GlobalPointer))
        {
            return false;
        }

        long start = Math.Min(first.Offset, second.Offset);
        long end = Math.Max(first.Offset + first.Length, second.Offset + second.Length);
        if (end - start > MaximumWidth)
        {
            return false;
        }

        ulong mask = Placed(first.Mask, first) | Placed(second.Mask, second);
        ulong value = Placed(first.Value, first) | Placed(second.Value, second);
        if (((Placed(first.Value, first) ^ Placed(second.Value, second)) & Placed(first.Mask, first) & Placed(second.Mask, second)) != 0)
        {
            return false;
        }

        MemoryAccess access = end - start > 2 ? MemoryAccess.U32 : end - start > 1 ? MemoryAccess.U16 : MemoryAccess.U8;
        ulong all = (1UL << (access.Size() * 8)) - 1;
        bool isWhole = mask == all;
        if (first.Cost + second.Cost <= (isWhole || value == 0 ? 2 : 3) || proof.Value.Place(first.Block, first.Root, start, end, access.Size()) is not { } place)
        {
            return false;
        }

        int shift = (int)(start - place) * 8;
        Rewrite(first, access, place, mask << shift, value << shift, isWhole);
        Remove(second);
        return true;

        ulong Placed(ulong bits, MemoryTest test) => bits << (int)((test.Offset - start) * 8);
    }

    private static void Rewrite(MemoryTest test, MemoryAccess access, long offset, ulong mask, ulong value, bool isWhole)
    {
        SourceLocation? location = test.Load.Location;
        IrInstruction load = IrEdit.Create(IrOp.Load, IrType.I32, location, test.Root);
        load.Access = access;
        load.Offset = (int)offset;
        var made = new List<IrInstruction> { load };
        if (!isWhole)
        {
            made.Add(IrEdit.Create(IrOp.And, IrType.I32, location, load, IrConstant.I32((int)mask)));
        }

        made.Add(IrEdit.Create(IrOp.Ne, IrType.I32, location, made[made.Count - 1], IrConstant.I32((int)value)));
        made.ForEach(instruction => instruction.Block = test.Block);
        List<IrInstruction> instructions = test.Block.Instructions;
        instructions.InsertRange(instructions.Count - 1, made);
        IrInstruction branch = test.Block.Terminator;
        branch.Operands[0] = made[made.Count - 1];
        branch.Targets[0] = test.Fail;
        branch.Targets[1] = test.Pass;
    }

    private static void Remove(MemoryTest test)
    {
        IrEdit.RemoveIncoming(test.Fail, test.Block);
        IrEdit.ReplaceTerminatorByBranch(test.Block, test.Pass);
    }
}
