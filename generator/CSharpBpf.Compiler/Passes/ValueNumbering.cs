using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Equal computations in dominated places are done once, and what a branch has decided is used behind it: a condition is 0 or 1 there, a value that was
/// equal to a constant is the constant. Loads are shared only while the memory they read is provably not written between them (<see cref="MemoryHistory"/>),
/// and give what was stored there last. Loads of the packet's bounds are shared where no helper that moves the packet can run between them.
/// What is made of a number before a comparison bounds it is not shared with what is made of it behind: neither we nor the kernel would know the range of that.
/// </summary>
internal sealed class ValueNumbering
{
    private readonly Dictionary<Key, IrInstruction> available = [];
    private readonly Stack<(Key Key, IrInstruction? Old)> undoAvailable = new();
    private readonly Dictionary<IrValue, IrValue> decided = [];
    private readonly Stack<(IrValue Value, IrValue? Old)> undoDecided = new();
    private readonly Dictionary<IrValue, BasicBlock> bounded = [];
    private readonly Stack<(IrValue Value, BasicBlock? Old)> undoBounded = new();
    private readonly RangedValues ranged;
    private readonly Replacements replacements = new();
    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly DominatorTree dominators;
    private readonly MemoryHistory history;
    private MemoryMoment moment = null!;
    private bool changed;

    private ValueNumbering(IrFunction function)
    {
        this.function = function;
        cfg = new CfgInfo(function);
        dominators = new DominatorTree(cfg);
        history = new MemoryHistory(cfg, dominators);
        ranged = new RangedValues(function);
    }

    public static bool Run(IrFunction function) => new ValueNumbering(function).Run();

    private bool Run()
    {
        var stack = new Stack<(BasicBlock Block, int Available, int Decided, int Bounded)>();
        stack.Push((function.Blocks[0], -1, 0, 0));
        bool contextIsFixed = !ChangesContext();
        while (stack.Count > 0)
        {
            (BasicBlock block, int availableMark, int decidedMark, int boundedMark) = stack.Pop();
            if (availableMark >= 0)
            {
                Undo(available, undoAvailable, availableMark);
                Undo(decided, undoDecided, decidedMark);
                Undo(bounded, undoBounded, boundedMark);
                continue;
            }

            stack.Push((block, undoAvailable.Count, undoDecided.Count, undoBounded.Count));
            Visit(block, contextIsFixed);
            IReadOnlyList<BasicBlock> children = dominators.Children(block);
            for (int i = children.Count - 1; i >= 0; i--)
            {
                stack.Push((children[i], -1, 0, 0));
            }
        }

        replacements.ApplyTo(function);
        return changed;
    }

    private void Visit(BasicBlock block, bool contextIsFixed)
    {
        IReadOnlyList<BasicBlock> predecessors = cfg.Predecessors(block);
        BasicBlock? only = predecessors.Count == 1 ? predecessors[0] : null;
        moment = history.AtStart(block);
        if (only is { Terminator.Op: IrOp.CondBr } && only.Terminator.Targets[0] != only.Terminator.Targets[1])
        {
            Decide(only.Terminator.Operands[0], only.Terminator.Targets[0] == block);
            NoteBounds(only.Terminator.Operands[0], block);
        }

        var kept = new List<IrInstruction>(block.Instructions.Count);
        foreach (IrInstruction instruction in block.Instructions)
        {
            Substitute(instruction);
            if (StoredValue(instruction, kept) is { } stored)
            {
                replacements.Replace(instruction, stored);
                changed = true;
                continue;
            }

            Key? key = KeyOf(instruction, contextIsFixed);
            IrInstruction? earlier = null;
            if (key is { } sought && available.TryGetValue(sought, out earlier) && !IsBoundedSince(earlier, instruction))
            {
                ranged.Replace(instruction, earlier);
                replacements.Replace(instruction, earlier);
                changed = true;
                continue;
            }

            if (key is { } added)
            {
                undoAvailable.Push((added, earlier));
                available[added] = instruction;
            }

            kept.Add(instruction);
            moment = history.After(instruction, moment);
        }

        block.Instructions.Clear();
        block.Instructions.AddRange(kept);
        history.SetEnd(block, moment);
        SubstitutePhiOperands(block);
    }

    private void Substitute(IrInstruction instruction)
    {
        replacements.ApplyTo(instruction);
        if (instruction.Op == IrOp.Phi || decided.Count == 0)
        {
            return;
        }

        for (int i = 0; i < instruction.Operands.Count; i++)
        {
            if (decided.TryGetValue(instruction.Operands[i], out IrValue? value))
            {
                instruction.Operands[i] = value;
                changed = true;
            }
        }
    }

    private void SubstitutePhiOperands(BasicBlock block)
    {
        IrInstruction terminator = block.Terminator;
        for (int t = 0; t < terminator.Targets.Count; t++)
        {
            BasicBlock target = terminator.Targets[t];
            if (target.Instructions[0].Op != IrOp.Phi)
            {
                continue;
            }

            int mark = undoDecided.Count;
            if (terminator.Op == IrOp.CondBr && terminator.Targets[0] != terminator.Targets[1])
            {
                Decide(terminator.Operands[0], t == 0);
            }

            foreach (IrInstruction phi in IrEdit.Phis(target))
            {
                int index = phi.PhiBlocks.IndexOf(block);
                IrValue operand = replacements.Resolve(phi.Operands[index]);
                if (decided.TryGetValue(operand, out IrValue? value))
                {
                    phi.Operands[index] = value;
                    changed = true;
                }
            }

            Undo(decided, undoDecided, mark);
        }
    }

