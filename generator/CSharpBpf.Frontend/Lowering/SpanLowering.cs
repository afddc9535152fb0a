using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers what is indexed: spans, inline arrays. A span is a reference and a length in 16 bytes of memory, which scalar replacement takes apart.
/// Every index is compared with the length, as .NET does, and a failed comparison is a fault: the passes prove it away or the program is refused.
/// </summary>
internal sealed class SpanLowering(FunctionLowering f)
{
    /// <summary>The bytes of a span: its reference, its length, padding.</summary>
    public const int Size = 16;

    // The kernel's limit for a whole stack; what is larger cannot be meant.
    private const long MaximumAllocation = 512;

    private const int LengthOffset = 8;

    /// <summary>The elements that an expression of a span's or inline array's type stands for.</summary>
    public SpanValue Elements(IOperation operation)
    {
        if (operation.Type is IArrayTypeSymbol)
        {
            return f.Tables.IsTable(operation) ? f.Tables.Table(operation) : throw FunctionLowering.Reject(DiagnosticTable.ArrayOrSpan, operation, FunctionLowering.Abbreviate(operation.Syntax));
        }

        TypeLayout layout = f.Layout(operation);
        if (LayoutTable.InlineArrayLength(layout.Type) is int length)
        {
            return new SpanValue(f.Places.Address(operation), IrConstant.I32(length), f.Layout(layout.Fields[0].Type, operation));
        }

        return LibrarySymbols.IsSpan(layout.Type) ? Read(f.Places.Address(operation), layout, operation) : throw FunctionLowering.Reject(DiagnosticTable.ArrayOrSpan, operation, FunctionLowering.Abbreviate(operation.Syntax));
    }

    /// <summary>Whether the expression is of a type that <see cref="Elements"/> knows.</summary>
    public bool IsIndexed(IOperation operation) =>
        f.Tables.IsTable(operation)
        || (operation.Type is { } type && f.Types.Substitute(type) is var substituted && (LibrarySymbols.IsSpan(substituted) || LayoutTable.InlineArrayLength(substituted) is not null));

    public void Write(SpanValue span, IrValue destination)
    {
        f.Builder.Store(destination, span.Pointer, MemoryAccess.Pointer);
        f.Builder.Store(destination, span.Length, MemoryAccess.U32, LengthOffset);
    }

    /// <summary>A span in a fresh place.</summary>
    public IrValue Place(SpanValue span)
    {
        IrValue place = f.Builder.Alloca(Size, 8, "span");
        Write(span, place);
        return place;
    }

    /// <summary>The address of an element; a fault if the index is outside.</summary>
    /// <param name="index">I32, or I64 where C# has the index as nint.</param>
    public IrValue Element(SpanValue span, IrValue index)
    {
        f.Faults.Require(f.Builder.Compare(IrOp.ULt, index, index.Type == IrType.I64 ? f.Builder.Convert(IrOp.ZExt32, span.Length) : span.Length), DiagnosticTable.IndexNotProven);
        return At(span, index);
    }

    /// <summary>The part from start on, of so many elements; a fault if it is not inside.</summary>
    public SpanValue Slice(SpanValue span, IrValue start, IrValue length)
    {
        IrValue end = f.Builder.Binary(IrOp.Add, Wide(start), Wide(length));
        f.Faults.Require(f.Builder.Compare(IrOp.ULe, end, Wide(span.Length)), DiagnosticTable.IndexNotProven);
        return new SpanValue(At(span, start), length, span.Element);
    }

    public SpanValue Slice(SpanValue span, IrValue start)
    {
        f.Faults.Require(f.Builder.Compare(IrOp.ULe, start, span.Length), DiagnosticTable.IndexNotProven);
        return new SpanValue(At(span, start), f.Builder.Binary(IrOp.Sub, span.Length, start), span.Element);
    }

    /// <summary>The element that an index of type int or <c>Index</c> means.</summary>
    public IrValue ElementAt(SpanValue span, IOperation index) => Element(span, f.Indexes.Offset(index, span.Length));

    /// <summary>The part that a range means.</summary>
    public SpanValue PartAt(SpanValue span, IOperation range)
    {
        (IrValue start, IrValue? end) = f.Indexes.Bounds(range, span.Length);
        return end is null ? Slice(span, start)
            : Slice(span, start, start is IrConstant { Value: 0 } ? end : f.Builder.Binary(IrOp.Sub, end, start));
    }

    /// <summary>new Span(pointer, length), new Span(ref value).</summary>
    public SpanValue Create(IObjectCreationOperation creation, TypeLayout layout)
    {
        TypeLayout element = ElementOf(layout, creation);
        IOperation[] arguments = [.. creation.Arguments.OrderBy(static a => a.Parameter!.Ordinal).Select(static a => a.Value)];
        switch (creation.Constructor?.Parameters.Length)
        {
            case 1 when creation.Constructor.Parameters[0].RefKind != RefKind.None:
                return new SpanValue(f.Places.Address(arguments[0]), IrConstant.I32(1), element);
            case 2 when creation.Constructor.Parameters[0].Type is IPointerTypeSymbol:
                IrValue pointer = f.Expressions.Value(arguments[0]);
                IrValue length = f.Expressions.Value(arguments[1]);
                f.Faults.Require(f.Builder.Compare(IrOp.SGe, length, IrConstant.I32(0)), DiagnosticTable.IndexNotProven);
                return new SpanValue(pointer, length, element);
            case 0 or null:
                return new SpanValue(IrConstant.Null(), IrConstant.I32(0), element);
            default:
                throw FunctionLowering.Reject(DiagnosticTable.ArrayOrSpan, creation, FunctionLowering.Abbreviate(creation.Syntax));
        }
    }

