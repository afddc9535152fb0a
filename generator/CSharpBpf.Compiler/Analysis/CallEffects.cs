using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>What a call of a function may do that its caller sees.</summary>
[Flags]
internal enum FunctionEffects : byte
{
    None = 0,

    /// <summary>Packet pointers from before the call are invalid after it.</summary>
    MovesPacket = 1,

    /// <summary>Fields of the context are not what they were.</summary>
    ChangesContext = 2,

    /// <summary>Reads or writes memory other than its own stack.</summary>
    TouchesMemory = 4,
    All = MovesPacket | ChangesContext | TouchesMemory,
}

/// <summary>
/// What calls, of helpers and of functions, do to what the caller sees. A function's effects are found when a caller first asks; passes only take away
/// from them, and a function goes through its passes before its callers do.
/// </summary>
internal static class CallEffects
{
    /// <summary>The kernel has no more frames; what calls itself is not followed further either.</summary>
    private const int MaximumCalls = 8;

    /// <summary>Whether packet pointers from before the instruction are invalid after it.</summary>
    public static bool MovesPacket(IrInstruction instruction) => (Of(instruction) & FunctionEffects.MovesPacket) != 0;

    /// <summary>Whether a call may change what the context's fields are, the packet's bounds among them.</summary>
    public static bool ChangesContext(IrInstruction instruction) => (Of(instruction) & (FunctionEffects.MovesPacket | FunctionEffects.ChangesContext)) != 0;

    /// <summary>Whether the instruction is a call that neither reads nor writes memory that the caller sees.</summary>
    public static bool LeavesMemoryAlone(IrInstruction instruction) => instruction.Op is IrOp.CallHelper or IrOp.Call && Of(instruction) == FunctionEffects.None;

    /// <summary>Whether the operand is a reference that a function is called with, which it only reads through.</summary>
    public static bool OnlyReads(IrInstruction instruction, int operand) => OnlyReads(instruction, operand, MaximumCalls);

    private static bool OnlyReads(IrInstruction instruction, int operand, int calls)
    {
        if (instruction.Op != IrOp.Call || calls == 0)
        {
            return false;
        }

        IrFunction callee = instruction.Callee!;
        var references = new HashSet<IrValue> { callee.Parameters[operand] };
        for (int known = 0; known < references.Count;)
        {
            known = references.Count;
            foreach (IrInstruction user in callee.Blocks.SelectMany(static block => block.Instructions))
            {
                for (int i = 0; i < user.Operands.Count; i++)
                {
                    if (!references.Contains(user.Operands[i]))
                    {
                        continue;
                    }

                    if (user.Op == IrOp.PtrAdd)
                    {
                        references.Add(user);
                    }
                    else if (user.Op != IrOp.Load && !(user.Op == IrOp.Copy && i == 1) && !user.Op.IsComparison() && !OnlyReads(user, i, calls - 1))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    /// <summary>Whether the call is one of a helper that changes nothing that it gets a pointer to, nor the packet, and ends no use of pointers into it.</summary>
    public static bool OnlyReadsArguments(IrInstruction call) => call is { Op: IrOp.CallHelper, Helper: HelperId.MapLookupElem or HelperId.MapUpdateElem or HelperId.MapDeleteElem };

    private static FunctionEffects Of(IrInstruction instruction) => instruction.Op switch
    {
        IrOp.CallHelper => OfHelper(instruction.Helper) | (Callbacks.Of(instruction) is { } callback && !Callbacks.IsLater(instruction) ? OfFunction(callback) : FunctionEffects.None),
        IrOp.Call => OfFunction(instruction.Callee!),
        _ => FunctionEffects.None,
    };

    /// <summary>A helper that the table does not know may do everything.</summary>
    private static FunctionEffects OfHelper(HelperId helper) => helper switch
    {
        HelperId.KtimeGetNs or HelperId.KtimeGetBootNs or HelperId.KtimeGetCoarseNs or HelperId.GetPrandomU32 or HelperId.GetSmpProcessorId
            or HelperId.GetCurrentPidTgid or HelperId.GetCurrentUidGid or HelperId.GetCurrentCgroupId => FunctionEffects.None,
        _ => HelperTable.Find(helper) is { ChangesPacketData: false } ? FunctionEffects.TouchesMemory : FunctionEffects.All,
    };

    private static FunctionEffects OfFunction(IrFunction function)
    {
        if (function.Effects is { } known)
        {
            return known;
        }

        // What calls itself, which a later check refuses, must not be followed for ever.
        function.Effects = FunctionEffects.All;
        var effects = FunctionEffects.None;
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                effects |= instruction.Op switch
                {
                    IrOp.Call or IrOp.CallHelper => Of(instruction),
                    IrOp.ContextStore => FunctionEffects.ChangesContext,
                    IrOp.ContextLoad => FunctionEffects.None,

                    // Not atomic operations: they order what the caller's other accesses do.
                    IrOp.Load or IrOp.Store or IrOp.Zero when IsOwnStack(instruction.Operands[0]) => FunctionEffects.None,
                    IrOp.Copy when IsOwnStack(instruction.Operands[0]) && IsOwnStack(instruction.Operands[1]) => FunctionEffects.None,
                    _ => (instruction.Op.Info().Traits & (IrOpTraits.ReadsMemory | IrOpTraits.WritesMemory)) == 0 ? FunctionEffects.None : FunctionEffects.TouchesMemory,
                };
            }
        }

        function.Effects = effects;
        return effects;
    }

    private static bool IsOwnStack(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } address)
        {
            pointer = address.Operands[0];
        }

        return pointer is IrInstruction { Op: IrOp.Alloca };
    }
}
