using System.Linq;
using CSharpBpf.Compiler;
using CSharpBpf.Object;
using CSharpBpf.Roslyn.Tests.Support;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Frontend;

/// <summary>Which methods become functions of the object, and what that saves. That they do what they should is shown by filetests/csharp/calls*.cs.</summary>
public sealed class InliningTests
{
    private const string Never = "[MethodImpl(MethodImplOptions.NoInlining)]";
    private const string Always = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";

    [Theory]
    [InlineData(Never, "a = F(a);", 1)]
    [InlineData(Never, "a = F(F(a));", 1)]
    [InlineData("", "a = F(F(a));", 0)]
    [InlineData(Always, "a = F(F(a));", 0)]
    public void The_attribute_decides(string attribute, string statements, int subprograms) =>
        Assert.Equal(subprograms, Compile(attribute + " private static uint F(uint x) => x * 5 + 1;", statements).Subprograms.Count);

    /// <summary>What a subprogram cannot do is inlined, and works all the same.</summary>
    [Theory]
    [InlineData("static void F(ref uint x) => x++;", "F(ref a);", 1)]
    [InlineData("static uint F(uint a, uint b, uint c, uint d, uint e) => a + e;", "a = F(a, a, a, a, 5);", 1)]
    [InlineData("static uint F(uint a, uint b, uint c, uint d, uint e, uint f) => a + f;", "a = F(a, a, a, a, a, 6);", 0)]
    [InlineData("static ref uint F(ref uint x) => ref x;", "F(ref a)++;", 0)]
    [InlineData("static uint F(ref CSharpBpf.Net.PacketCursor p) => p.TryRead(out uint x) ? x : 0;", "var p = ctx.Packet; a = F(ref p);", 0)]
    [InlineData("static uint F(ref uint x) => x;", "uint b = 3; F(ref b); a += F(ref All);", 0)]
    [InlineData("static uint F(ref uint x) => x;", "a += F(ref All);", 1)]
    public void References_can_be_passed_where_it_is_known_what_they_refer_to(string method, string statements, int subprograms) =>
        Assert.Equal(subprograms, Compile(Never + " private " + method, statements, subprograms == 0 ? "BPF0415" : null).Subprograms.Count);

    [Fact]
    public void A_method_that_cannot_be_what_its_attribute_says_is_a_warning_at_its_name()
    {
        CompileResult result = CompileAll(Never + " private static uint F(uint a, uint b, uint c, uint d, uint e, uint f) => a + f;", "a = F(a, a, a, a, a, 6);");
        CompilerDiagnostic warning = Assert.Single(result.Diagnostics);
        Assert.True(warning.IsWarning);
        Assert.Equal(("BPF0415", 1, "Programs.F(uint, uint, uint, uint, uint, uint)"), (warning.Id, warning.Location?.Length, warning.Arguments[0]));
        Assert.Contains("6 parameters", warning.Arguments[1], System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "a = F(a);", 0)]
    [InlineData("", "a = F(F(a));", 1)]
    [InlineData("", "a = F(a); a += F(a + 1); a += F(a + 2);", 1)]
    [InlineData(Always, "a = F(F(a));", 0)]
    public void What_is_large_and_called_again_is_a_function(string attribute, string statements, int subprograms) =>
        Assert.Equal(subprograms, Compile(attribute + LargeFunction, statements).Subprograms.Count);

    [Fact]
    public void Functions_make_the_object_smaller()
    {
        const string Statements = "a = F(a); a += F(a + 1); a += F(a + 2); a += F(a + 3);";
        int called = Size(Compile(LargeFunction, Statements));
        int inlined = Size(Compile(Always + LargeFunction, Statements));
        Assert.True(called * 3 < inlined, $"{called} instructions with calls, {inlined} without");
    }

    /// <summary>Sixty rounds of mixing, written out.</summary>
    private static string LargeFunction => "private static uint F(uint x) { "
        + string.Concat(Enumerable.Range(1, 60).Select(static i => $"x ^= x >> {(i % 13) + 3}; x *= {(i * 2654435) | 1}; "))
        + "return x; }";

    private static int Size(ObjectSpec spec) => spec.Programs.Select(static p => p.Function).Concat(spec.Subprograms).Sum(static f => f.Instructions.Count);

    private static ObjectSpec Compile(string members, string statements, string? warning = null)
    {
        CompileResult result = CompileAll(members, statements);
        Assert.Equal(warning is null ? [] : [warning], result.Diagnostics.Select(static diagnostic => diagnostic.Id));
        return result.Object!;
    }

    private static CompileResult CompileAll(string members, string statements)
    {
        string source = $$"""
            using System;
            using System.Runtime.CompilerServices;
            using CSharpBpf;

            public sealed partial class Programs : BpfObject
            {
                [BpfGlobal]
                public partial ref uint All { get; }

                {{members}}

                [XdpProgram]
                public XdpAction Run(XdpContext ctx)
                {
                    uint a = ctx.RxQueueIndex;
                    {{statements}}
                    return (XdpAction)a;
                }
            }
            """;
        return BpfCompiler.Compile(CSharpFileTests.Lower(new TestCompilation(source)), new CompilerOptions());
    }
}
