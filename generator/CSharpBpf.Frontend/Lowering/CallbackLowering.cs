using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
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
    private const string Later = "a timer's method runs later and has no context, so keep it in the map's value, or in a map or global of the object";

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
        int callback = -1;
        IrFunction? function = null;
        values.AddRange(method.Parameters.Select(static _ => (IrValue)IrConstant.I64(0)));
        foreach (IArgumentOperation argument in arguments)
        {
            IParameterSymbol parameter = argument.Parameter!;
            if (parameter.Type.TypeKind == TypeKind.Delegate)
            {
                callback = first + parameter.Ordinal;
                function = Function(argument.Value, helper, method);
                continue;
            }

            values[first + parameter.Ordinal] = parameter.RefKind != RefKind.None ? f.Calls.Argument(parameter, argument.Value)
                : f.Conversions.Widen(f.Calls.Argument(parameter, argument.Value), f.Layout(argument.Value), IrType.I64);
        }

        if (HelperTable.Find(helper)!.Signature!.Arguments.Count > values.Count)
        {
            values.Add(IrConstant.I64(0));
        }

        return helper == HelperId.Loop ? UnlessZero(values[0], Emit) : Emit();

        // The address stands beside the call, so that no path is ever made between the two.
        IrValue Emit()
        {
            values[callback] = f.Builder.FunctionAddress(function!);
            return helpers.Emit(helper, method, [.. values], isResultUsed);
        }
    }

    /// <summary>
    /// A call that is made unless its count is 0, which it gives then too. Where the kernel sees that no trip is made, it never looks at the function, takes it
    /// away as dead, and then does not find what the call names (seen on 6.18); with the call it would take away both.
    /// </summary>
    private IrValue UnlessZero(IrValue count, Func<IrValue> call)
    {
        BasicBlock some = f.Builder.CreateBlock("loop");
        BasicBlock none = f.Builder.CreateBlock("none");
        var merge = new Merge(f, f.Builder.CreateBlock("looped"));
        f.JumpIf(f.Builder.Compare(IrOp.Ne, count, IrConstant.I64(0)), some, none);
        f.Enter(some);
        IrValue trips = call();
        merge.Add(trips);
        f.Enter(none);
        merge.Add(new IrConstant(trips.Type, 0));
        return merge.Finish()!;
    }

    private IrFunction Function(IOperation value, HelperId helper, IMethodSymbol method)
    {
        IOperation at = value;
        MethodInstance target = f.Calls.Delegates.Target(value);
        MethodSource source = f.Calls.Targets.RequireSource(target.Definition, target, at);
        if (f.Module.Captures.Of(target) is [var captured, ..])
        {
            throw FunctionLowering.Reject(DiagnosticTable.CallbackCaptures, at, captured.Name, helper == HelperId.TimerSetCallback ? Later : "pass it in the context");
        }

        IrFunction function = f.Module.Request(target, source, f.Instance, at.Syntax).Function;
        if (helper != HelperId.TimerSetCallback)
        {
            return f.Module.Callback(function, helper);
        }

        // Which map the timer is in is known only behind the optimiser: what the method takes is kept until then.
        var types = new DataTypeBuilder(f.Module.Layouts);
        DataType[] taken = [.. method.TypeArguments.Select(type => types.Get(f.Types.Substitute(type)))];
        return f.Module.Callback(function, helper, taken[0], taken[1]);
    }
}
