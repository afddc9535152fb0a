using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Advances pointers in place. For "q = p + c; if (q > end) ...; use *(p + d)" the plain way keeps p and computes q beside it; if everything
/// that reads p after q can as well read q (a load or store at d - c, or another q'), p ends at q and the addition needs no move.
/// The kernel keeps a packet range per id, so an access at a negative distance from the compared pointer is as good as one at a positive distance from
/// its base. A pointer is not: where q was found to lie behind the end, the kernel believes the same of every pointer made from q, also of one before it, and
/// removes what a comparison of that with the end leads to. Nor does it let anything be accessed from q there (mark_pkt_end of kernel/bpf/verifier.c).
/// </summary>
internal sealed class PointerAdvance
{
    private readonly SelectionFacts facts;

    /// <summary>By pointer: what takes its place in everything that the replacement dominates.</summary>
    private readonly Dictionary<IrValue, (IrInstruction Pointer, long Distance)> replacements = [];

    private readonly Dictionary<IrInstruction, int> positions = [];

    /// <summary>By pointer: the blocks that may run where it was found to lie behind the end.</summary>
    private readonly Dictionary<IrInstruction, HashSet<BasicBlock>> failures = [];

    /// <summary>The pointers into the packet that have registers of their own, by what they are a constant distance from.</summary>
    private readonly Dictionary<IrValue, List<IrInstruction>> packetPointers = [];

    public PointerAdvance(SelectionFacts facts)
    {
        this.facts = facts;
        foreach (BasicBlock block in facts.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                positions[block.Instructions[i]] = i;
                NotePacketPointer(block.Instructions[i]);
            }
        }

