using System;
using System.Linq;
using CSharpBpf.Compiler;
using CSharpBpf.Frontend;
using CSharpBpf.Roslyn.Tests.Support;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Frontend;

/// <summary>What BPF cannot have is one diagnostic with its own id, at exactly the expression between [| and |].</summary>
public sealed class RejectionTests
{
    [Theory]
    [InlineData("BPF0101", "var o = [|new Node()|];")]
    [InlineData("BPF0101", "Holder h = [|new()|];")]
    [InlineData("BPF0101", "var o = [|new { X = 1 }|];")]
    [InlineData("BPF0104", "var s = [|\"text\"|];")]
    [InlineData("BPF0104", "var s = [|$\"{a}\"|];")]
    [InlineData("BPF0105", "double d = [|a|];")]
    [InlineData("BPF0105", "var m = [|1.5m|];")]
    [InlineData("BPF0107", "try { a++; } [|catch (Exception) { a--; }|]")]
    [InlineData("BPF0107", "[|lock (this) { a++; }|]")]
    [InlineData("BPF0100", "a = [|__refvalue(__makeref(a), int)|];")]
    [InlineData("BPF0102", "object o = [|a|];")]
    [InlineData("BPF0102", "System.IComparable c = [|a|];")]
    [InlineData("BPF0103", "a = [|new Plain().GetHashCode()|];")]
    [InlineData("BPF0108", "async System.Threading.Tasks.Task Wait() => await System.Threading.Tasks.Task.Yield(); [|Wait()|];")]
    [InlineData("BPF0109", "dynamic d = [|a|];")]
    [InlineData("BPF0122", "Endless<int>(a); static void Endless<T>(int n) where T : unmanaged { if (n > 0) [|Endless<Wrap<T>>(n - 1)|]; }")]
    [InlineData("BPF0123", "if (a is [|IComparable other|]) a = 1;")]
    [InlineData("BPF0124", "throw new Exception([|Text()|]); static string Text() => string.Empty;")]
    [InlineData("BPF0126", "Use([|this|]); static void Use(Programs p) { }")]
    [InlineData("BPF0110", "Take([|a > 1 ? (() => 1) : (() => 2)|]); static void Take(System.Func<int> f) { }")]
    [InlineData("BPF0110", "Take(Twice); static void Take(System.Func<int, int> f) { var kept = [|f|]; }")]
    [InlineData("BPF0122", "Take(a, n => n); static int Take(int n, System.Func<int, int> f) => n == 0 ? f(n) : [|Take(n - 1, m => f(m) + 1)|];")]
    [InlineData("BPF0110", "Bpf.Loop(3, [|Pick()|], ref a); static LoopBody<int> Pick() => (uint i, ref int n) => LoopAction.Break;")]
    [InlineData("BPF0133", "Take(ref a, 1, 2, 3, 4, 5); [BpfGlobalFunction] static int [|Take|](ref int a, int b, int c, int d, int e, int f) => a + b + c + d + e + f;")]
    [InlineData("BPF0133", "a = Take(a).X; [BpfGlobalFunction] static Plain [|Take|](int a) => default;")]
    [InlineData("BPF0133", "Take(out a); [BpfGlobalFunction] static void [|Take|](out int a) => a = 1;")]
    [InlineData("BPF0133", "a = Take(); [BpfGlobalFunction] int [|Take|]() => a;")]
    [InlineData("BPF0133", "System.Span<byte> s = stackalloc byte[2]; a = Take(s); [BpfGlobalFunction] static int [|Take|](System.Span<byte> s) => s.Length;")]
    [InlineData("BPF0133", "unsafe { int* p = &a; a = Take(p); } [BpfGlobalFunction] static unsafe int [|Take|](int* p) => 1;")]
    [InlineData("BPF0133", "var packet = ctx.Packet; a = Take(ref packet); [BpfGlobalFunction] static int [|Take|](ref PacketCursor p) => 1;")]
    [InlineData("BPF0130", "int most = a; Bpf.Loop(3, [|(uint i, ref int n) => { n += most; return LoopAction.Continue; }|], ref a);")]
    [InlineData("BPF0130", "Bpf.Loop(3, [|Step|], ref a); LoopAction Step(uint i, ref int n) { n += a; return LoopAction.Continue; }")]
    [InlineData("BPF0111", "System.Type t = [|typeof(int)|];")]
    [InlineData("BPF0112", "a = [|counter|];")]
    [InlineData("BPF0112", "[|counter|] = a;")]
    [InlineData("BPF0112", "a = [|Limits.Changed|];")]
    [InlineData("BPF0112", "a = [|Limits.Early|];")]
    [InlineData("BPF0112", "a = [|Limits.Divided|];")]
    [InlineData("BPF0113", "[|foreach (var x in list) { a++; }|]")]
    [InlineData("BPF0115", "a = [|Setting|];")]
    [InlineData("BPF0115", "[|Dispose()|];")]
    [InlineData("BPF0115", "a = [|field|];")]
    [InlineData("BPF0117", "var x = [|new int[3]|];")]
    [InlineData("BPF0140", "System.Span<int> x = [|stackalloc int[a]|];")]
    [InlineData("BPF0140", "System.Span<int> x = [|stackalloc int[300]|];")]
    [InlineData("BPF0142", "System.Span<int> x = stackalloc int[3]; System.Span<int> y = [1, [|.. x|]];")]
    [InlineData("BPF0117", "int[] x = [|[a, 2]|];")]
    [InlineData("BPF0141", "while (a > 0) { System.Span<int> x = [|stackalloc int[3]|]; a--; }")]
    [InlineData("BPF0141", "again: System.Span<int> x = [|stackalloc int[3]|]; x[1]++; if (a-- > 0) goto again;")]
    [InlineData("BPF0110", "unsafe { delegate*<int, int> f = [|a > 1 ? &Twice : &Twice|]; }")]
    [InlineData("BPF0120", "var m = [|Counts|] ?? Counts;")]
    [InlineData("BPF0152", "Bpf.Printk($\"[|{a:N0}|]\");")]
    [InlineData("BPF0152", "Bpf.Printk($\"[|\u00e9|]\");")]
    [InlineData("BPF0301", "[|Bpf.Printk($\"{a}\")|];")]
    [InlineData("BPF0121", "System.Guid g = [|default|];")]
    [InlineData("BPF0312", "XdpAction result = [|Stages.TailCall(ctx, 1, 0)|]; a = (int)result;")]
    [InlineData("BPF0312", "XdpAction Jump() => [|Stages.TailCall(ctx, 1, 0)|]; a = (int)Jump();")]
    [InlineData("BPF0312", "try { return [|Stages.TailCall(ctx, 1, 0)|]; } finally { a++; }")]
    [InlineData("BPF0312", "return (XdpAction)((int)[|Stages.TailCall(ctx, 1, 0)|] + 1);")]
    [InlineData("BPF0105", "double d = [|a|]; d *= 2; a = (int)d;")]
    [InlineData("BPF0101", "var o = [|new Node()|]; o.ToString(); Node p = o;")]
    [InlineData("BPF0110", "System.Func<int, int> f = [|Pick()|]; a = f(1) + f(2); static System.Func<int, int> Pick() => n => n;")]
    [InlineData("BPF0117", "a = [|Grid[a, 1]|];")]
    [InlineData("BPF0143", "[|Slots[1]|]++;")]
    [InlineData("BPF0301", "[|Bpf.Printk($\"{a}\")|]; Bpf.Printk($\"again\");")]
    [InlineData("BPF0127", "a = [|new IPv4Address(1).GetHashCode()|];")]
    public void Is_rejected(string id, string statements)
    {
        LoweringResult result = Lower(statements, out int start, out int end);
        Assert.False(result.HasCSharpErrors, "the snippet has C# errors");
        Diagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal($"{id} {start}-{end}", $"{diagnostic.Id} {diagnostic.Location.SourceSpan.Start}-{diagnostic.Location.SourceSpan.End}");
        Assert.Null(result.Module);
    }

