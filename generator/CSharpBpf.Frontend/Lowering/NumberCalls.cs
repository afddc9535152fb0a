using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Intrinsics;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// The members of the number types, called by the type's own name (<c>int.Max</c>) or by a type parameter's (<c>T.Max</c>): constants and conversions are here,
/// all else is C# in the library's NumberBodies.
/// </summary>
internal sealed class NumberCalls(FunctionLowering f)
{
    private static readonly Dictionary<string, Func<TypeLayout, IrConstant>> Constants = new()
    {
        ["get_Zero"] = static layout => new IrConstant(layout.IrType, 0),
        ["get_AdditiveIdentity"] = static layout => new IrConstant(layout.IrType, 0),
        ["get_One"] = static layout => new IrConstant(layout.IrType, 1),
        ["get_MultiplicativeIdentity"] = static layout => new IrConstant(layout.IrType, 1),
        ["get_NegativeOne"] = static layout => new IrConstant(layout.IrType, -1),
        ["get_AllBitsSet"] = static layout => new IrConstant(layout.IrType, layout.IsSigned ? -1 : Largest(layout)),
        ["get_MinValue"] = static layout => new IrConstant(layout.IrType, Smallest(layout)),
        ["get_MaxValue"] = static layout => new IrConstant(layout.IrType, Largest(layout)),
        ["get_Size"] = static layout => IrConstant.I32(layout.Size),
        ["get_Radix"] = static _ => IrConstant.I32(2),
    };

    private static readonly Dictionary<string, Func<FunctionLowering, IrValue, TypeLayout, TypeLayout, IrValue>> Conversions = new()
    {
        ["CreateTruncating"] = static (f, value, source, target) => f.Conversions.Number(value, source, target),
        ["CreateChecked"] = static (f, value, source, target) => f.Conversions.Number(value, source, target, isChecked: true),
        ["CreateSaturating"] = Saturating,
    };

    /// <summary>Calls a member of a number type, bool included; false if it is none, or none that BPF can have.</summary>
    /// <param name="constrainedTo">The type parameter that the method is called through; null without one.</param>
    public bool TryCall(IMethodSymbol method, ITypeSymbol? constrainedTo, IOperation? receiver, ImmutableArray<IArgumentOperation> arguments, IOperation at, IrValue? destination, out IrValue? result)
    {
        result = null;
        bool isOfInterface = method.ContainingType.TypeKind == TypeKind.Interface && method.ContainingNamespace.ToDisplayString() is "System" or "System.Numerics";
        ITypeSymbol? number = !isOfInterface ? method.ContainingType : constrainedTo is null ? null : f.Types.Substitute(constrainedTo);
        if (number is null || !IntrinsicTable.IsInteger(number))
        {
            return false;
        }

        TypeLayout layout = f.Module.Layouts.Get(number);
        if (Constants.TryGetValue(method.Name, out Func<TypeLayout, IrConstant>? constant))
        {
            result = constant(layout);
            return true;
        }

        if (Conversions.TryGetValue(method.Name, out Func<FunctionLowering, IrValue, TypeLayout, TypeLayout, IrValue>? convert) && f.Layout(arguments[0].Value) is { Shape: TypeShape.Integer } source)
        {
            result = convert(f, f.Expressions.Value(arguments[0].Value), source, layout);
            return true;
        }

        if (f.Module.Bcl.FindOfNumber(method, number) is not { } body)
        {
            return false;
        }

        IrValue[] first = receiver is null || method.IsStatic ? [] : [f.Calls.Argument(body.Parameters[0], receiver)];
        result = f.Calls.CallOn(body, null, [.. first, .. f.Calls.Arguments(method, arguments)], at, destination);
        return true;
    }

    private static IrValue Saturating(FunctionLowering f, IrValue value, TypeLayout source, TypeLayout target) =>
        f.Conversions.Number(Limited(f, f.Conversions.Widen(value, source, IrType.I64), source, target), source with { IrType = IrType.I64, Size = 8 }, target);

    /// <summary>A number of 64 bits, cut to what the target can hold.</summary>
    private static IrValue Limited(FunctionLowering f, IrValue value, TypeLayout source, TypeLayout target)
    {
        IrValue largest = IrConstant.I64(Largest(target));
        if (!source.IsSigned)
        {
            return f.Builder.Select(f.Builder.Compare(IrOp.UGt, value, largest), largest, value);
        }

        IrValue smallest = IrConstant.I64(Smallest(target));
        IrValue above = f.Builder.Select(f.Builder.Compare(IrOp.SLt, value, smallest), smallest, value);
        return target is { IsSigned: false, Size: 8 } ? above : f.Builder.Select(f.Builder.Compare(IrOp.SGt, above, largest), largest, above);
    }

    private static long Smallest(TypeLayout layout) => layout.IsSigned ? -1L << ((layout.Size * 8) - 1) : 0;

    private static long Largest(TypeLayout layout) => unchecked((long)(ulong.MaxValue >> (64 - (layout.Size * 8) + (layout.IsSigned ? 1 : 0))));
}
