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

/// <summary>
/// The helpers that call functions of the program. They take the function second and the context, if there is one, third; the function returns 0 to go on, 1 to
/// end. What a timer calls runs later, on a stack of its own, and always returns 0.
/// </summary>
public static class Callbacks
{
    private const int ContextOperand = 2;

    private static readonly Dictionary<HelperId, CallbackParameter[]> Rows = new()
    {
        [HelperId.Loop] = [CallbackParameter.Number, CallbackParameter.Context],
        [HelperId.ForEachMapElem] = [CallbackParameter.Map, CallbackParameter.Key, CallbackParameter.Value, CallbackParameter.Context],
        [HelperId.TimerSetCallback] = [CallbackParameter.Map, CallbackParameter.Key, CallbackParameter.Value],
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
        call.Op == IrOp.CallHelper && Rows.ContainsKey(call.Helper) && call.Operands.Count > 1 ? (call.Operands[1] as IrInstruction)?.Callee : null;

    /// <summary>Whether a call only notes what will be called later.</summary>
    internal static bool IsLater(IrInstruction call) => call is { Op: IrOp.CallHelper, Helper: HelperId.TimerSetCallback };

    /// <summary>What a call passes on as the context, or null.</summary>
    internal static IrValue? ContextOf(IrInstruction call) =>
        Of(call) is not null && ContextParameter(call) >= 0 ? call.Operands[ContextOperand] : null;

    /// <summary>The parameter of the function called back that is the context; none has that number if there is no context.</summary>
    internal static int ContextParameter(IrInstruction call) => Array.IndexOf(Rows[call.Helper], CallbackParameter.Context);

    /// <summary>The map whose entries a call passes to the function that it calls back.</summary>
    internal static IrMap? MapOf(IrInstruction call, MemoryExtents extents) => IsLater(call) ? extents.MapOfValue(call.Operands[0]) : extents.MapOf(call.Operands[0]);

    /// <summary>The argument that becomes the parameter of the function called back, if it is one that the caller has.</summary>
    internal static IrValue? Argument(IrInstruction call, int parameter) => Rows[call.Helper][parameter] == CallbackParameter.Context ? call.Operands[ContextOperand] : null;
}
