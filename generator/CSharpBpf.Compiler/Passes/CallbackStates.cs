using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Numbers that a callback changes behind its context start as unknown to the kernel as they will get. The kernel follows the calls until one brings nothing
/// new, and forgets numbers that change from call to call, but not those that it had to look at (widen_imprecise_scalars of kernel/bpf/verifier.c): a sum
/// that starts at 0 and decides something, be it long after the calls, it follows through range after range until it gives up. Of a number of which nothing
/// is known a call makes one of which nothing more is known. So to what is stored there a zero is added that the kernel does not know as one: what is left of
/// a pointer that is taken from itself is any number to it. That costs two instructions a block and one a store. Nothing relies on what is known of such a
/// number: a callback is checked as if it knew nothing of the memory, and behind the call nothing is known of it either.
/// </summary>
internal sealed class CallbackStates
{
    /// <summary>Frames that the kernel has; a recursion, which is refused later, would go deeper.</summary>
    private const int MaximumDepth = 8;

    private const int SlotSize = 8;

    private readonly List<MemoryRange> changed = [];
    private readonly List<(IrInstruction Call, MemoryRange Range)> narrow = [];
    private bool isDecisive;

    /// <summary>Widens in a function what its calls' callbacks change.</summary>
    public static bool Run(IrFunction function)
    {
        var states = new CallbackStates();
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (Callbacks.ContextOf(instruction) is { } context)
                {
                    (IrValue root, long offset) = PointerRules.Strip(context);
                    int before = states.changed.Count;
                    states.isDecisive = false;
                    states.AddChanges(Callbacks.Of(instruction)!, Callbacks.ContextParameter(instruction), new MemoryRange(root, offset, 0), MaximumDepth);
                    states.narrow.AddRange(states.changed.Skip(before).Where(range => states.isDecisive && IsNarrow(range)).Distinct().Select(range => (instruction, range)));
                }
            }
        }

        bool widened = false;
        foreach (BasicBlock block in function.Blocks)
        {
            widened |= states.changed.Count > 0 && states.Widen(block);
        }

        foreach ((IrInstruction call, MemoryRange range) in states.narrow)
        {
            StoreAgain(call, range);
        }

        return widened;
    }

    /// <summary>Whether a store of the range is less than a slot of the stack, and at its start: of that the kernel keeps what it knows, until more is stored in the slot.</summary>
    private static bool IsNarrow(MemoryRange range) => range.Size < SlotSize && range.Offset % SlotSize == 0;

    /// <summary>Finds what a function, and those that it passes the pointer on to, store behind a parameter.</summary>
    private void AddChanges(IrFunction function, int parameter, MemoryRange target, int depth)
    {
        if (depth > 0 && parameter < function.Parameters.Count)
        {
            AddChanges(function.Parameters[parameter], new UseLists(function.Blocks), target, depth);
        }
    }

    private void AddChanges(IrValue pointer, UseLists uses, MemoryRange target, int depth)
    {
        foreach (IrInstruction user in uses.Of(pointer))
        {
            switch (user.Op)
            {
                case IrOp.Store when user.Operands[0] == pointer:
                    changed.Add(target with { Offset = target.Offset + user.Offset, Size = user.Access.Size() });
                    break;
                case IrOp.Load:
                    isDecisive = isDecisive || IsCompared(user, uses, []);
                    break;
                case IrOp.PtrAdd when user.Operands[1] is IrConstant distance:
                    AddChanges(user, uses, target with { Offset = target.Offset + distance.Value }, depth);
                    break;
                case IrOp.Call:
                    AddChanges(user.Callee!, user.Operands.IndexOf(pointer), target, depth - 1);
                    break;
                case IrOp.CallHelper when Callbacks.ContextOf(user) == pointer:
                    AddChanges(Callbacks.Of(user)!, Callbacks.ContextParameter(user), target, depth - 1);
                    break;
            }
        }
    }

    /// <summary>Whether the value, or what is made of it, is compared with a constant.</summary>
    private static bool IsCompared(IrInstruction value, UseLists uses, HashSet<IrInstruction> seen) =>
        seen.Add(value) && uses.Of(value).Any(user => user.Op.IsComparison()
            ? user.Operands.Exists(static operand => operand is IrConstant)
            : user.Op is <= IrOp.ByteSwap64 or IrOp.Select or IrOp.Phi && IsCompared(user, uses, seen));

    /// <summary>
    /// Leaves a slot before the call as the callback leaves it: with a narrow number at its start, of which nothing is known. Where a callback finds out that
    /// the number is a certain one, the kernel sees then that it is one of those that it started with.
    /// </summary>
    private static void StoreAgain(IrInstruction call, MemoryRange range)
    {
        if (range.Root is IrInstruction { Op: IrOp.Alloca } variable)
        {
            variable.Alignment = Math.Max(variable.Alignment, SlotSize);
        }

        int index = call.Block!.Instructions.IndexOf(call);
        IrInstruction load = Insert(call.Block, ref index, IrEdit.Create(IrOp.Load, IrType.I32, call.Location, range.Root));
        IrInstruction store = Insert(call.Block, ref index, IrEdit.Create(IrOp.Store, IrType.Void, call.Location, range.Root, load));
        load.Offset = store.Offset = (int)range.Offset;
        load.Access = store.Access = range.Size switch { 1 => MemoryAccess.U8, 2 => MemoryAccess.U16, _ => MemoryAccess.U32 };
    }

    private bool Widen(BasicBlock block)
    {
        IrInstruction? zero = null;
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            if (block.Instructions[i] is { Op: IrOp.Store, IsVolatile: false, Access: not MemoryAccess.Pointer } store && changed.Exists(MemoryRange.Of(store).Overlaps))
            {
                zero ??= Insert(block, ref i, IrEdit.Create(IrOp.PtrDiff, IrType.I64, store.Location, store.Operands[0], store.Operands[0]));
                IrValue value = store.Operands[1];
                IrInstruction fitting = value.Type == zero.Type ? zero : Insert(block, ref i, IrEdit.Create(IrOp.Trunc, value.Type, store.Location, zero));
                store.Operands[1] = IrEdit.IsConstant(value, 0) ? fitting : Insert(block, ref i, IrEdit.Create(IrOp.Add, value.Type, store.Location, value, fitting));
            }
        }

        return zero is not null;
    }

    private static IrInstruction Insert(BasicBlock block, ref int index, IrInstruction instruction)
    {
        instruction.Block = block;
        block.Instructions.Insert(index++, instruction);
        return instruction;
    }
}
