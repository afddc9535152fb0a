using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers conversions by the layouts of both sides: numbers, enums, pointers, tuples, map base classes, user-defined ones.</summary>
internal sealed class ConversionLowering(FunctionLowering f)
{
    public IrValue Value(IConversionOperation conversion, TypeLayout target)
    {
        if (Unboxed(conversion, target) is { } direct)
        {
            return f.Expressions.Value(direct);
        }

        if (conversion.Operand is IThrowOperation fault)
        {
            f.Faults.Throw(fault);
            return new IrConstant(target.IrType, 0);
        }

        RequireExistence(conversion);
        if (conversion.Operand.Type is not null && f.Layout(conversion.Operand).Nullable is not null && (conversion.OperatorMethod is null || IsLifted(conversion)))
        {
            return f.Nullables.Unwrapped(conversion, target).Value;
        }

        if (conversion.OperatorMethod is { } method)
        {
            return f.Calls.CallOperator(method, [conversion.Operand], conversion, null)!;
        }

        if (conversion.Operand.Type is null && conversion.Operand.ConstantValue is { HasValue: true, Value: null } && target.Shape == TypeShape.Pointer)
        {
            return IrConstant.Null(target.IrType);
        }

        TypeLayout source = f.Layout(conversion.Operand);
        if (source.Shape == TypeShape.Integer && target.Shape == TypeShape.Integer)
        {
            return Number(f.Expressions.Value(conversion.Operand), source, target, conversion.IsChecked);
        }

        if (source.Shape == TypeShape.Pointer && target.Shape == TypeShape.Pointer && source.IrType == target.IrType)
        {
            return f.Expressions.Value(conversion.Operand);
        }

        if (source.Shape == TypeShape.Integer && target.Shape == TypeShape.Pointer && f.Expressions.Value(conversion.Operand) is IrConstant { Value: 0 })
        {
            return IrConstant.Null(target.IrType);
        }

        throw FunctionLowering.Reject(DiagnosticTable.NotSupported, conversion, $"a conversion from {source.Type.ToDisplayString()} to {target.Type.ToDisplayString()}");
    }

    public void Into(IConversionOperation conversion, IrValue destination, TypeLayout target)
    {
        if (Unboxed(conversion, target) is { } direct)
        {
            f.Expressions.Into(direct, destination);
            return;
        }

        if (conversion.Operand is IThrowOperation fault)
        {
            f.Faults.Throw(fault);
            return;
        }

        RequireExistence(conversion);
        if (LibrarySymbols.IsSpan(target.Type) && f.Spans.IsIndexed(conversion.Operand))
        {
            f.Spans.Write(f.Spans.Elements(conversion.Operand), destination);
            return;
        }

        if (target.Nullable is not null && !(conversion.Operand.Type is { } operandType && Same(f.Types.Substitute(operandType), target.Type)))
        {
            f.Nullables.ConvertInto(conversion, destination, target);
            return;
        }

        if (target.Nullable is null && conversion.Operand.Type is not null && f.Layout(conversion.Operand).Nullable is not null && (conversion.OperatorMethod is null || IsLifted(conversion)))
        {
            f.Builder.Copy(destination, f.Nullables.Unwrapped(conversion, target).Value, target.Size);
            return;
        }

        if (conversion.OperatorMethod is { } method)
        {
            f.Calls.CallOperator(method, [conversion.Operand], conversion, destination);
            return;
        }

        if (conversion.Operand is { Kind: OperationKind.Tuple } or { Type: null } || SymbolEqualityComparer.Default.Equals(f.Layout(conversion.Operand).Type, target.Type))
        {
            if (conversion.Operand is ITupleOperation tuple)
            {
                f.Objects.Tuple(tuple, destination, target);
                return;
            }

            f.Expressions.Into(conversion.Operand, destination);
            return;
        }

        TypeLayout source = f.Layout(conversion.Operand);
        if (!source.Type.IsTupleType || !target.Type.IsTupleType)
        {
            throw FunctionLowering.Reject(DiagnosticTable.NotSupported, conversion, $"a conversion from {source.Type.ToDisplayString()} to {target.Type.ToDisplayString()}");
        }

        TupleInto(f.Places.Address(conversion.Operand), source, destination, target, conversion);
    }

