using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers collection expressions that become spans: constants of a read-only span lie in .rodata, all else on the stack. Spreads must have a known size.</summary>
internal sealed class CollectionLowering(FunctionLowering f)
{
    public SpanValue Create(ICollectionExpressionOperation collection)
    {
        if (f.Types.Substitute(collection.Type!) is not INamedTypeSymbol { TypeArguments: [{ } elementType] } type || !LibrarySymbols.IsSpan(type))
        {
            throw FunctionLowering.Reject(DiagnosticTable.ArrayOrSpan, collection, FunctionLowering.Abbreviate(collection.Syntax));
        }

        TypeLayout element = f.Layout(elementType, collection);
        if (type.Name == "ReadOnlySpan" && collection.Elements.All(static e => e is not ISpreadOperation) && f.Tables.Create("Constants", collection.Elements, element) is { } table)
        {
            return table;
        }

        List<int> counts = [.. collection.Elements.Select(Count)];
        int total = counts.Sum();
        if (total == 0)
        {
            return new SpanValue(IrConstant.Null(), IrConstant.I32(0), element);
        }

        IrValue memory = f.Builder.Alloca(total * element.Size, element.Alignment, "collection");
        int at = 0;
        for (int i = 0; i < counts.Count; at += counts[i++])
        {
            IrValue place = f.Builder.PtrAdd(memory, at * element.Size);
            if (collection.Elements[i] is ISpreadOperation spread)
            {
                SpanValue source = f.Spans.Elements(Source(spread));
                if (!SymbolEqualityComparer.Default.Equals(source.Element.Type, element.Type))
                {
                    throw FunctionLowering.Reject(DiagnosticTable.NotSupported, spread, "a spread of elements of another type");
                }

                if (counts[i] > 0)
                {
                    f.Builder.Copy(place, source.Pointer, counts[i] * element.Size);
                }
            }
            else
            {
                f.Expressions.Into(collection.Elements[i], place);
            }
        }

        return new SpanValue(memory, IrConstant.I32(total), element);
    }

    private int Count(IOperation element) =>
        element is not ISpreadOperation spread ? 1
        : f.Tables.KnownLength(Source(spread)) ?? throw FunctionLowering.Reject(DiagnosticTable.SpreadSize, spread, FunctionLowering.Abbreviate(spread.Syntax));

    private static IOperation Source(ISpreadOperation spread) => spread.Operand is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion ? conversion.Operand : spread.Operand;
}
