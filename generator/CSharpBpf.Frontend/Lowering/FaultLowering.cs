using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Faults: where .NET throws, the program ends with the value that its attribute's OnFault names. Where it names none, a fault that no pass
/// proves away is an error at its place, with the row given here; the row's one argument is the expression.
/// </summary>
internal sealed class FaultLowering(FunctionLowering f)
{
    /// <summary>The program ends here. Nothing follows.</summary>
    public void Raise(DiagnosticDescriptor row)
    {
        if (f.Finally.Depth == 0)
        {
            f.Builder.Fault(row.Id);
            return;
        }

        f.Builder.Raise(row.Id);
        Unwind();
    }

    /// <summary>What runs last after a fault, and the end.</summary>
    public void Unwind()
    {
        f.Finally.LeaveTo(0);
        if (f.Builder.Block is not null)
        {
            f.Builder.Fault(FaultSymbols.Raised);
        }
    }

    /// <summary>Goes on if the condition (an I32) is not zero; if it is, the program ends.</summary>
    public void Require(IrValue condition, DiagnosticDescriptor row)
    {
        if (condition is IrConstant { Value: not 0 })
        {
            return;
        }

        BasicBlock fault = f.Builder.CreateBlock("fault");
        BasicBlock next = f.Builder.CreateBlock("checked");
        f.JumpIf(condition, next, fault);
        if (f.Enter(fault))
        {
            Raise(row);
        }

        // Behind a check that always fails there is still code to lower.
        if (!f.Enter(next))
        {
            f.Builder.MoveTo(next);
        }
    }

    /// <summary>throw. The exception is not made, so what makes it must do nothing else.</summary>
    public void Throw(IThrowOperation operation)
    {
        if (operation.Exception is { } exception && exception.DescendantsAndSelf().FirstOrDefault(HasEffect) is { } effect)
        {
            throw FunctionLowering.Reject(DiagnosticTable.NotSupported, effect, "a throw whose exception is made by calls or assignments");
        }

        Raise(DiagnosticTable.Throw);

        // An expression goes on behind it, in code that nothing reaches.
        f.Builder.MoveTo(f.Builder.CreateBlock("dead"));
    }

    private static bool HasEffect(IOperation operation) => operation is IInvocationOperation or IAssignmentOperation or IIncrementOrDecrementOperation or IAwaitOperation;
}