        foreach (BasicBlock block in facts.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                Consider(instruction);
            }
        }
    }

    /// <summary>The base and distance to use in place of the given ones at the user's position.</summary>
    public (IrValue Base, long Distance) Rebase(IrInstruction user, IrValue pointer, long distance)
    {
        while (replacements.TryGetValue(pointer, out (IrInstruction Pointer, long Distance) replacement) && IsAfter(user, replacement.Pointer) && !MayBeBehindEnd(replacement.Pointer, user.Block!))
        {
            pointer = replacement.Pointer;
            distance -= replacement.Distance;
        }

        return (pointer, distance);
    }

    private void Consider(IrInstruction candidate)
    {
        if (candidate is not { Op: IrOp.PtrAdd } || candidate.Operands[1] is not IrConstant step || !facts.IsNeeded(candidate))
        {
            return;
        }

        (IrValue origin, long distance) = SelectionFacts.ResolveAddress(candidate.Operands[0], step.Value);
        (origin, distance) = Rebase(candidate, origin, distance);
        if (origin is IrInstruction { Op: not (IrOp.Alloca or IrOp.GlobalAddress or IrOp.MapAddress or IrOp.FunctionAddress) } && !replacements.ContainsKey(origin)
            && !IsFollowedByNearer(candidate) && CanReplace(origin, candidate, distance))
        {
            replacements.Add(origin, (candidate, distance));
        }
    }

    private void NotePacketPointer(IrInstruction instruction)
    {
        if (instruction is { Op: IrOp.PtrAdd, Type: IrType.PacketPointer } && instruction.Operands[1] is IrConstant && facts.IsNeeded(instruction))
        {
            IrValue root = PointerRules.Strip(instruction).Root;
            if (!packetPointers.TryGetValue(root, out List<IrInstruction>? pointers))
            {
                packetPointers.Add(root, pointers = []);
            }

            pointers.Add(instruction);
        }
    }

    /// <summary>Whether a pointer that lies before the candidate would be made from it.</summary>
    private bool IsFollowedByNearer(IrInstruction candidate)
    {
        (IrValue root, long offset) = PointerRules.Strip(candidate);
        return packetPointers.TryGetValue(root, out List<IrInstruction>? pointers)
            && pointers.Exists(other => other != candidate && PointerRules.Strip(other).Offset < offset && IsAfter(other, candidate));
    }

    private bool MayBeBehindEnd(IrInstruction pointer, BasicBlock block)
    {
        if (!failures.TryGetValue(pointer, out HashSet<BasicBlock>? blocks))
        {
            failures.Add(pointer, blocks = []);
            foreach (IrInstruction comparison in facts.UsersOf(pointer))
            {
                if (comparison.Op.IsComparison())
                {
                    NoteFailures(pointer, comparison, blocks);
                }
            }
        }

        return blocks.Contains(block);
    }

    private void NoteFailures(IrInstruction pointer, IrInstruction comparison, HashSet<BasicBlock> blocks)
    {
        foreach (IrInstruction user in facts.UsersOf(comparison))
        {
            if (user.Op == IrOp.CondBr)
            {
                if (BoundsCheck.Of(user.Block!) is { } check)
                {
                    Reach(check.Short, pointer.Block, blocks);
                }

                continue;
            }

            // A number that is 0 or 1 by the comparison: both ways go on behind it.
            blocks.Add(comparison.Block!);
            comparison.Block!.Terminator.Targets.ForEach(target => Reach(target, pointer.Block, blocks));
        }
    }

    private bool CanReplace(IrValue origin, IrInstruction candidate, long distance)
    {
        var readers = new List<(IrInstruction User, bool IsFoldable, long Distance)>();
        CollectReaders(origin, 0, readers);
        HashSet<BasicBlock>? later = null;
        foreach ((IrInstruction user, bool isFoldable, long at) in readers)
        {
            if (user == candidate)
            {
                continue;
            }

            if (IsAfter(user, candidate))
            {
                if (!isFoldable || at - distance is < short.MinValue or > short.MaxValue || MayBeBehindEnd(candidate, user.Block!))
                {
                    return false;
                }
            }
            else
            {
                later ??= BlocksAfter(candidate, (origin as IrInstruction)?.Block);
                if (user.Op == IrOp.Phi || later.Contains(user.Block!))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>
    /// Everything that reads the origin's register: users of the origin, and loads, stores and needed additions that fold the constant additions
    /// between. Other users of such an addition read its own register.
    /// </summary>
    private void CollectReaders(IrValue pointer, long distance, List<(IrInstruction User, bool IsFoldable, long Distance)> readers, bool isOrigin = true)
    {
        foreach (IrInstruction user in facts.UsersOf(pointer))
        {
            if (user.Op == IrOp.PtrAdd && user.Operands[0] == pointer && user.Operands[1] is IrConstant step)
            {
                (IrValue origin, long total) = SelectionFacts.ResolveAddress(user, 0);
                if (facts.IsNeeded(user))
                {
                    readers.Add((user, true, distance + step.Value));
                }

                if (origin != user && total != 0)
                {
                    CollectReaders(user, distance + step.Value, readers, isOrigin: false);
                }
            }
            else if (isOrigin || IsMemoryAccess(user, pointer))
            {
                readers.Add((user, IsMemoryAccess(user, pointer), distance + user.Offset));
            }
        }
    }

    private static bool IsMemoryAccess(IrInstruction user, IrValue pointer)
    {
        if (user.Op is not (IrOp.Load or IrOp.Store or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange))
        {
            return false;
        }

        for (int i = 1; i < user.Operands.Count; i++)
        {
            if (user.Operands[i] == pointer)
            {
                return false;
            }
        }

        return user.Operands[0] == pointer;
    }

    /// <summary>Whether the instruction is executed only after the other.</summary>
    private bool IsAfter(IrInstruction instruction, IrInstruction other)
    {
        if (instruction.Op == IrOp.Phi)
        {
            return false;
        }

        return instruction.Block == other.Block
            ? positions[instruction] > positions[other]
            : facts.Dominators.Dominates(other.Block!, instruction.Block!);
    }

    /// <summary>The blocks that can run after the instruction before the origin is computed anew.</summary>
    private static HashSet<BasicBlock> BlocksAfter(IrInstruction instruction, BasicBlock? barrier)
    {
        var reached = new HashSet<BasicBlock>();
        foreach (BasicBlock target in instruction.Block!.Terminator.Targets)
        {
            Reach(target, barrier, reached);
        }

        return reached;
    }

    private static void Reach(BasicBlock start, BasicBlock? barrier, HashSet<BasicBlock> reached)
    {
        var work = new Stack<BasicBlock>([start]);
        while (work.Count > 0)
        {
            BasicBlock block = work.Pop();
            if (block != barrier && reached.Add(block))
            {
                block.Terminator.Targets.ForEach(work.Push);
            }
        }
    }
}
