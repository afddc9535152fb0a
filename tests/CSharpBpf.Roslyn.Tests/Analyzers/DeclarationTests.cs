using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Analyzers;

/// <summary>Every fault of a declaration is reported once, at its name.</summary>
public sealed class DeclarationTests
{
    private const string Usings = "using CSharpBpf; using CSharpBpf.Net; using CSharpBpf.Isa.Kernel;\n";

    [Theory]
    [InlineData("BPF0002", "A", "public sealed class A : BpfObject;")]
    [InlineData("BPF0003", "A", "public partial class A : BpfObject;")]
    [InlineData("BPF0004", "A", "public sealed partial class A<T> : BpfObject;")]
    [InlineData("BPF0005", "B", "public abstract class A : BpfObject; public sealed partial class B : A;", "BPF0002", "BPF0003")]
    [InlineData("BPF0006", "Outer", "public class Outer { public sealed partial class A : BpfObject; }")]
    [InlineData("BPF0007", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public ArrayMap<int> M => null!; }")]
    [InlineData("BPF0008", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial string M { get; } public partial string M => \"\"; }")]
    [InlineData("BPF0009", "M", "public sealed partial class A : BpfObject { [BpfMap] public partial ArrayMap<int> M { get; } }")]
    [InlineData("BPF0010", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial HashMap<int, string> M { get; } }")]
    [InlineData("BPF0011", "M", "public struct S { public uint X; public byte Y; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial HashMap<S, int> M { get; } }")]
    [InlineData("BPF0011", "M", "public struct S { public byte X; public ulong Y; } public struct T { public S Inner; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial ArrayMap<T> M { get; } }")]
    [InlineData("BPF0012", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1, Name = \"1st\")] public partial ArrayMap<int> M { get; } }")]
    [InlineData("BPF0013", "N", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial ArrayMap<int> M { get; } [BpfMap(MaxEntries = 1, Name = \"M\")] public partial ArrayMap<int> N { get; } }")]
    [InlineData("BPF0014", "G", "public sealed partial class A : BpfObject { [BpfGlobal] public int G { get; set; } }")]
    [InlineData("BPF0015", "C", "public sealed partial class A : BpfObject { [BpfConst] public int C { get; set; } = 1; }")]
    [InlineData("BPF0016", "C", "public sealed partial class A : BpfObject { [BpfConst] public int C { get; init; } = System.Environment.ProcessId; }")]
    [InlineData("BPF0017", "P", "public sealed partial class A : BpfObject { [XdpProgram] public static XdpAction P(XdpContext ctx) => XdpAction.Pass; }")]
    [InlineData("BPF0017", "P", "public sealed partial class A : BpfObject { [XdpProgram] public int P(XdpContext ctx) => 0; }")]
    [InlineData("BPF0017", "P", "public sealed partial class A : BpfObject { [XdpProgram] public XdpAction P(uint x) => XdpAction.Pass; }")]
    [InlineData("BPF0018", "P", "public class A { [XdpProgram] public XdpAction P(XdpContext ctx) => XdpAction.Pass; }")]
    [InlineData("BPF0018", "M", "public class A { [BpfMap(MaxEntries = 1)] public ArrayMap<int> M => null!; }")]
    [InlineData("BPF0019", "Programs", "public sealed partial class A : BpfObject { public int Programs => 1; }")]
    [InlineData("BPF0020", "G", "public sealed partial class A : BpfObject { [BpfGlobal(InitialValue = 300)] public partial ref byte G { get; } }")]
    [InlineData("BPF0105", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial HashMap<int, double> M { get; } }")]
    [InlineData("BPF0105", "G", "public sealed partial class A : BpfObject { [BpfGlobal] public partial ref double G { get; } }")]
    [InlineData("BPF0121", "G", "public sealed partial class A : BpfObject { [BpfGlobal] public partial ref System.Guid G { get; } }")]
    [InlineData("BPF0144", "G", "public sealed partial class A : BpfObject { [BpfGlobal] public partial ref (int, long) G { get; } }")]
    [InlineData("BPF0144", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial HashMap<int, (int, int, long)> M { get; } }")]
    [InlineData("BPF0115", "Programs", "public sealed partial class A : BpfObject { [XdpProgram] public XdpAction P(XdpContext ctx) { using var link = Programs.P.Attach(\"lo\"); return 0; } }")]
    [InlineData("BPF0021", "C", "public sealed partial class A : BpfObject { [BpfConst] public double C { get; init; } = 1; }")]
    [InlineData("BPF0024", "P", "public sealed partial class A : BpfObject { [RawTracepoint(\"sched/sched_switch\")] public int P(RawTracepointContext ctx) => 0; }")]
    [InlineData("BPF0024", "P", "public sealed partial class A : BpfObject { [Tracepoint(\"..\", \"sched_switch\")] public int P(TracepointContext ctx) => 0; }")]
    [InlineData("BPF0030", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial LpmTrieMap<IPv4Address, int> M { get; } }")]
    [InlineData("BPF0030", "M", "public struct S { public IPv4Address Address; public uint Length; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial LpmTrieMap<S, int> M { get; } }")]
    [InlineData("BPF0150", "P", "public sealed partial class A : BpfObject { [XdpProgram(OnFault = 1)] public XdpAction P(XdpContext ctx) => XdpAction.Pass; }")]
    [InlineData("BPF0150", "P", "public sealed partial class A : BpfObject { [XdpProgram(OnFault = \"drop\")] public XdpAction P(XdpContext ctx) => XdpAction.Pass; }")]
    [InlineData("BPF0031", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 100)] public partial RingBuffer M { get; } }")]
    [InlineData("BPF0031", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 12288)] public partial RingBuffer<int> M { get; } }")]
    [InlineData("BPF0011", "M", "public struct S { public byte A; public int B; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 4096)] public partial RingBuffer<S> M { get; } }")]
    [InlineData("BPF0032", "P", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial ProgramArray<XdpContext, XdpAction> M { get; } [XdpProgram, ProgramArrayEntry(\"M\", 2)] public XdpAction P(XdpContext c) => 0; }")]
    [InlineData("BPF0032", "P", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial ProgramArray<XdpContext, XdpAction> M { get; } [XdpProgram, ProgramArrayEntry(\"N\", 0)] public XdpAction P(XdpContext c) => 0; }")]
    [InlineData("BPF0032", "P", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial ProgramArray<TcContext, TcAction> M { get; } [XdpProgram, ProgramArrayEntry(\"M\", 0)] public XdpAction P(XdpContext c) => 0; }")]
    [InlineData("BPF0032", "Q", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial ProgramArray<XdpContext, XdpAction> M { get; } [XdpProgram, ProgramArrayEntry(\"M\", 0)] public XdpAction P(XdpContext c) => 0; [XdpProgram, ProgramArrayEntry(\"M\", 0)] public XdpAction Q(XdpContext c) => 0; }")]
    [InlineData("BPF0032", "N", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2), BpfInnerMap(MaxEntries = 4)] public partial ArrayOfMaps<HashMap<int, int>> M { get; } [BpfMap(MaxEntries = 8), InnerMapEntry(\"M\", 0)] public partial HashMap<int, int> N { get; } }")]
    [InlineData("BPF0033", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial ArrayOfMaps<HashMap<int, int>> M { get; } }")]
    [InlineData("BPF0033", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2), BpfInnerMap(MaxEntries = 4)] public partial ArrayOfMaps<ProgramArray<XdpContext, XdpAction>> M { get; } }")]
    [InlineData("BPF0034", "M", "public struct V { public BpfSpinLock L; public int A; } public struct W { public V Inner; } public struct D { public BpfSpinLock L; public BpfSpinLock M; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial LruHashMap<int, V> M { get; } }")]
    [InlineData("BPF0034", "M", "public struct V { public BpfSpinLock L; public int A; } public struct W { public V Inner; } public struct D { public BpfSpinLock L; public BpfSpinLock M; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial HashMap<V, int> M { get; } }")]
    [InlineData("BPF0034", "M", "public struct V { public BpfSpinLock L; public int A; } public struct W { public V Inner; } public struct D { public BpfSpinLock L; public BpfSpinLock M; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial ArrayMap<W> M { get; } }")]
    [InlineData("BPF0034", "M", "public struct V { public BpfSpinLock L; public int A; } public struct W { public V Inner; } public struct D { public BpfSpinLock L; public BpfSpinLock M; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial ArrayMap<D> M { get; } }")]
    [InlineData("BPF0034", "M", "public struct V { public BpfSpinLock L; public int A; } public struct W { public V Inner; } public struct D { public BpfSpinLock L; public BpfSpinLock M; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial PerCpuArrayMap<V> M { get; } }")]
    [InlineData("BPF0034", "M", "public struct V { public BpfSpinLock L; public int A; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2), BpfInnerMap(MaxEntries = 2)] public partial ArrayOfMaps<ArrayMap<V>> M { get; } }")]
    [InlineData("BPF0314", "M", "public struct V { public BpfTimer T; public ulong A; } public struct W { public V Inner; } public struct D { public BpfTimer T; public BpfTimer U; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial PerCpuArrayMap<V> M { get; } }")]
    [InlineData("BPF0314", "M", "public struct V { public BpfTimer T; public ulong A; } public struct W { public V Inner; } public struct D { public BpfTimer T; public BpfTimer U; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial HashMap<V, int> M { get; } }")]
    [InlineData("BPF0314", "M", "public struct V { public BpfTimer T; public ulong A; } public struct W { public V Inner; } public struct D { public BpfTimer T; public BpfTimer U; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial ArrayMap<W> M { get; } }")]
    [InlineData("BPF0314", "M", "public struct V { public BpfTimer T; public ulong A; } public struct W { public V Inner; } public struct D { public BpfTimer T; public BpfTimer U; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial ArrayMap<D> M { get; } }")]
    [InlineData("BPF0034", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial HashMap<int, BpfSpinLock> M { get; } }")]
    [InlineData("BPF0314", "M", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial HashMap<int, BpfTimer> M { get; } }")]
    [InlineData("BPF0034", "G", "public sealed partial class A : BpfObject { [BpfGlobal] public partial ref BpfSpinLock G { get; } }")]
    [InlineData("BPF0314", "G", "public sealed partial class A : BpfObject { [BpfGlobal] public partial ref BpfTimer G { get; } }")]
    [InlineData("BPF0034", "G", "public struct V { public BpfSpinLock L; public uint A; } public sealed partial class A : BpfObject { [BpfGlobal] public partial ref V G { get; } }")]
    [InlineData("BPF0305", "M.GetValueRefOrNullRef(0)", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial ArrayMap<int> M { get; } } public static class P { public static int F(A a) => a.M.GetValueRefOrNullRef(0); }")]
    public async Task A_fault_is_reported_at_the_name(string id, string place, string text, params string[] others)
    {
        CSharpCompilation project = TestProject.Create(Usings + text);
        (_, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(project);
        Diagnostic[] details = [.. diagnostics.Where(diagnostic => diagnostic.Id != "BPF0001" && !others.Contains(diagnostic.Id))];
        Diagnostic diagnostic = Assert.Single(details);
        Assert.Equal(id, diagnostic.Id);
        Assert.EndsWith(place, project.SyntaxTrees[0].GetText().ToString(diagnostic.Location.SourceSpan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BPF0009", "#pragma warning disable BPF0009\npublic sealed partial class A : BpfObject { [BpfMap] public partial ArrayMap<int> M { get; } }")]
    [InlineData("BPF0030", "public struct S { public int Length; public byte A; public byte B; public ushort C; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial LpmTrieMap<S, int> M { get; } [BpfMap(MaxEntries = 1)] public partial LpmTrieMap<LpmKey<IPv6Address>, int> N { get; } }")]
    [InlineData("BPF0032", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial ProgramArray<XdpContext, XdpAction> M { get; } [XdpProgram, ProgramArrayEntry(\"M\", 0), ProgramArrayEntry(\"M\", 1)] public XdpAction P(XdpContext c) => 0; }")]
    [InlineData("BPF0033", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2), BpfInnerMap(MaxEntries = 4)] public partial HashOfMaps<uint, HashMap<int, int>> M { get; } [BpfMap(MaxEntries = 4), InnerMapEntry(\"M\", 77)] public partial HashMap<int, int> N { get; } }")]
    [InlineData("BPF0034", "public struct V { public BpfSpinLock L; public int A; } public struct W { public V Inner; } public struct D { public BpfSpinLock L; public BpfSpinLock M; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial HashMap<int, V> M { get; } }")]
    [InlineData("BPF0314", "public struct V { public BpfTimer T; public BpfSpinLock L; public uint A; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 2)] public partial HashMap<int, V> M { get; } }")]
    [InlineData("BPF0031", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 8192)] public partial RingBuffer<int> M { get; } }")]
    [InlineData("BPF0305", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial ArrayMap<int> M { get; } public int F() => M.GetValueRefOrNullRef(0); }")]
    [InlineData("BPF0305", "public static class P { public static int F(ArrayMap<int> map) => map.GetValueRefOrNullRef(0); }")]
    [InlineData("BPF0011", "[System.Runtime.CompilerServices.InlineArray(3)] public struct B { public ushort X; } public struct S { public B Bytes; public ushort Y; public IPv6Address A; } public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial HashMap<S, int> M { get; } }")]
    [InlineData("BPF0018", "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial ArrayMap<int> M { get; } }")]
    [InlineData("BPF0017", "public sealed partial class A : BpfObject { [XdpProgram] public XdpAction P(XdpContext ctx) => XdpAction.Pass; [XdpProgram(Name = \"Q\")] public XdpAction P2(XdpContext ctx) => XdpAction.Drop; }")]
    [InlineData("BPF0024", "public sealed partial class A : BpfObject { [Tracepoint(\"syscalls\", \"sys_enter_openat\")] public int P(TracepointContext ctx) => 0; }")]
    [InlineData("BPF0144", "public sealed partial class A : BpfObject { [BpfGlobal] public partial ref (long, int) G { get; } [BpfMap(MaxEntries = 1)] public partial HashMap<int, (int, int)> M { get; } }")]
    [InlineData("BPF0020", "public sealed partial class A : BpfObject { [BpfGlobal(InitialValue = 255)] public partial ref byte G { get; } }")]
    public async Task What_is_right_or_switched_off_is_not_reported(string id, string text)
    {
        (_, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(TestProject.Create(Usings + text));
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == id);
    }

    [Theory]
    [InlineData("BPF0303", "4.9", null)]
    [InlineData("BPF0023", "six", null)]
    [InlineData("BPF0023", "6.1", "v9")]
    [InlineData("BPF0023", "6.1", "v4")]
    [InlineData("BPF0023", "4.20", "v3")]
    public async Task Build_properties_are_obeyed_or_refused(string id, string kernel, string? cpu)
    {
        const string text = "public sealed partial class A : BpfObject { [BpfMap(MaxEntries = 1)] public partial LruHashMap<int, int> M { get; } }";
        (_, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(TestProject.Create(Usings + text), ("BpfTargetKernel", kernel), ("BpfCpu", cpu ?? ""));
        Assert.Contains(diagnostics, diagnostic => diagnostic.Id == id);
    }

    [Fact]
    public async Task Generator_and_analyzer_share_one_compilation()
    {
        (_, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(TestProject.Create(TestProject.UdpFilter), ("BpfTraceCompilations", "true"));
        Diagnostic trace = Assert.Single(diagnostics);
        Assert.Equal("BPF0902", trace.Id);
        Assert.Contains("'UdpFilter' was compiled by the generator", trace.GetMessage(), StringComparison.Ordinal);
    }
}
