using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Two locals with the same contents become one: the key of a lookup is the key of the insertion that follows, though each call has its own copy. Both are
/// written once, byte for byte with the same values, and otherwise only read, by loads and by helpers. All stores of the first stand before all uses of
/// the second on every path; the second is written and used in one block, in which the first is not written later.
/// </summary>
internal sealed class SharedLocals
{
    private const TypeModifiers Written = TypeModifiers.MemWrite | TypeModifiers.MemUninit;

    private readonly CfgInfo cfg;
    private readonly DominatorTree dominators;
    private readonly UseLists uses;

    private SharedLocals(IrFunction function)
    {
        cfg = new CfgInfo(function);
        dominators = new DominatorTree(cfg);
        uses = new UseLists(function.Blocks);
    }

    public static bool Run(IrFunction function) => new SharedLocals(function).Run();

    private bool Run()
    {
        List<Local> locals = [];
        foreach (IrInstruction instruction in cfg.ReversePostorder[0].Instructions)
        {
            if (instruction.Op == IrOp.Alloca && Describe(instruction) is { } local)
            {
                locals.Add(local);
            }
        }

        bool changed = false;
        for (int i = 0; i < locals.Count; i++)
        {
            Local copy = locals[i];
            if (locals.Find(other => other != copy && !other.IsGone && HasSameContents(other, copy) && IsThere(other, copy)) is { } original)
            {
                Share(original, copy);
                changed = true;
            }
        }

        return changed;
    }

    private Local? Describe(IrInstruction alloca)
    {
        var local = new Local(alloca);
        foreach (IrInstruction user in uses.Of(alloca))
        {
            switch (user.Op)
            {
                case IrOp.Store when user.Operands[0] == alloca && user.Operands[1] != alloca && !user.IsVolatile && !Overlaps(local, user):
                    local.Stores.Add(user);
                    break;
                case IrOp.Load when !user.IsVolatile:
                case IrOp.CallHelper when OnlyReads(user, alloca):
                    local.Readers.Add(user);
                    break;
                default:
                    return null;
            }
        }

        local.Stores.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        return local.Stores.Count > 0 ? local : null;
    }

    private static bool Overlaps(Local local, IrInstruction store) => local.Stores.Exists(other => MemoryRange.Of(other).MayOverlap(MemoryRange.Of(store)));

    private static bool OnlyReads(IrInstruction call, IrInstruction alloca)
    {
        if (HelperTable.Find(call.Helper)?.Signature is not { } signature)
        {
            return false;
        }

        for (int i = 0; i < call.Operands.Count; i++)
        {
            if (call.Operands[i] == alloca && (i >= signature.Arguments.Count || (signature.Arguments[i].Modifiers & Written) != 0
                || signature.Arguments[i].Kind is not (ArgumentKind.PtrToMapKey or ArgumentKind.PtrToMapValue or ArgumentKind.PtrToMem)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasSameContents(Local left, Local right)
    {
        if (left.Alloca.Size != right.Alloca.Size || left.Stores.Count != right.Stores.Count)
        {
            return false;
        }

        for (int i = 0; i < left.Stores.Count; i++)
        {
            IrInstruction a = left.Stores[i];
            IrInstruction b = right.Stores[i];
            if (a.Offset != b.Offset || a.Access != b.Access || !IrEdit.Same(a.Operands[1], b.Operands[1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the original holds its contents wherever the copy is written, and still where it is read.</summary>
    private bool IsThere(Local original, Local copy)
    {
        BasicBlock block = copy.Stores[0].Block!;
        int first = block.Instructions.Count;
        foreach (IrInstruction store in copy.Stores)
        {
            first = Math.Min(first, block.Instructions.IndexOf(store));
        }

        return copy.Stores.TrueForAll(store => store.Block == block) && copy.Readers.TrueForAll(reader => reader.Block == block && block.Instructions.IndexOf(reader) > first)
            && original.Stores.TrueForAll(store => store.Block == block ? block.Instructions.IndexOf(store) < first : dominators.Dominates(store.Block!, block));
    }

    private void Share(Local original, Local copy)
    {
        foreach (IrInstruction reader in copy.Readers)
        {
            for (int i = 0; i < reader.Operands.Count; i++)
            {
                if (reader.Operands[i] == copy.Alloca)
                {
                    reader.Operands[i] = original.Alloca;
                    uses.Add(original.Alloca, reader);
                }
            }
        }

        copy.Stores.ForEach(static store => store.Block!.Instructions.Remove(store));
        original.Readers.AddRange(copy.Readers);
        original.Alloca.Alignment = Math.Max(original.Alloca.Alignment, copy.Alloca.Alignment);
        copy.IsGone = true;
    }

    private sealed class Local(IrInstruction alloca)
    {
        public IrInstruction Alloca { get; } = alloca;

        public List<IrInstruction> Stores { get; } = [];

        public List<IrInstruction> Readers { get; } = [];

        public bool IsGone { get; set; }
    }
}