    /// <summary>The pointer that fixed gives: to a variable, to a fixed buffer, or to the first element; null for no elements.</summary>
    public IrValue Pinned(IOperation value)
    {
        if (value.Kind == OperationKind.None && value.IsImplicit && value.ChildOperations.Count == 1)
        {
            value = value.ChildOperations.First();
        }

        if (!IsIndexed(value))
        {
            return f.Expressions.Value(value);
        }

        SpanValue span = Elements(value);
        return span.Length is IrConstant { Value: > 0 } ? span.Pointer
            : f.Builder.Select(f.Builder.Compare(IrOp.Eq, span.Length, IrConstant.I32(0)), IrConstant.Null(span.Pointer.Type), span.Pointer);
    }

    /// <summary>stackalloc: zeroed, as .NET does unless it is told not to. In a loop every trip would need memory of its own.</summary>
    public SpanValue Allocate(IOperation allocation)
    {
        ITypeSymbol elementType = allocation.Type switch
        {
            IPointerTypeSymbol pointer => pointer.PointedAtType,
            INamedTypeSymbol { TypeArguments: [{ } argument] } => argument,
            _ => throw OperationRuleTable.Reject(allocation),
        };
        if (RunsAgain(allocation.Syntax))
        {
            throw FunctionLowering.Reject(DiagnosticTable.StackAllocationInLoop, allocation, FunctionLowering.Abbreviate(allocation.Syntax));
        }

        TypeLayout element = f.Layout(elementType, allocation);
        IOperation[] children = [.. allocation.ChildOperations];
        if (children.Length == 0 || !children[0].ConstantValue.HasValue || ConstantBytes.Number(children[0].ConstantValue.Value) is not { } count || count < 0 || count * element.Size > MaximumAllocation)
        {
            throw FunctionLowering.Reject(DiagnosticTable.StackAllocationSize, allocation, FunctionLowering.Abbreviate(allocation.Syntax));
        }

        if (count == 0)
        {
            return new SpanValue(IrConstant.Null(), IrConstant.I32(0), element);
        }

        int size = (int)count * element.Size;
        IrValue memory = f.Builder.Alloca(size, element.Alignment, "stackalloc");
        f.Builder.Zero(memory, size);
        IOperation[] values = [.. children.Skip(1).SelectMany(static c => c is IArrayInitializerOperation list ? list.ElementValues : [c])];
        for (int i = 0; i < values.Length; i++)
        {
            f.Expressions.Into(values[i], f.Builder.PtrAdd(memory, i * element.Size));
        }

        return new SpanValue(memory, IrConstant.I32((int)count), element);
    }

    private static bool RunsAgain(SyntaxNode syntax)
    {
        foreach (SyntaxNode around in syntax.Ancestors())
        {
            switch (around)
            {
                case ForStatementSyntax or CommonForEachStatementSyntax:
                case WhileStatementSyntax or DoStatementSyntax:
                    return true;
                case BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax:
                    return around.DescendantNodes().OfType<GotoStatementSyntax>().Any(jump => jump.SpanStart > syntax.SpanStart && MayLeadBefore(jump, syntax, around));
            }
        }

        return false;
    }

    private static bool MayLeadBefore(GotoStatementSyntax jump, SyntaxNode syntax, SyntaxNode method) => jump.Expression is IdentifierNameSyntax name && jump.IsKind(SyntaxKind.GotoStatement)
        ? method.DescendantNodes().OfType<LabeledStatementSyntax>().Any(label => label.Identifier.ValueText == name.Identifier.ValueText && label.SpanStart < syntax.SpanStart && IsInScope(label, jump))
        : jump.FirstAncestorOrSelf<SwitchStatementSyntax>()?.Span.Contains(syntax.Span) == true;

    // Blocks beside each other may have labels of one name.
    private static bool IsInScope(LabeledStatementSyntax label, GotoStatementSyntax jump) =>
        label.Ancestors().First(static around => around is BlockSyntax or SwitchStatementSyntax).Span.Contains(jump.Span);

    public SpanValue Read(IrValue place, TypeLayout layout, IOperation at) =>
        new(f.Builder.Load(place, MemoryAccess.Pointer), f.Builder.Load(place, MemoryAccess.U32, LengthOffset), ElementOf(layout, at));

    private TypeLayout ElementOf(TypeLayout span, IOperation at) => f.Layout(((INamedTypeSymbol)span.Type).TypeArguments[0], at);

    /// <summary>The address of an element whose index is known to be inside.</summary>
    public IrValue At(SpanValue span, IrValue index)
    {
        // A valid index is not negative.
        IrValue wide = Wide(index);
        return wide is IrConstant constant ? f.Builder.PtrAdd(span.Pointer, constant.Value * span.Element.Size)
            : f.Builder.PtrAdd(span.Pointer, span.Element.Size == 1 ? wide : f.Builder.Binary(IrOp.Mul, wide, IrConstant.I64(span.Element.Size)));
    }

    private IrValue Wide(IrValue value) => value switch
    {
        IrConstant constant => IrConstant.I64(constant.Type == IrType.I32 ? (uint)constant.Value : constant.Value),
        { Type: IrType.I32 } => f.Builder.Convert(IrOp.ZExt32, value),
        _ => value,
    };
}

/// <summary>Elements in memory, one after the other. The length is I32 and not negative.</summary>
internal sealed record SpanValue(IrValue Pointer, IrValue Length, TypeLayout Element);
