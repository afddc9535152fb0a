using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Intrinsics;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers calls: of methods with source, of intrinsics, of helpers; and properties, which are calls of accessors, or maps, globals,
/// constants and context fields. The result is the value, a reference's address, or null where a struct went to its destination.
/// </summary>
internal sealed class CallLowering(FunctionLowering f)
{
    private readonly HelperCalls helpers = new(f);

    public CallTargets Targets { get; } = new(f);

    public DelegateCalls Delegates { get; } = new(f);

    public IrValue? Invoke(IInvocationOperation call, IrValue? destination, bool isResultUsed)
    {
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
        {
            return Delegates.Call(call.Instance!, call.TargetMethod, call.Arguments, call, destination);
        }

        return Call(call.TargetMethod, call.Instance, call.ConstrainedToType, call.Arguments, call, destination, isResultUsed);
    }

    /// <summary>A constructor on memory, whose arguments may read what was there before.</summary>
    public void Construct(IMethodSymbol constructor, IrValue address, ImmutableArray<IArgumentOperation> arguments, IOperation at, System.Action? afterArguments)
    {
        MethodInstance target = Instance(constructor);
        MethodSource source = Targets.RequireSource(constructor, target, at);
        IrValue[] values = Arguments(constructor, arguments);
        afterArguments?.Invoke();
        FunctionInstance function = f.Module.Request(target, source, f.Instance, at.Syntax);
        f.Finally.Catch(f.Builder.Call(function.Function, [address, .. values]));
    }

    public IrValue? CallOperator(IMethodSymbol method, IReadOnlyList<IOperation> operands, IOperation at, IrValue? destination)
    {
        var values = new IrValue[operands.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Argument(method.Parameters[i], operands[i]);
        }

        return CallOperator(method, values, at, destination);
    }

    public IrValue? CallOperator(IMethodSymbol method, IrValue[] values, IOperation at, IrValue? destination)
    {
        method = f.Module.Bcl.Find(method, f.Module.Layouts, f.Types) ?? method;
        if (method.ContainingType.TypeKind == TypeKind.Interface || !method.IsStatic)
        {
            method = at switch
            {
                IBinaryOperation { ConstrainedToType: { } type } => Targets.Implementation(method, type, at),
                IUnaryOperation { ConstrainedToType: { } type } => Targets.Implementation(method, type, at),
                IConversionOperation { ConstrainedToType: { } type } => Targets.Implementation(method, type, at),
                ICompoundAssignmentOperation { ConstrainedToType: { } type } => Targets.Implementation(method, type, at),
                _ => throw FunctionLowering.Reject(DiagnosticTable.NotSupported, at, "an operator that is an interface's or an instance's member"),
            };
        }

        MethodInstance target = Instance(method);
        return Emit(target, Targets.RequireSource(method, target, at), null, values, at, destination);
    }

    /// <summary>An operator on values that are there already; a struct result is at the address given back. Structs are copied: the callee may change its parameters.</summary>
    public IrValue CallOperatorValue(IMethodSymbol method, IrValue[] values, IOperation at)
    {
        var arguments = new IrValue[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            TypeLayout layout = f.Layout(method.Parameters[i].Type, at);
            arguments[i] = values[i];
            if (!layout.IsScalar)
            {
                arguments[i] = f.Temporary(layout);
                f.Builder.Copy(arguments[i], values[i], layout.Size);
            }
            else if (method.Parameters[i].RefKind != RefKind.None)
            {
                arguments[i] = f.Temporary(layout);
                f.Store(arguments[i], values[i], layout);
            }
        }

        TypeLayout result = f.Layout(method.ReturnType, at);
        IrValue? destination = result.IsScalar ? null : f.Temporary(result);
        return CallOperator(method, arguments, at, destination) ?? destination!;
    }

    /// <summary>The value of a property, or the address it returns by reference.</summary>
    public IrValue? GetProperty(IPropertyReferenceOperation reference, IrValue? destination)
    {
        IPropertySymbol property = reference.Property;
        if (f.Module.MapName(property) is { } map)
        {
            return f.Builder.MapAddress(map);
        }

        if (LibrarySymbols.IsMapCapacity(property) && reference.Instance is IPropertyReferenceOperation { Property: { } owner } && f.Module.MapName(owner) is { } name)
        {
            return IrConstant.I32((int)f.Module.Module.Maps.First(m => m.Name == name).MaxEntries);
        }

        TypeLayout layout = PlaceLowering.ReturnsReference(property) ? f.Layout(property.Type, reference) : f.Layout(reference);
        if (f.Module.VariableName(property) is { } variable)
        {
            return f.Load(f.Builder.GlobalAddress(variable), layout);
        }

        if (LibrarySymbols.ContextField(property) is { } field && reference.Instance is { } context)
        {
            return new ContextAccess(f).Load(f.Expressions.Value(context), f.Types.Substitute(property.ContainingType), field, layout, reference);
        }

        if (property.GetMethod is not { } getter)
        {
            throw new CSharpErrorException(reference.Syntax);
        }

        return Call(getter, reference.Instance, reference.ConstrainedToType, reference.Arguments, reference, destination, true);
    }

