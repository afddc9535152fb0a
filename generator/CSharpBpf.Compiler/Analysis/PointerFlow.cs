using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Carries <see cref="PointerState"/> forward through a function, as the kernel does along each path: a comparison with the packet's end proves bytes for
/// all pointers with the same root, that is, made from one pointer by adding constants; adding a variable makes a new root with nothing proven, unless it is
/// a counter, whose value is known on each path; what a loop moves by constants keeps what was proven in front of it (<see cref="PointerStride"/>); a null test
/// proves the tested pointer on its edge; a helper that moves the packet ends all packet pointers.
/// </summary>
internal sealed class PointerFlow
{
    /// <summary>After so many visits of a block, what still shrinks is given up.</summary>
    private const int WideningVisit = 4;

    private readonly CfgInfo cfg;
    private readonly PacketOffsets offsets;
    private readonly PointerState initial;
    private readonly PointerState?[] entry;
    private readonly PointerState?[] exit;

    /// <summary>Pointers that a loop moves, and what is proven of them where it is entered.</summary>
    private readonly Dictionary<IrInstruction, (PointerStride Stride, PacketFact Start)> moving = [];

    /// <param name="cfg">The function's blocks.</param>
    /// <param name="offsets">How far from the packet's start its pointers are.</param>
    /// <param name="initial">What holds where it is entered; without it, that its packet pointers are valid.</param>
    public PointerFlow(CfgInfo cfg, PacketOffsets offsets, PointerState? initial = null)
    {
        this.cfg = cfg;
        this.offsets = offsets;
        this.initial = initial ?? ParameterFacts.Unknown.AtEntry(cfg.Function);
        int count = cfg.ReversePostorder.Count;
        entry = new PointerState?[count];
        exit = new PointerState?[count];
        Solve();
    }

    /// <summary>What holds where the block starts, behind its phis.</summary>
    public PointerState AtStart(BasicBlock block) => entry[block.Number]!.Copy();

    /// <summary>What holds at the block's terminator.</summary>
    public PointerState AtEnd(BasicBlock block)
    {
        PointerState state = AtStart(block);
        block.Instructions.ForEach(instruction => Apply(instruction, state));
        return state;
    }

    /// <summary>What holds on the way from a block to one behind it.</summary>
    public PointerState OnEdge(BasicBlock from, BasicBlock to)
    {
        PointerState state = AtEnd(from);
        Learn(from, to, state);
        return state;
    }

