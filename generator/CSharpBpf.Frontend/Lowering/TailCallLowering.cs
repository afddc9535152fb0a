using System.Collections.Immutable;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers a tail call: bpf_tail_call does not come back, or does nothing, and then the program returns the value given for that. In plain C# it is a call,
/// so nothing may follow it: it is what the program itself returns, and no finally stands around it.
/// </summary>
internal sealed class TailCallLowering(FunctionLowering f, HelperCalls helpers)
{
    public static bool IsTailCall(IMethodSymbol method) => method.Name == "TailCall" && LibrarySymbols.IsNamed(method.ContainingType, "CSharpBpf.ProgramArray`2");

    public IrValue Lower(IMethodSymbol method, IOperation array, ImmutableArray<IArgumentOperation> arguments, IOperation at)
    {
        if (f.Instance.Function.Program is null || f.Finally.Depth > 0 || !IsReturned(at))
        {
            throw FunctionLowering.Reject(DiagnosticTable.TailCallNotReturned, at, FunctionLowering.Abbreviate(at.Syntax));
        }

        helpers.Require(HelperId.TailCall, at);
        IrValue map = f.Expressions.Value(array);
        IrValue[] values = f.Calls.Arguments(method, arguments);
        f.Builder.CallHelper(HelperId.TailCall, IrType.Void, values[0], map, f.Builder.Convert(IrOp.ZExt32, values[1]));
        return values[2];
    }

    private static bool IsReturned(IOperation call)
    {
        IOperation child = call;
        while (true)
        {
            switch (child.Parent)
            {
                case IReturnOperation:
                    return true;
                case IConditionalOperation choice when choice.Condition != child:
                case ISwitchExpressionOperation chosen when chosen.Value != child:
                case ISwitchExpressionArmOperation arm when arm.Value == child:
                case IConversionOperation { Conversion.IsIdentity: true }:
                    child = child.Parent;
                    break;
                default:
                    return false;
            }
        }
    }
}
