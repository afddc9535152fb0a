using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers list patterns on spans: the length first, then the elements from both ends, then the slice between them.</summary>
internal sealed class ListPatternLowering(FunctionLowering f)
{
    public void Match(IListPatternOperation pattern, PatternInput input, BasicBlock ifTrue, BasicBlock ifFalse)
    {
        if (!LibrarySymbols.IsSpan(input.Layout.Type))
        {
            throw FunctionLowering.Reject(DiagnosticTable.PatternNotSupported, pattern, FunctionLowering.Abbreviate(pattern.Syntax));
        }

        SpanValue span = f.Spans.Read(input.Value, input.Layout, pattern);
        int slice = -1;
        for (int i = 0; i < pattern.Patterns.Length; i++)
        {
            slice = pattern.Patterns[i] is ISlicePatternOperation ? i : slice;
        }

        IrConstant needed = IrConstant.I32(pattern.Patterns.Length - (slice < 0 ? 0 : 1));
        BasicBlock next = f.Builder.CreateBlock("list");
        f.JumpIf(f.Builder.Compare(slice < 0 ? IrOp.Eq : IrOp.UGe, span.Length, needed), next, ifFalse);
        f.Enter(next);
        for (int i = 0; i < pattern.Patterns.Length; i++)
        {
            if (MemberOf(span, pattern, i, slice, needed) is not { } member)
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
    private PatternInput? MemberOf(SpanValue span, IListPatternOperation pattern, int index, int slice, IrConstant needed)
    {
        if (index == slice)
        {
            if (((ISlicePatternOperation)pattern.Patterns[index]).Pattern is not { } inner)
            {
                return null;
            }

            var rest = new SpanValue(f.Spans.At(span, IrConstant.I32(slice)), f.Builder.Binary(IrOp.Sub, span.Length, needed), span.Element);
            return new PatternInput(f.Spans.Place(rest), f.Layout(inner.InputType, pattern));
        }

        IrValue at = slice < 0 || index < slice ? IrConstant.I32(index) : f.Builder.Binary(IrOp.Sub, span.Length, IrConstant.I32(pattern.Patterns.Length - index));
        IrValue address = f.Spans.At(span, at);
        return new PatternInput(span.Element.IsScalar ? f.Load(address, span.Element) : address, span.Element);
    }
}
