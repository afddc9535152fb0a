using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>What a helper gives to a parameter of the function that it calls back.</summary>
public enum CallbackParameter : byte
{
    /// <summary>A 64-bit number.</summary>
    Number,

    /// <summary>The map that the helper was given.</summary>
    Map,

    /// <summary>A key of that map, which must not be changed.</summary>
    Key,

    /// <summary>The key's value.</summary>
    Value,

    /// <summary>The pointer to the caller's stack that the helper was given.</summary>
    Context,
}

/// <summary>The helpers that call functions of the program. They take the function second and the context third; the function returns 0 to go on, 1 to end.</summary>
public static class Callbacks
{
    private const int ContextOperand = 2;

    private static readonly Dictionary<HelperId, CallbackParameter[]> Rows = new()
    {
        [HelperId.Loop] = [CallbackParameter.Number, CallbackParameter.Context],
        [HelperId.ForEachMapElem] = [CallbackParameter.Map, CallbackParameter.Key, CallbackParameter.Value, CallbackParameter.Context],
    };

    /// <summary>What the helper passes, or null for one that calls nothing.</summary>
    public static IReadOnlyList<CallbackParameter>? ParametersOf(HelperId helper) => Rows.TryGetValue(helper, out CallbackParameter[]? parameters) ? parameters : null;

    /// <summary>The type of such a parameter.</summary>
    public static IrType TypeOf(CallbackParameter parameter) => parameter switch
    {
        CallbackParameter.Number => IrType.I64,
        CallbackParameter.Map => IrType.MapPointer,
        CallbackParameter.Key or CallbackParameter.Value => IrType.MapValuePointer,
        CallbackParameter.Context => IrType.StackPointer,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, null),
    };

    /// <summary>The function that a call of a helper calls back.</summary>
    internal static IrFunction? Of(IrInstruction call) =>
        call.Op == IrOp.CallHelper && Rows.ContainsKey(call.Helper) && call.Operands.Count > ContextOperand ? (call.Operands[1] as IrInstruction)?.Callee : null;

    /// <summary>The argument that becomes the parameter of the function called back, if it is one that the caller has.</summary>
    internal static IrValue? Argument(IrInstruction call, int parameter) => Rows[call.Helper][parameter] == CallbackParameter.Context ? call.Operands[ContextOperand] : null;
}