    public MethodInstance Instance(IMethodSymbol method)
    {
        IMethodSymbol definition = f.Module.Sources.Definition(method);
        return new MethodInstance(definition, f.Types.For(method, definition), Captures.IsNested(definition) ? f.Instance.Method.Delegates : null);
    }

    public IrValue Argument(IParameterSymbol parameter, IOperation value)
    {
        if (parameter.RefKind is RefKind.Ref or RefKind.Out)
        {
            return f.Places.Address(value);
        }

        TypeLayout layout = f.Layout(value);
        if (parameter.RefKind != RefKind.None)
        {
            return f.Places.Address(value);
        }

        if (layout.IsScalar)
        {
            return f.Expressions.Value(value);
        }

        IrValue copy = f.Temporary(layout, parameter.Name);
        f.Expressions.Into(value, copy);
        return copy;
    }

    /// <summary>Calls a method whose receiver is given as an address, such as Deconstruct.</summary>
    public IrValue? CallOn(IMethodSymbol method, IrValue? receiver, IrValue[] values, IOperation at, IrValue? destination)
    {
        MethodInstance target = Instance(method);
        return Emit(target, Targets.RequireSource(method, target, at), receiver, values, at, destination);
    }

    private IrValue? Call(IMethodSymbol method, IOperation? receiver, ITypeSymbol? constrainedTo, ImmutableArray<IArgumentOperation> arguments, IOperation at, IrValue? destination, bool isResultUsed)
    {
        if (receiver is not null && method.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return f.Nullables.Member(method, receiver, arguments, at, destination);
        }

        if (PrintkLowering.IsPrintk(method))
        {
            new PrintkLowering(f, helpers).Lower(arguments[0].Value, at);
            return null;
        }

        if (TailCallLowering.IsTailCall(method))
        {
            return new TailCallLowering(f, helpers).Lower(method, receiver!, arguments, at);
        }

        if (IntrinsicTable.Find(method) is { } intrinsic)
        {
            return IntrinsicCall(intrinsic, method, receiver, arguments, at, isResultUsed);
        }

        if (f.Module.Bcl.Find(method, f.Module.Layouts, f.Types) is { } body)
        {
            IrValue[] first = receiver is null || method.IsStatic ? [] : [Argument(body.Parameters[0], receiver)];
            return CallOn(body, null, [.. first, .. Arguments(method, arguments)], at, destination);
        }

        constrainedTo ??= receiver?.Type is { } type && IsStandIn(type) ? type : null;
        if (new NumberCalls(f).TryCall(method, constrainedTo, receiver, arguments, at, destination, out IrValue? ofNumber))
        {
            return ofNumber;
        }

        bool isConstrained = constrainedTo is not null;
        if (constrainedTo is not null)
        {
            method = Targets.Implementation(method, constrainedTo, at);
        }

        if (LibrarySymbols.BodyMethod(method) is { } name)
        {
            method = method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().First(m => m.Parameters.Length == method.Parameters.Length);
        }

        if (receiver is not null && LibrarySymbols.IsContextAddress(method))
        {
            return f.Expressions.Value(receiver);
        }

        if (LibrarySymbols.Helper(method) is { } helper)
        {
            if (CallbackLowering.HasCallback(method))
            {
                return new CallbackLowering(f, helpers).Call(helper, method, receiver, arguments, at, isResultUsed);
            }

            return helpers.Call(helper, method, Arguments(method, arguments), at, isResultUsed);
        }

        Targets.Check(method, receiver, at, isConstrained);
        if (isConstrained && method.ContainingType.TypeKind == TypeKind.Interface)
        {
            return DefaultBody(method, f.Types.Substitute(constrainedTo!), receiver, arguments, at, destination);
        }

        MethodInstance target = Delegates.Bind(Instance(method), arguments);
        MethodSource source = Targets.RequireSource(method, target, at);
        if (ExtensionMembers.Receiver(target.Definition) is { } extended && receiver is not null)
        {
            IrValue first = Argument(extended, receiver);
            return Emit(target, source, null, [first, .. Arguments(method, arguments)], at, destination);
        }

        IrValue? receiverValue = receiver is null || method.IsStatic || Captures.IsNested(method) ? null : ReceiverValue(method, receiver, at);
        return Emit(target, source, receiverValue, Arguments(method, arguments), at, destination);
    }

    /// <summary>Whether another type stands for it: for a type parameter, and for the interface in a body of the interface's own.</summary>
    internal bool IsStandIn(ITypeSymbol type) => type is ITypeParameterSymbol || (type.TypeKind == TypeKind.Interface && f.Types.Substitute(type).IsValueType);