    /// <summary>A number of one type as a number of another.</summary>
    public IrValue Number(IrValue value, TypeLayout source, TypeLayout target, bool isChecked = false)
    {
        if (isChecked)
        {
            f.Checked.Conversion(value, source, target);
        }

        value = target.IrType == IrType.I64
            ? Widen(value, source, IrType.I64)
            : value.Type == IrType.I64 ? Narrow(value) : value;
        bool fits = source.Size < target.Size ? !source.IsSigned || target.IsSigned : source.Size == target.Size && source.IsSigned == target.IsSigned;
        return fits ? value : Normalize(value, target);
    }

    /// <summary>Extends to 64 bits if the wanted type is I64.</summary>
    public IrValue Widen(IrValue value, TypeLayout source, IrType wanted)
    {
        if (wanted != IrType.I64 || value.Type != IrType.I32)
        {
            return value;
        }

        if (value is IrConstant constant)
        {
            return IrConstant.I64(source.IsSigned ? constant.Value : (uint)constant.Value);
        }

        return f.Builder.Convert(source.IsSigned ? IrOp.SExt32 : IrOp.ZExt32, value);
    }

    /// <summary>Cuts a number to the width of a narrow type and extends it as the type says.</summary>
    public IrValue Normalize(IrValue value, TypeLayout target)
    {
        if (target.Size >= 4 || target.IsBoolean || target.Shape != TypeShape.Integer)
        {
            return value;
        }

        if (value is IrConstant constant)
        {
            return IrConstant.I32(target.Access switch
            {
                MemoryAccess.U8 => (byte)constant.Value,
                MemoryAccess.S8 => (sbyte)constant.Value,
                MemoryAccess.U16 => (ushort)constant.Value,
                _ => (short)constant.Value,
            });
        }

        return f.Builder.Convert(
            target.Access switch
            {
                MemoryAccess.U8 => IrOp.ZExt8,
                MemoryAccess.S8 => IrOp.SExt8,
                MemoryAccess.U16 => IrOp.ZExt16,
                _ => IrOp.SExt16,
            },
            value);
    }

    private IrValue Narrow(IrValue value) => value is IrConstant constant ? IrConstant.I32(unchecked((int)constant.Value)) : f.Builder.Convert(IrOp.Trunc, value);

    // (int)(object)value, as generic code writes it: where a type parameter stands for that very type, it is the value.
    private IOperation? Unboxed(IConversionOperation conversion, TypeLayout target) =>
        conversion.Operand is IConversionOperation { Type.SpecialType: SpecialType.System_Object, Operand: { Type: { IsValueType: true } or ITypeParameterSymbol } inner }
        && Same(f.Types.Substitute(inner.Type), target.Type)
            ? inner
            : null;

    private bool IsLifted(IConversionOperation conversion) => f.Layout(conversion.OperatorMethod!.Parameters[0].Type, conversion).Nullable is null;

    private static bool Same(ITypeSymbol left, ITypeSymbol right) => SymbolEqualityComparer.Default.Equals(left, right);

    private static void RequireExistence(IConversionOperation conversion)
    {
        if (!conversion.Conversion.Exists)
        {
            throw new CSharpErrorException(conversion.Operand.Syntax);
        }
    }

    private void TupleInto(IrValue sourceAddress, TypeLayout source, IrValue destination, TypeLayout target, IOperation at)
    {
        for (int i = 0; i < target.Fields.Count; i++)
        {
            TypeLayout from = f.Layout(source.Fields[i].Type, at);
            TypeLayout to = f.Layout(target.Fields[i].Type, at);
            IrValue toAddress = f.Builder.PtrAdd(destination, target.Fields[i].Offset);
            IrValue fromAddress = f.Builder.PtrAdd(sourceAddress, source.Fields[i].Offset);
            if (from.Shape == TypeShape.Integer && to.Shape == TypeShape.Integer)
            {
                f.Store(toAddress, Number(f.Load(fromAddress, from), from, to), to);
            }
            else if (from.Type.IsTupleType && to.Type.IsTupleType)
            {
                TupleInto(fromAddress, from, toAddress, to, at);
            }
            else if (SymbolEqualityComparer.Default.Equals(from.Type, to.Type))
            {
                f.Builder.Copy(toAddress, fromAddress, to.Size);
            }
            else
            {
                throw FunctionLowering.Reject(DiagnosticTable.NotSupported, at, $"a conversion from {from.Type.ToDisplayString()} to {to.Type.ToDisplayString()}");
            }
        }
    }
}