    [Theory]
    [InlineData("undefined++;")]
    [InlineData("int i = \"text\";")]
    [InlineData("a = Missing(3);")]
    public void C_sharp_errors_are_left_to_the_C_sharp_compiler(string statements)
    {
        LoweringResult result = Lower("[||]" + statements, out _, out _);
        Assert.True(result.HasCSharpErrors);
        Assert.Empty(result.Diagnostics);
        Assert.Null(result.Module);
    }

    [Theory]
    [InlineData("BPF0130", "pass it in the context", "Bpf.Loop(3, (uint i, ref int n) => { n += most; return LoopAction.Continue; }, ref a);")]
    [InlineData("BPF0114", "on 32 and 64 bits only", "byte small = 0; System.Threading.Interlocked.Exchange(ref small, (byte)1);")]
    [InlineData("BPF0114", "Interlocked.MemoryBarrier is the fence", "System.Threading.Interlocked.MemoryBarrierProcessWide();")]
    [InlineData("BPF0114", "reads and writes integers", "System.Threading.Volatile.Read(ref System.Runtime.CompilerServices.Unsafe.NullRef<float>());")]
    public void Says_what_to_do(string id, string text, string statements)
    {
        Diagnostic diagnostic = Assert.Single(Lower("[||]int most = a; " + statements, out _, out _).Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(text, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_has_no_context_to_pass_a_variable_in()
    {
        const string source = """
            using CSharpBpf;

            [BpfLicense("GPL")]
            public sealed partial class Programs : BpfObject
            {
                [XdpProgram]
                public XdpAction Run(XdpContext ctx)
                {
                    int most = (int)ctx.RxQueueIndex;
                    BpfTimer timer = default;
                    timer.SetCallback((in int key, ref int value) => value += most);
                    return XdpAction.Pass;
                }
            }
            """;
        Diagnostic diagnostic = Assert.Single(new TestCompilation(source).Lower().Diagnostics);
        Assert.Equal("BPF0130", diagnostic.Id);
        Assert.Contains("keep it in the map's value", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void A_range_needs_a_newer_kernel_than_the_default_target()
    {
        const string source = """
            using CSharpBpf;

            [BpfLicense("GPL")]
            public sealed partial class Programs : BpfObject
            {
                [XdpProgram]
                public XdpAction Run(XdpContext ctx)
                {
                    int sum = 0;
                    foreach (int i in Bpf.Range(0, 10)) sum += i;
                    return (XdpAction)sum;
                }
            }
            """;
        Diagnostic diagnostic = Assert.Single(new TestCompilation(source).Lower().Diagnostics);
        Assert.Contains("since kernel 6.4", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Null(new TestCompilation(source).Lower().Module);
        Assert.NotNull(new TestCompilation(source) { Target = new CompilerOptions { TargetKernel = (6 << 8) | 4 } }.Lower().Module);
    }

    [Fact]
    public void Every_problem_of_a_method_is_reported() =>
        Assert.Equal(["BPF0101", "BPF0112", "BPF0105"], Lower("[||]var o = new Node(); a = counter; double d = a;", out _, out _).Diagnostics.Select(static d => d.Id));

    private static LoweringResult Lower(string statements, out int start, out int end)
    {
        string source = $$"""
            using System;
            using System.Collections.Generic;
            using CSharpBpf;
            using CSharpBpf.Net;

            public sealed partial class Programs : BpfObject
            {
                private static int counter;
                private static readonly List<int> list = [];
                private int field;

                public int Setting { get; set; }

                private static int Twice(int n) => n * 2;

                [BpfMap(MaxEntries = 8)]
                public partial HashMap<int, int> Counts { get; }

                private static readonly int[,] Grid = { { 1, 2 }, { 3, 4 } };

                [BpfMap(MaxEntries = 8)]
                public partial ArrayMap<int> Slots { get; }

                [BpfMap(MaxEntries = 8)]
                public partial ProgramArray<XdpContext, XdpAction> Stages { get; }

                [XdpProgram]
                public XdpAction Run(XdpContext ctx)
                {
                    int a = (int)ctx.RxQueueIndex;
                    {{statements}}
                    return (XdpAction)a;
                }
            }

            public struct Plain { public int X; }

            public struct Wrap<T> where T : unmanaged { public T Inner; }

            public static class Limits
            {
                public static readonly int Changed = 1;
                public static readonly int Early = Late + 1;
                public static readonly int Late = 2;
                public static readonly int Divided = Late / Changed;

                static Limits() => Changed = 3;
            }

            public sealed class Node;

            public class Holder;
            """;
        start = source.IndexOf("[|", StringComparison.Ordinal);
        end = source.IndexOf("|]", StringComparison.Ordinal) - 2;
        return new TestCompilation(source.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)).Lower();
    }
}