    /// <summary>Notes what holds where the condition was not zero, or zero.</summary>
    private void Decide(IrValue condition, bool notZero)
    {
        if (condition is IrConstant)
        {
            return;
        }

        if (!notZero)
        {
            Note(condition, IrConstant.I32(0));
        }
        else if (KnownBits.IsBoolean(condition))
        {
            Note(condition, IrConstant.I32(1));
        }

        if (condition is IrInstruction { Op: IrOp.Eq or IrOp.Ne } test && test.Operands[0].Type != IrType.Void && test.Operands[1] is IrConstant constant
            && (test.Op == IrOp.Eq) == notZero && test.Operands[0] is not IrConstant && !LengthRules.IsLength(test.Operands[0]))
        {
            Note(test.Operands[0], constant.Type.IsPointer() ? IrConstant.Null(test.Operands[0].Type) : constant);
        }
    }

    private void NoteBounds(IrValue condition, BasicBlock behind)
    {
        if (condition is IrInstruction { Op: >= IrOp.ULt and <= IrOp.SGe } comparison)
        {
            foreach (IrValue compared in comparison.Operands)
            {
                undoBounded.Push((compared, bounded.TryGetValue(compared, out BasicBlock? old) ? old : null));
                bounded[compared] = behind;
            }
        }
    }

    /// <summary>
    /// Whether the range of the second computation matters, that of the first does not, and what they are made of was compared between them. A zero extension is the
    /// register that was compared.
    /// </summary>
    private bool IsBoundedSince(IrInstruction first, IrInstruction second) =>
        second.Op.IsPure() && second.Op != IrOp.ZExt32 && ranged.Contains(second) && !ranged.Contains(first)
        && second.Operands.Exists(operand => bounded.TryGetValue(operand is IrInstruction { Op: IrOp.ZExt32 } wide ? wide.Operands[0] : operand, out BasicBlock? behind)
            && !dominators.Dominates(behind, first.Block!));

    private void Note(IrValue value, IrValue known)
    {
        undoDecided.Push((value, decided.TryGetValue(value, out IrValue? old) ? old : null));
        decided[value] = known;
    }

    private Key? KeyOf(IrInstruction instruction, bool contextIsFixed)
    {
        switch (instruction.Op)
        {
            case IrOp.Load when !instruction.IsVolatile:
                return new Key(instruction, MemoryHistory.LastSeen(instruction, moment).Number);
            case IrOp.ContextLoad:
                return new Key(instruction, contextIsFixed ? 0 : MemoryHistory.LastSeen(instruction, moment).Number);
            default:
                return instruction.Op.IsPure() ? new Key(instruction, 0) : null;
        }
    }

    /// <summary>What the last store wrote to exactly the bytes that are loaded, as the load widens it.</summary>
    private IrValue? StoredValue(IrInstruction load, List<IrInstruction> kept)
    {
        if (load.Op != IrOp.Load || load.IsVolatile || load.Access == MemoryAccess.Pointer || MemoryHistory.LastSeen(load, moment) is not { Writer: { Op: IrOp.Store } store, Range: { } range }
            || range != MemoryRange.Of(load) || store.Access == MemoryAccess.Pointer)
        {
            return null;
        }

        IrValue value = store.Operands[1];
        IrOp? widening = load.Access switch
        {
            MemoryAccess.U8 => IrOp.ZExt8,
            MemoryAccess.U16 => IrOp.ZExt16,
            MemoryAccess.S8 => IrOp.SExt8,
            MemoryAccess.S16 => IrOp.SExt16,
            _ => null,
        };
        if (widening is not { } op)
        {
            return value;
        }

        IrInstruction widened = IrEdit.Create(op, IrType.I32, load.Location, value);
        widened.Block = load.Block;
        kept.Add(widened);
        return widened;
    }

    /// <summary>Whether the context's fields, the packet's bounds among them, may change while the function runs.</summary>
    private bool ChangesContext()
    {
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op == IrOp.ContextStore || CallEffects.ChangesContext(instruction))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void Undo<TKey, TValue>(Dictionary<TKey, TValue> map, Stack<(TKey Key, TValue? Old)> undo, int mark)
        where TKey : notnull
        where TValue : class
    {
        while (undo.Count > mark)
        {
            (TKey key, TValue? old) = undo.Pop();
            if (old is null)
            {
                map.Remove(key);
            }
            else
            {
                map[key] = old;
            }
        }
    }

    /// <summary>What an instruction computes: equal keys, equal results.</summary>
    private readonly struct Key(IrInstruction instruction, int version) : IEquatable<Key>
    {
        private readonly IrInstruction instruction = instruction;
        private readonly int version = version;

        public bool Equals(Key other)
        {
            IrInstruction a = instruction;
            IrInstruction b = other.instruction;
            if (version != other.version || a.Op != b.Op || a.Type != b.Type || a.Offset != b.Offset || a.Access != b.Access || a.Symbol != b.Symbol || a.Callee != b.Callee || a.Operands.Count != b.Operands.Count)
            {
                return false;
            }

            for (int i = 0; i < a.Operands.Count; i++)
            {
                if (!IrEdit.Same(a.Operands[i], b.Operands[i]))
                {
                    return false;
                }
            }

            return true;
        }

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            int hash = (int)instruction.Op + (version * 31) + (instruction.Offset * 961);
            foreach (IrValue operand in instruction.Operands)
            {
                hash = (hash * 31) + (operand is IrConstant constant ? constant.Value.GetHashCode() : operand.GetHashCode());
            }

            return hash;
        }
    }
}