    /// <summary>A method that the interface itself has a body for. It works on a copy, which C# boxes; its calls of the interface's methods all on that one.</summary>
    private IrValue? DefaultBody(IMethodSymbol method, ITypeSymbol self, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, IOperation at, IrValue? destination)
    {
        IMethodSymbol definition = f.Module.Sources.Definition(method);
        var target = new MethodInstance(definition, f.Types.For(method, definition, self));
        MethodSource source = Targets.RequireSource(method, target, at);
        IrValue? place = null;
        if (receiver is not null && !method.IsStatic)
        {
            place = f.Places.Address(receiver);
            if (receiver.Type is ITypeParameterSymbol)
            {
                TypeLayout layout = f.Layout(receiver);
                IrValue copy = f.Temporary(layout, "boxed");
                f.Builder.Copy(copy, place, layout.Size);
                place = copy;
            }
        }

        return Emit(target, source, place, Arguments(method, arguments), at, destination);
    }

    private IrValue? IntrinsicCall(Intrinsic intrinsic, IMethodSymbol method, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, IOperation at, bool isResultUsed)
    {
        List<IOperation> operands = [.. arguments.OrderBy(static a => a.Parameter!.Ordinal).Select(static a => a.Value)];
        if (receiver is not null)
        {
            operands.Insert(0, receiver);
        }

        if (intrinsic.TakesOperations)
        {
            return intrinsic.Lower(new IntrinsicCall(f, method, operands, [], at, isResultUsed));
        }

        IrValue[] values = Arguments(method, arguments);
        return intrinsic.Lower(new IntrinsicCall(f, method, operands, values, at, isResultUsed));
    }

    /// <summary>What a call gives its method as the receiver: an address, of a copy where the method may write and the place must not be written.</summary>
    public IrValue? ReceiverValue(IMethodSymbol method, IOperation receiver, IOperation at)
    {
        switch (FunctionSignatures.Receiver(method, f.Module.Layouts, f.Types))
        {
            case ReceiverKind.None:
                return receiver is IInstanceReferenceOperation || method.IsStatic ? null : throw FunctionLowering.Reject(DiagnosticTable.ObjectAsValue, at, FunctionLowering.Abbreviate(receiver.Syntax), method.Name);
            case ReceiverKind.Value:
                return f.Expressions.Value(receiver);
            default:
                bool isSafe = method.IsReadOnly || method.ContainingType.IsReadOnly || IsAutoGetter(method) || !f.Places.IsPlace(receiver) || !f.Places.IsReadOnly(receiver);
                if (isSafe)
                {
                    return f.Places.Address(receiver);
                }

                TypeLayout layout = f.Layout(receiver);
                IrValue copy = f.Temporary(layout, "defensive");
                f.Builder.Copy(copy, f.Places.Address(receiver), layout.Size);
                return copy;
        }
    }

    private bool IsAutoGetter(IMethodSymbol method) => method.MethodKind == MethodKind.PropertyGet && f.Module.Sources.Find(f.Module.Sources.Definition(method)).Kind == MethodSourceKind.AutoGetter;

    /// <summary>Evaluates in the order written, gives in the order of the parameters.</summary>
    internal IrValue[] Arguments(IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        var values = new IrValue[arguments.Length];
        foreach (IArgumentOperation argument in arguments.Where(static argument => !DelegateVariables.IsDelegate(argument.Parameter!.Type)))
        {
            if (argument.ArgumentKind is not (ArgumentKind.Explicit or ArgumentKind.DefaultValue or ArgumentKind.ParamCollection))
            {
                throw FunctionLowering.Reject(DiagnosticTable.ArrayOrSpan, argument, "params");
            }

            values[argument.Parameter!.Ordinal] = Argument(argument.Parameter, argument.Value);
        }

        return [.. values.Where(static value => value is not null)];
    }

    internal IrValue? Emit(MethodInstance target, MethodSource source, IrValue? receiver, IrValue[] values, IOperation at, IrValue? destination)
    {
        FunctionInstance function = f.Module.Request(target, source, f.Instance, at.Syntax);
        var all = new List<IrValue>(values.Length + 2);
        if (function.ReturnsStruct)
        {
            destination ??= f.Temporary(f.Layout(target.Types.Substitute(target.Definition.ReturnType), at));
            all.Add(destination);
        }

        if (receiver is not null)
        {
            all.Add(receiver);
        }

        all.AddRange(values);
        all.AddRange(f.Module.Captures.Of(target).Select(captured => f.Places.CapturedAddress(captured, at)));
        IrInstruction call = f.Builder.Call(function.Function, [.. all]);
        f.Finally.Catch(call);
        return function.ReturnsStruct ? null : call;
    }
}
