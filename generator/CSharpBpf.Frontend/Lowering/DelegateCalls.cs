using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Delegates and function pointers, which BPF does not have: each must name its method where the program is compiled. What is given to a method's parameter
/// is bound to it, and the method is lowered once for each that is given; the variables that a lambda captures go along as references.
/// </summary>
internal sealed class DelegateCalls(FunctionLowering f)
{
    /// <summary>The method that a delegate names.</summary>
    public MethodInstance Target(IOperation value)
    {
        IOperation named = value;
        while (named is IConversionOperation conversion)
        {
            named = conversion.Operand;
        }

        if (named is IParameterReferenceOperation { Parameter: { } parameter })
        {
            return f.Instance.Method.Delegates.FirstOrDefault(binding => SymbolEqualityComparer.Default.Equals(binding.Parameter, parameter))?.Target ?? throw Rejected(value);
        }

        return DelegateVariables.Named(named, f.Module.Sources) is { } method ? f.Calls.Instance(method) : throw Rejected(value);
    }

    /// <summary>A call of a delegate or by a function pointer.</summary>
    /// <param name="signature">What the delegate's type declares.</param>
    public IrValue? Call(IOperation value, IMethodSymbol signature, ImmutableArray<IArgumentOperation> arguments, IOperation at, IrValue? destination)
    {
        MethodInstance target = Target(value);
        target = Bind(target, target.Definition.Parameters.Zip(arguments.OrderBy(static argument => argument.Parameter!.Ordinal), static (parameter, argument) => (parameter, argument.Value)));
        return f.Calls.Emit(target, f.Calls.Targets.RequireSource(target.Definition, target, at), null, f.Calls.Arguments(signature, arguments), at, destination);
    }

    /// <summary>The instance of a method for what its delegate parameters are given.</summary>
    public MethodInstance Bind(MethodInstance method, ImmutableArray<IArgumentOperation> arguments) =>
        Bind(method, arguments.Select(argument => (method.Definition.Parameters[argument.Parameter!.Ordinal], argument.Value)));

    private MethodInstance Bind(MethodInstance method, IEnumerable<(IParameterSymbol Parameter, IOperation Value)> arguments)
    {
        DelegateBinding[] own = [.. arguments.Where(static argument => DelegateVariables.IsDelegate(argument.Parameter.Type)).Select(argument => new DelegateBinding(argument.Parameter, Target(argument.Value)))];
        return own.Length == 0 ? method : new MethodInstance(method.Definition, method.Types, [.. method.Delegates, .. own]);
    }

    private static RejectionException Rejected(IOperation value) => FunctionLowering.Reject(DiagnosticTable.DelegateOrClosure, value, FunctionLowering.Abbreviate(value.Syntax));
}
