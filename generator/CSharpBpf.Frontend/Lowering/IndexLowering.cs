using CSharpBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers <c>^n</c>, <c>a..b</c> and what is indexed by them. An Index is an int: the index, or its complement from the end. A Range is two of them. Where
/// they are written in the brackets, they are never made.
/// </summary>
internal sealed class IndexLowering(FunctionLowering f)
{
    public const int IndexSize = 4;
    public const int RangeSize = 8;

    private const int End = ~0;

    /// <summary>^n or a..b in memory; false for any other expression.</summary>
    public bool TryMake(IOperation operation, IrValue destination)
    {
        switch (operation)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } hat:
                FromEnd(hat, destination);
                return true;
            case IRangeOperation range:
                Into(range.LeftOperand, destination, 0);
                Into(range.RightOperand, f.Builder.PtrAdd(destination, IndexSize), End);
                return true;
            default:
                return false;
        }
    }

    /// <summary>An int, or an Index of something so long: from the start.</summary>
    public IrValue Offset(IOperation index, IrValue length)
    {
        switch (index)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } fromEnd:
                return f.Builder.Binary(IrOp.Sub, length, f.Expressions.Value(fromEnd.Operand));
            case IConversionOperation { OperatorMethod: not null } conversion when LibrarySymbols.IsNamed(conversion.Type, "System.Index"):
                return f.Expressions.Value(conversion.Operand);
            default:
                return LibrarySymbols.IsNamed(index.Type, "System.Index") ? FromStart(f.Places.Address(index), 0, length) : f.Expressions.Value(index);
        }
    }

    /// <summary>Where a range of something so long begins and ends; no end is the end.</summary>
    public (IrValue Start, IrValue? End) Bounds(IOperation range, IrValue length)
    {
        if (range is IRangeOperation written)
        {
            IrValue start = written.LeftOperand is { } left ? Offset(left, length) : IrConstant.I32(0);
            return (start, written.RightOperand is { } right ? Offset(right, length) : null);
        }

        IrValue place = f.Places.Address(range);
        return (FromStart(place, 0, length), FromStart(place, IndexSize, length));
    }

    private void FromEnd(IUnaryOperation hat, IrValue destination)
    {
        IrValue value = f.Expressions.Value(hat.Operand);
        f.Faults.Require(f.Builder.Compare(IrOp.SGe, value, IrConstant.I32(0)), Diagnostics.DiagnosticTable.IndexNotProven);
        f.Builder.Store(destination, f.Builder.Unary(IrOp.Not, value), MemoryAccess.U32);
    }

    private void Into(IOperation? index, IrValue destination, int otherwise)
    {
        if (index is null)
        {
            f.Builder.Store(destination, IrConstant.I32(otherwise), MemoryAccess.U32);
            return;
        }

        f.Expressions.Into(index, destination);
    }

    private IrValue FromStart(IrValue place, int offset, IrValue length)
    {
        IrValue raw = f.Builder.Load(place, MemoryAccess.U32, offset);
        IrValue fromEnd = f.Builder.Binary(IrOp.Add, f.Builder.Binary(IrOp.Add, length, raw), IrConstant.I32(1));
        return f.Builder.Select(f.Builder.Compare(IrOp.SLt, raw, IrConstant.I32(0)), fromEnd, raw);
    }
}
