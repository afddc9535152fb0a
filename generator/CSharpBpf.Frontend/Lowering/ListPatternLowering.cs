using System;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers list patterns on spans and on types with a length and an indexer: the length first, then the elements from both ends, then the slice between them.</summary>
internal sealed class ListPatternLowering(FunctionLowering f)
{
    public void Match(IListPatternOperation pattern, PatternInput input, BasicBlock ifTrue, BasicBlock ifFalse)
    {
        List list = LibrarySymbols.IsSpan(input.Layout.Type) ? SpanList(f.Spans.Read(input.Value, input.Layout, pattern))
            : !input.Layout.IsScalar && pattern is { LengthSymbol: IPropertySymbol length, IndexerSymbol: IPropertySymbol indexer } ? OwnList(pattern, input, length, indexer)
            : throw FunctionLowering.Reject(DiagnosticTable.PatternNotSupported, pattern, FunctionLowering.Abbreviate(pattern.Syntax));
        int slice = -1;
        for (int i = 0; i < pattern.Patterns.Length; i++)
        {
            slice = pattern.Patterns[i] is ISlicePatternOperation ? i : slice;
        }

        // A length is compared as a number with a sign, as programs do: of a cursor's, which may be behind the end, the kernel learns only so.
        IrConstant needed = IrConstant.I32(pattern.Patterns.Length - (slice < 0 ? 0 : 1));
        BasicBlock next = f.Builder.CreateBlock("list");
        f.JumpIf(f.Builder.Compare(slice < 0 ? IrOp.Eq : IrOp.SGe, list.Length, needed), next, ifFalse);
        f.Enter(next);
        for (int i = 0; i < pattern.Patterns.Length; i++)
        {
            if (MemberOf(list, pattern, i, slice, needed) is not { } member)
            {
                continue;
            }

            IPatternOperation inner = pattern.Patterns[i] is ISlicePatternOperation part ? part.Pattern! : pattern.Patterns[i];
            next = f.Builder.CreateBlock("list");
            f.Patterns.Match(inner, member, next, ifFalse);
            if (!f.Enter(next))
            {
                return;
            }
        }

        f.Patterns.Bind(pattern.DeclaredSymbol, input, pattern);
        f.Jump(ifTrue);
    }

    /// <summary>What the pattern at an index matches; null for a slice without one.</summary>
    private PatternInput? MemberOf(List list, IListPatternOperation pattern, int index, int slice, IrConstant needed)
    {
        if (index == slice)
        {
            var part = (ISlicePatternOperation)pattern.Patterns[index];
            return part.Pattern is null ? null : list.Slice(part, IrConstant.I32(slice), f.Builder.Binary(IrOp.Sub, list.Length, needed));
        }

        return list.Element(slice < 0 || index < slice ? IrConstant.I32(index) : f.Builder.Binary(IrOp.Sub, list.Length, IrConstant.I32(pattern.Patterns.Length - index)));
    }

    private List SpanList(SpanValue span) => new(
        span.Length,
        index => At(f.Spans.At(span, index), span.Element),
        (part, start, length) => new PatternInput(f.Spans.Place(new SpanValue(f.Spans.At(span, start), length, span.Element)), f.Layout(part.Pattern!.InputType, part)));

    private List OwnList(IListPatternOperation pattern, PatternInput input, IPropertySymbol length, IPropertySymbol indexer)
    {
        return new List(
            f.Calls.CallOn(length.GetMethod!, input.Value, [], pattern, null)!,
            index => Given(indexer.GetMethod!, [index], f.Layout(indexer.Type, pattern)),
            (part, start, size) => part.SliceSymbol is IMethodSymbol method ? Given(method, [start, size], f.Layout(method.ReturnType, part))
                : throw FunctionLowering.Reject(DiagnosticTable.PatternNotSupported, part, FunctionLowering.Abbreviate(part.Syntax)));

        PatternInput Given(IMethodSymbol method, IrValue[] arguments, TypeLayout layout)
        {
            bool isReference = FunctionSignatures.ReturnsReference(method);
            IrValue? destination = layout.IsScalar || isReference ? null : f.Temporary(layout);
            IrValue? value = f.Calls.CallOn(method, input.Value, arguments, pattern, destination);
            return isReference ? At(value!, layout) : new PatternInput(value ?? destination!, layout);
        }
    }

    private PatternInput At(IrValue address, TypeLayout layout) => new(layout.IsScalar ? f.Load(address, layout) : address, layout);

    /// <summary>What a list pattern asks: the length, elements, and a part.</summary>
    private sealed record List(IrValue Length, Func<IrValue, PatternInput> Element, Func<ISlicePatternOperation, IrValue, IrValue, PatternInput> Slice);
}
