using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Calls of helpers that call a method back (<see cref="Compiler.Analysis.Callbacks"/>): map, callback, context and flags, the last always 0, or timer and callback.
/// The callback is a lambda, a local function or a method without captured variables; what it shares with its caller is the context.
/// </summary>
internal sealed class CallbackLowering(FunctionLowering f, HelperCalls helpers)
{
    public static bool HasCallback(IMethodSymbol method) => method.Parameters.Any(static parameter => parameter.Type.TypeKind == TypeKind.Delegate);

    public IrValue Call(HelperId helper, IMethodSymbol method, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, IOperation at, bool isResultUsed)
    {
        helpers.Require(helper, at);
        var values = new List<IrValue>();
        if (receiver is not null)
        {
            values.Add(f.Calls.ReceiverValue(method, receiver, at)!);
        }

        int first = values.Count;
        values.AddRange(method.Parameters.Select(static _ => (IrValue)IrConstant.I64(0)));
        foreach (IArgumentOperation argument in arguments)
        {
            IParameterSymbol parameter = argument.Parameter!;
            values[first + parameter.Ordinal] = parameter.Type.TypeKind == TypeKind.Delegate ? f.Builder.FunctionAddress(Function(argument.Value, helper))
                : parameter.RefKind != RefKind.None ? f.Calls.Argument(parameter, argument.Value)
                : f.Conversions.Widen(f.Calls.Argument(parameter, argument.Value), f.Layout(argument.Value), IrType.I64);
        }

        if (HelperTable.Find(helper)!.Signature!.Arguments.Count > values.Count)
        {
            values.Add(IrConstant.I64(0));
        }

        return helpers.Emit(helper, method, [.. values], isResultUsed);
    }

    private IrFunction Function(IOperation value, HelperId helper)
    {
        IOperation at = value;
        MethodInstance target = f.Calls.Delegates.Target(value);
        MethodSource source = f.Calls.Targets.RequireSource(target.Definition, target, at);
        if (f.Module.Captures.Of(target) is [var captured, ..])
        {
            throw FunctionLowering.Reject(DiagnosticTable.CallbackCaptures, at, captured.Name);
        }

        return f.Module.Callback(f.Module.Request(target, source, f.Instance, at.Syntax).Function, helper);
    }
}
