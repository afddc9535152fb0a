using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Lowering;

namespace CSharpBpf.Frontend.Intrinsics;

/// <summary>The members of spans, and the methods that make spans of references. All else about spans is C# over these: see the library's Bcl folder.</summary>
internal static class SpanIntrinsics
{
    private const string Span = "System.Span`1";
    private const string ReadOnlySpan = "System.ReadOnlySpan`1";
    private const string MemoryMarshal = "System.Runtime.InteropServices.MemoryMarshal";

    public static readonly IReadOnlyList<(string Type, string Method, Intrinsic Row)> Rows =
    [
        .. Both("get_Item", new(Item, GivesPlace: true, TakesOperations: true)),
        .. Both("get_Length", new(static c => Receiver(c).Length, TakesOperations: true)),
        .. Both("get_IsEmpty", new(static c => c.Builder.Compare(IrOp.Eq, Receiver(c).Length, IrConstant.I32(0)), TakesOperations: true)),
        .. Both("get_Empty", new(static c => c.Function.Spans.Place(new SpanValue(IrConstant.Null(), IrConstant.I32(0), c.Function.Layout(c.Method.ContainingType.TypeArguments[0], c.At))), GivesPlace: true)),
        .. Both("Slice", new(Slice, GivesPlace: true, TakesOperations: true)),
        .. Both("GetPinnableReference", new(static c => Receiver(c).Pointer, GivesPlace: true, TakesOperations: true)),
        .. Both("op_Implicit", new(static c => c.Function.Spans.Place(Receiver(c)), GivesPlace: true, TakesOperations: true)),
        (MemoryMarshal, "GetReference", new(static c => Receiver(c).Pointer, GivesPlace: true, TakesOperations: true)),
        (MemoryMarshal, "CreateSpan", new(CreateSpan, GivesPlace: true)),
        (MemoryMarshal, "CreateReadOnlySpan", new(CreateSpan, GivesPlace: true)),
    ];

    private static (string Type, string Method, Intrinsic Row)[] Both(string method, Intrinsic row) => [(Span, method, row), (ReadOnlySpan, method, row)];

    private static SpanValue Receiver(IntrinsicCall call) => call.Function.Spans.Elements(call.Operands[0]);

    private static IrValue Item(IntrinsicCall call)
    {
        SpanValue span = Receiver(call);
        return call.Function.Spans.Element(span, call.Function.Expressions.Value(call.Operands[1]));
    }

    private static IrValue Slice(IntrinsicCall call)
    {
        SpanLowering spans = call.Function.Spans;
        SpanValue span = Receiver(call);
        IrValue start = call.Function.Expressions.Value(call.Operands[1]);
        return spans.Place(call.Operands.Count == 2 ? spans.Slice(span, start) : spans.Slice(span, start, call.Function.Expressions.Value(call.Operands[2])));
    }

    private static IrValue CreateSpan(IntrinsicCall call) => call.Function.Spans.Place(new SpanValue(call.Values[0], call.Values[1], call.TypeArgument(0)));
}