    /// <summary>Whether the pointer cannot be null there. A constant address, and what is made from a pointer that is not null, never is.</summary>
    public static bool IsNotNull(IrValue pointer, PointerState state)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } address)
        {
            pointer = address.Operands[0];
        }

        return pointer switch
        {
            IrInstruction { Op: IrOp.Alloca or IrOp.GlobalAddress or IrOp.ContextLoad or IrOp.MapAddress } => true,
            IrInstruction { Op: IrOp.Select } select when IsNotNull(select.Operands[1], state) && IsNotNull(select.Operands[2], state) => true,
            IrParameter { Type: not (IrType.MapValuePointer or IrType.PacketPointer or IrType.PacketMetaPointer or IrType.MemoryPointer or IrType.Pointer) } => true,
            _ => state.IsNotNull(pointer),
        };
    }

    /// <summary>What the instruction does to the state.</summary>
    public void Apply(IrInstruction instruction, PointerState state)
    {
        switch (instruction.Op)
        {
            case IrOp.ContextLoad when instruction.Type.IsPointer():
                state.SetPacket(instruction, default);
                break;
            case IrOp.PtrAdd when instruction.Operands[1] is not IrConstant:
                state.Redefine(instruction);
                (IrValue root, long offset) = PointerRules.Strip(instruction.Operands[0]);
                if (state.TryPacket(root, out PacketFact fact))
                {
                    // A number that the kernel knows exactly on each path is to it a constant.
                    Interval? exact = offsets.ExactDistance(instruction);
                    long range = exact is { } distance ? Math.Max(0, fact.Range - offset - distance.SMax) : 0;
                    long back = Math.Max(0, Math.Min(fact.Back + offset + (exact?.SMin ?? 0), PacketOffsets.Maximum));
                    state.SetPacket(instruction, new PacketFact((int)range, (int)back));
                }

                break;
            case IrOp.Select when instruction.Type.IsPointer():
                state.Redefine(instruction);
                SelectPacket(instruction, state);
                break;
            case IrOp.CallHelper or IrOp.Call:
                state.Redefine(instruction);
                if (CallEffects.MovesPacket(instruction))
                {
                    state.ForgetPackets();
                }

                break;
            case IrOp.Load when instruction.Type.IsPointer():
                state.Redefine(instruction);
                break;
        }
    }

    private static void SelectPacket(IrInstruction select, PointerState state)
    {
        if (Relative(select.Operands[1], state) is { } left && Relative(select.Operands[2], state) is { } right)
        {
            state.SetPacket(select, left.And(right));
        }
    }

    /// <summary>What is proven about a pointer, counted from itself instead of its root.</summary>
    public static PacketFact? Relative(IrValue pointer, PointerState state)
    {
        (IrValue root, long offset) = PointerRules.Strip(pointer);
        return state.TryPacket(root, out PacketFact fact)
            ? new PacketFact((int)Math.Max(0, fact.Range - offset), (int)Math.Max(0, Math.Min(fact.Back + offset, PacketOffsets.Maximum)))
            : null;
    }

    private void Solve()
    {
        int[] visits = new int[entry.Length];
        var work = new SortedSet<int> { 0 };
        while (work.Count > 0)
        {
            int number = work.Min;
            work.Remove(number);
            BasicBlock block = cfg.ReversePostorder[number];
            PointerState start = Enter(block);
            if (entry[number] is { } before)
            {
                if (++visits[number] >= WideningVisit)
                {
                    start.Widen(before);
                }

                if (start.SameAs(before))
                {
                    continue;
                }
            }

            Leave(block, start);
            foreach (BasicBlock target in block.Terminator.Targets)
            {
                work.Add(target.Number);
            }
        }

        Narrow();
    }

    /// <summary>What widening gave up in a loop, though each way into a block shows it: once more from what is known to hold everywhere, which it still does then.</summary>
    private void Narrow()
    {
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            Leave(block, Enter(block));
        }
    }

    private void Leave(BasicBlock block, PointerState start)
    {
        entry[block.Number] = start;
        PointerState state = start.Copy();
        foreach (IrInstruction instruction in block.Instructions)
        {
            Apply(instruction, state);
        }

        exit[block.Number] = state;
    }

    private PointerState Enter(BasicBlock block)
    {
        PointerState? joined = null;
        foreach (BasicBlock predecessor in cfg.Predecessors(block))
        {
            if (exit[predecessor.Number] is not { } before)
            {
                continue;
            }

            PointerState state = before.Copy();
            Learn(predecessor, block, state);
            DefinePhis(block, predecessor, state);
            if (joined is null)
            {
                joined = state;
            }
            else
            {
                joined.Join(state);
            }
        }

        if (joined is not null)
        {
            StartLoop(block, joined);
        }

        return joined ?? initial.Copy();
    }

    /// <summary>What a loop moves is nowhere farther than its trips take it. Where a trip moves the packet, nothing is known of it.</summary>
    private void StartLoop(BasicBlock header, PointerState state)
    {
        foreach (IrInstruction phi in IrEdit.Phis(header))
        {
            if (!state.TryPacket(phi, out PacketFact fact) || offsets.StrideOf(phi) is not { } stride)
            {
                continue;
            }

            PacketFact? start = null;
            foreach (BasicBlock predecessor in cfg.Predecessors(header))
            {
                if (stride.Loop.Latches.Contains(predecessor) || exit[predecessor.Number] is not { } before)
                {
                    continue;
                }

                PointerState entering = before.Copy();
                Learn(predecessor, header, entering);
                DefinePhis(header, predecessor, entering);
                start = entering.TryPacket(phi, out PacketFact here) ? start?.And(here) ?? here : default(PacketFact);
            }

            if (start is { } known)
            {
                moving[phi] = (stride, known);
                state.SetPacket(phi, new PacketFact((int)Math.Max(fact.Range, known.Range - stride.Farthest), Math.Max(fact.Back, known.Back)));
            }
        }
    }

    private void ContinueLoop(BasicBlock from, BasicBlock to, PointerState state)
    {
        foreach (KeyValuePair<IrInstruction, (PointerStride Stride, PacketFact Start)> pair in moving)
        {
            if (offsets.FarthestOnEdge(pair.Value.Stride, from, to) is { } farthest && state.TryPacket(pair.Key, out PacketFact fact))
            {
                state.SetPacket(pair.Key, fact with { Range = (int)Math.Max(fact.Range, pair.Value.Start.Range - farthest) });
            }
        }
    }

    private static void DefinePhis(BasicBlock block, BasicBlock predecessor, PointerState state)
    {
        var defined = new List<(IrInstruction Phi, PacketFact? Fact, bool NotNull)>();
        foreach (IrInstruction phi in IrEdit.Phis(block))
        {
            if (phi.Type.IsPointer())
            {
                IrValue operand = IrEdit.PhiOperand(phi, predecessor);

                // On the path of a null nothing is accessed (that takes a null test), so it may claim everything.
                PacketFact? fact = operand is IrConstant ? new PacketFact(int.MaxValue, int.MaxValue) : Relative(operand, state);
                defined.Add((phi, fact, IsNotNull(operand, state)));
            }
        }

        foreach ((IrInstruction phi, PacketFact? fact, bool notNull) in defined)
        {
            state.Redefine(phi);
            if (fact is { } known)
            {
                state.SetPacket(phi, known);
            }

            if (notNull)
            {
                state.SetNotNull(phi);
            }
        }
    }

    private void Learn(BasicBlock from, BasicBlock to, PointerState state)
    {
        ContinueLoop(from, to, state);
        IrInstruction branch = from.Terminator;
        if (branch.Op != IrOp.CondBr || branch.Targets[0] == branch.Targets[1] || branch.Operands[0] is not IrInstruction condition || !condition.Op.IsComparison())
        {
            return;
        }

        bool holds = branch.Targets[0] == to;
        IrOp op = holds ? condition.Op : ConstantFolding.Inverted(condition.Op);
        IrValue left = condition.Operands[0];
        IrValue right = condition.Operands[1];
        if (op == IrOp.Ne && IrEdit.IsConstant(right, 0) && left.Type.IsPointer())
        {
            state.SetNotNull(left);
        }

        LearnRange(left, op, right, state);
        LearnRange(right, ConstantFolding.Mirrored(op), left, state);
    }

    /// <summary>pointer &lt;= end proves the bytes before the pointer, pointer &lt; end one more.</summary>
    private void LearnRange(IrValue pointer, IrOp op, IrValue end, PointerState state)
    {
        if (op is not (IrOp.ULe or IrOp.ULt) || !IsEndOf(end, pointer.Type) || !state.TryPacket(end, out _))
        {
            return;
        }

        (IrValue root, long offset) = PointerRules.Strip(pointer);
        bool strict = op == IrOp.ULt;
        if (!state.TryPacket(root, out PacketFact fact) || offset < 0 || (offset == 0 && strict) || offsets.MaximumOf(root) + offset > PacketOffsets.Maximum)
        {
            return;
        }

        int range = (int)offset + (strict ? 1 : 0);
        if (range > fact.Range)
        {
            state.SetPacket(root, fact with { Range = range });
        }
    }

    private static bool IsEndOf(IrValue end, IrType pointer) => pointer switch
    {
        IrType.PacketPointer => end.Type == IrType.PacketEndPointer,
        IrType.PacketMetaPointer => end is IrInstruction { Op: IrOp.ContextLoad, Type: IrType.PacketPointer },
        _ => false,
    };
}
