using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Intrinsics;

/// <summary>A method of the BCL that the compiler knows itself.</summary>
/// <param name="Lower">Gives the value, or for <paramref name="GivesPlace"/> the address.</param>
/// <param name="GivesPlace">The result lies in memory and may be of any type.</param>
/// <param name="TakesOperations">It lowers its operands itself.</param>
internal sealed record Intrinsic(Func<IntrinsicCall, IrValue?> Lower, bool GivesPlace = false, bool TakesOperations = false);

/// <summary>A call of an intrinsic: operands in the order of the parameters (a receiver first), and their values: by reference an address, a struct's address, or the number.</summary>
internal sealed record IntrinsicCall(FunctionLowering Function, IMethodSymbol Method, IReadOnlyList<IOperation> Operands, IrValue[] Values, IOperation At, bool IsResultUsed)
{
    public IrBuilder Builder => Function.Builder;

    /// <summary>The layout of a type argument of the method.</summary>
    public TypeLayout TypeArgument(int index) => Function.Layout(Method.TypeArguments[index], At);

    /// <summary>The layout of a parameter's type.</summary>
    public TypeLayout Parameter(int index) => Function.Layout(Method.Parameters[index].Type, At);

    /// <summary>The address of a by-value argument.</summary>
    public IrValue ArgumentAddress(int index)
    {
        TypeLayout layout = Parameter(index);
        if (layout.Shape == TypeShape.Struct)
        {
            return Values[index];
        }

        IrValue slot = Function.Temporary(layout);
        Function.Store(slot, Values[index], layout);
        return slot;
    }
}
