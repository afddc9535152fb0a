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

    private static ObjectSpec Compile(string members, string statements)
    {
        string source = $$"""
            using System;
            using System.Runtime.CompilerServices;
            using CSharpBpf;

            public sealed partial class Programs : BpfObject
            {
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
        CompileResult result = BpfCompiler.Compile(CSharpFileTests.Lower(new TestCompilation(source)), new CompilerOptions());
        Assert.Empty(result.Diagnostics);
        return result.Object!;
    }
}
