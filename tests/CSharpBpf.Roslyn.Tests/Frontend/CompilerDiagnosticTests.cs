using System;
using System.Linq;
using CSharpBpf.Compiler;
using CSharpBpf.Frontend;
using CSharpBpf.Roslyn.Tests.Support;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Frontend;

/// <summary>What only the passes and the safety check find is one diagnostic with its own id too, at exactly the expression between [| and |].</summary>
public sealed class CompilerDiagnosticTests
{
    [Theory]
    [InlineData("BPF0106", "if (a > 3) [|throw new Exception();|]")]
    [InlineData("BPF0106", "a = a > 3 ? [|throw new Exception()|] : a;")]
    [InlineData("BPF0106", "a = [|Counts[1]|];")]
    [InlineData("BPF0206", "Span<int> s = stackalloc int[4]; a = [|s[a]|];")]
    [InlineData("BPF0206", "Span<int> s = stackalloc int[4]; if (a < 4) a = [|s[a]|];")]
    [InlineData("BPF0206", "Span<int> s = stackalloc int[4]; a = [|s[..a]|].Length;")]
    [InlineData("BPF0119", "a = [|a switch { 1 => 2 }|];")]
    [InlineData("BPF0118", "a = checked([|a + 1|]);")]
    [InlineData("BPF0118", "checked { [|a++|]; }")]
    [InlineData("BPF0118", "byte b = checked([|(byte)a|]); a = b;")]
    [InlineData("BPF0201", "ref int n = ref Counts.GetValueRefOrNullRef(a); [|n++|];")]
    [InlineData("BPF0201", "Tables.TryGetMap(1, out HashMap<int, int>? table); a = [|table!.TrySet(1, 2)|] ? 1 : 2;")]
    [InlineData("BPF0313", "ref Account v = ref Accounts.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; using (v.Lock.EnterScope()) { v.Total += [|Bpf.KtimeGetNs()|]; }")]
    [InlineData("BPF0313", "ref Account v = ref Accounts.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; [|v.Lock.Enter()|]; v.Total++;")]
    [InlineData("BPF0313", "ref Account v = ref Accounts.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; [|v.Lock.Enter()|]; if (a > 3) v.Lock.Exit();")]
    [InlineData("BPF0313", "ref Account v = ref Accounts.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; [|v.Lock.Exit()|]; v.Total++;")]
    [InlineData("BPF0313", "ref Account v = ref Accounts.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; v.Lock.Enter(); [|v.Lock.Enter()|]; v.Lock.Exit();")]
    [InlineData("BPF0313", "ref Account v = ref Accounts.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; [|v.Lock = default|];")]
    [InlineData("BPF0310", "bool there = [|Mixed.TryReserve((uint)a, out DynamicRecord r)|]; if (there) Mixed.Submit(ref r);")]
    [InlineData("BPF0311", "bool there = Mixed.TryReserve((uint)a, out DynamicRecord r); Mixed.Submit(ref r); [|Mixed.Discard(ref r)|];")]
    [InlineData("BPF0311", "bool there = Mixed.TryReserve((uint)a, out DynamicRecord r); Mixed.Submit(ref r); a = [|r.TryWrite(0, a)|] ? 1 : 2;")]
    [InlineData("BPF0313", "Account v = default; [|v.Lock.Enter()|]; a = (int)v.Number;")]
    [InlineData("BPF0201", "ref Flow v = ref Flows.GetValueRefOrNullRef(1); [|v.Timer.Init(Flows)|];")]
    [InlineData("BPF0315", "Flow v = default; [|v.Timer.Init(Flows)|]; a = (int)v.Count;")]
    [InlineData("BPF0315", "ref Flow v = ref Flows.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; [|v.Timer.Init(Others)|];")]
    [InlineData("BPF0315", "ref Flow v = ref Flows.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; [|v.Timer = default|];")]
    [InlineData("BPF0315", "ref Flow v = ref Flows.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; Flow copy = [|v|]; Others.TryAdd(2, copy);")]
    [InlineData("BPF0132", "ref Flow v = ref Flows.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; v.Timer.SetCallback(static (in int key, ref Flow f) => f.Count = checked([|f.Count + 1|]));")]
    [InlineData("BPF0315", "ref Flow v = ref Flows.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; [|v.Timer.SetCallback(static (in long key, ref Flow f) => f.Count = key)|];")]
    [InlineData("BPF0315", "ref Flow v = ref Flows.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; [|v.Timer.SetCallback(static (in short key, ref Flow f) => f.Count = key)|];")]
    [InlineData("BPF0315", "ref Flow v = ref Flows.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; [|v.Timer.SetCallback(static (in int key, ref Account f) => f.Total += (ulong)key)|];")]
    [InlineData("BPF0311", "ref int r = ref Events.ReserveOrNullRef(); if (Unsafe.IsNullRef(ref r)) return 0; r = a; [|Copies.Submit(ref r)|];")]
    [InlineData("BPF0311", "ref int r = ref Events.ReserveOrNullRef(); if (Unsafe.IsNullRef(ref r)) return 0; Give(Copies, ref r); static void Give(RingBuffer<int> to, ref int r) => [|to.Discard(ref r)|];")]
    [InlineData("BPF0311", "Mixed.TryReserve((uint)a, out DynamicRecord r); [|MixedCopies.Submit(ref r)|];")]
    [InlineData("BPF0311", "Mixed.TryReserve((uint)a, out DynamicRecord r); [|MixedCopies.Discard(ref r)|];")]
    [InlineData("BPF0311", "Mixed.TryReserve((uint)a, out DynamicRecord r); DynamicRecord copy = [|r|]; copy.TryWrite(0, 1u); Mixed.Submit(ref copy);")]
    [InlineData("BPF0316", "var numbers = [|Bpf.Range(0, a).GetEnumerator()|]; while (numbers.MoveNext()) a += numbers.Current;")]
    [InlineData("BPF0316", "var numbers = Bpf.Range(0, a).GetEnumerator(); numbers.Dispose(); [|numbers.Dispose()|];")]
    [InlineData("BPF0204", "Span<byte> s = stackalloc byte[16]; [|System.Threading.Interlocked.Increment(ref Unsafe.As<byte, int>(ref s[1]))|];")]
    [InlineData("BPF0204", "ref Packed p = ref PackedValues.GetValueRefOrNullRef(1); if (!Unsafe.IsNullRef(ref p)) [|System.Threading.Interlocked.Increment(ref p.Count)|];")]
    [InlineData("BPF0204", "[|System.Threading.Interlocked.Add(ref State.Total, 3)|];")]
    [InlineData("BPF0204", "ref int n = ref Counts.GetValueRefOrNullRef(a); if (Unsafe.IsNullRef(ref n)) return 0; [|System.Threading.Interlocked.Increment(ref Unsafe.AddByteOffset(ref n, a & 3))|];")]
    [InlineData("BPF0201", "ref int n = ref Counts.GetValueRefOrNullRef(a); [|n++|]; n += 2; a = n;")]
    [InlineData("BPF0201", "ref int r = ref Events.ReserveOrNullRef(); [|r = 1|]; Events.Submit(ref r);")]
    [InlineData("BPF0202", "unsafe { byte* p = ctx.Data; a = [|p[3]|] + p[4]; }")]
    [InlineData("BPF0206", "Span<byte> s = ctx.Packet.UnreadSpan; if (s.Length >= 64) a = [|s[^1]|];")]
    [InlineData("BPF0403", "a = F(a); static int F(int n) => n < 2 ? n : [|F(n - 1)|] + F(n - 2);")]
    [InlineData("BPF0407", "int at = 0; [|foreach (int i in Bpf.Range(0, 100000)) { at = (at + 1) & 0xFFFFF; if (at == 77) a += i; }|]")]
    [InlineData("BPF0202", "unsafe { a = [|*ctx.Data|]; }")]
    [InlineData("BPF0203", "unsafe { byte* p = [|ctx.Data + (ulong)a|]; if (p > ctx.DataEnd) a = 1; }")]
    [InlineData("BPF0204", "unsafe { a = [|*ctx.DataEnd|]; }")]
    [InlineData("BPF0310", "ref int r = ref [|Events.ReserveOrNullRef()|]; if (!Unsafe.IsNullRef(ref r)) r = a;")]
    [InlineData("BPF0310", "ref int r = ref [|Events.ReserveOrNullRef()|]; if (Unsafe.IsNullRef(ref r)) return 0; r = a; if (a == 7) return 0; Events.Submit(ref r);")]
    [InlineData("BPF0310", "for (int i = 0; i < 100; i++) { ref int r = ref [|Events.ReserveOrNullRef()|]; if (Unsafe.IsNullRef(ref r)) return 0; r = a; if (i == 50) Events.Submit(ref r); }")]
    [InlineData("BPF0311", "ref int r = ref Events.ReserveOrNullRef(); [|Events.Submit(ref r)|];")]
    [InlineData("BPF0311", "ref int r = ref Events.ReserveOrNullRef(); if (Unsafe.IsNullRef(ref r)) return 0; Events.Submit(ref r); [|r = 3|];")]
    [InlineData("BPF0311", "ref int r = ref Events.ReserveOrNullRef(); if (Unsafe.IsNullRef(ref r)) return 0; Events.Submit(ref r); [|Events.Discard(ref r)|];")]
    [InlineData("BPF0311", "ref int r = ref Counts.GetValueRefOrNullRef(a); if (Unsafe.IsNullRef(ref r)) return 0; [|Events.Submit(ref r)|];")]
    [InlineData("BPF0151", "int? n = a > 0 ? a : null; a = [|n.Value|];")]
    [InlineData("BPF0151", "int? n = a > 0 ? a : null; a = [|(int)n|];")]
    [InlineData("BPF0131", "unsafe { var r = new Reader { At = ctx.Data }; Bpf.Loop(3, [|static (uint i, ref Reader c) => { c.At++; return LoopAction.Continue; }|], ref r); }")]
    [InlineData("BPF0132", "Bpf.Loop(3, static (uint i, ref int n) => { n = checked([|n + 1|]); return LoopAction.Continue; }, ref a);")]
    [InlineData("BPF0132", "Bpf.Loop(3, static (uint i, ref int n) => { if (n > 9) [|throw new Exception();|] return LoopAction.Continue; }, ref a);")]
    [InlineData("BPF0204", "ref int n = ref Counts.GetValueRefOrNullRef(a); if (Unsafe.IsNullRef(ref n)) return 0; [|Bpf.Loop(3, static (uint i, ref int m) => LoopAction.Continue, ref n)|];")]
    public void Is_reported(string id, string statements)
    {
        CompileResult result = Compile(statements, "", out int start, out int end);
        CompilerDiagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal($"{id} {start}-{end}", $"{diagnostic.Id} {diagnostic.Location?.Start}-{diagnostic.Location?.Start + diagnostic.Location?.Length}");
        Assert.Null(result.Object);
    }

    [Theory]
    [InlineData("if (a > 3) throw new Exception();")]
    [InlineData("a = Counts[1];")]
    [InlineData("Span<int> s = stackalloc int[4]; a = s[a];")]
    [InlineData("a = a switch { 1 => 2 };")]
    [InlineData("a = checked(a + 1);")]
    [InlineData("int? n = a > 0 ? a : null; a = n.Value;")]
    [InlineData("ref int n = ref Counts.GetValueRefOrNullRef(a); n++;")]
    [InlineData("unsafe { a = *ctx.Data; }")]
    [InlineData("a = 100 / a;")]
    public void Is_a_run_time_check_in_a_program_with_a_fault_value(string statements) =>
        Assert.Empty(Compile("[||]" + statements, "(OnFault = XdpAction.Drop)", out _, out _).Diagnostics);

    [Theory]
    [InlineData("ref int r = ref Events.ReserveOrNullRef(); if (Unsafe.IsNullRef(ref r)) return 0; bool kept = a > 3; if (kept) r = a; if (kept) Events.Submit(ref r); else Events.Discard(ref r);")]
    [InlineData("ref int r = ref Events.ReserveOrNullRef(); if (!Unsafe.IsNullRef(ref r)) { r = 1; Events.Submit(ref r); r = ref Unsafe.NullRef<int>(); } if (!Unsafe.IsNullRef(ref r)) Events.Discard(ref r);")]
    [InlineData("for (int i = 0; i < 10; i++) { ref int r = ref Events.ReserveOrNullRef(); if (Unsafe.IsNullRef(ref r)) continue; r = i; Events.Submit(ref r); }")]
    public void A_record_that_each_path_gives_back_is_none(string statements) => Assert.Empty(Compile("[||]" + statements, "", out _, out _).Diagnostics);

    [Theory]
    [InlineData("ref int r = ref (a > 3 ? ref Events.ReserveOrNullRef() : ref Copies.ReserveOrNullRef()); if (Unsafe.IsNullRef(ref r)) return 0; r = a; if (a > 3) Events.Submit(ref r); else Copies.Submit(ref r);")]
    [InlineData("RingBuffer<int> to = a > 3 ? Events : Copies; ref int r = ref to.ReserveOrNullRef(); if (Unsafe.IsNullRef(ref r)) return 0; r = a; to.Submit(ref r);")]
    [InlineData("Send(Events, a); Send(Copies, a); static void Send(RingBuffer<int> to, int a) { ref int r = ref to.ReserveOrNullRef(); if (Unsafe.IsNullRef(ref r)) return; r = a; to.Submit(ref r); }")]
    [InlineData("DynamicRecord r; Mixed.TryReserve(8, out r); Mixed.Submit(ref r); MixedCopies.TryReserve(8, out r); MixedCopies.Submit(ref r);")]
    [InlineData("Make(Mixed, out DynamicRecord r); Give(Mixed, ref r); static void Make(RingBuffer to, out DynamicRecord r) => to.TryReserve(8, out r); static void Give(RingBuffer to, ref DynamicRecord r) => to.Submit(ref r);")]
    public void A_record_that_goes_back_to_its_buffer_is_none(string statements) => Assert.Empty(Compile("[||]" + statements, "", out _, out _).Diagnostics);

    [Theory]
    [InlineData("BPF0132", "note in the value", "%[||]v.Timer.SetCallback(static (in int key, ref Flow f) => { if (key == 0) throw new Exception(); });")]
    [InlineData("BPF0132", "let the context say", "[||]Bpf.Loop(3, static (uint i, ref int n) => { n = checked(n + 1); return LoopAction.Continue; }, ref a);")]
    [InlineData("BPF0410", "copy it to a local", "%[||]a = System.Threading.Volatile.Read(ref v.Count) == 0 ? 0 : (int)(100 / System.Threading.Volatile.Read(ref v.Count));")]
    [InlineData("BPF0410", "compare it with 0 first", "[||]a = 100 / a;")]
    [InlineData("BPF0311", "reserved in 'Events'", "[||]ref int r = ref Events.ReserveOrNullRef(); if (Unsafe.IsNullRef(ref r)) return 0; r = a; Copies.Submit(ref r);")]
    [InlineData("BPF0315", "a key of type 'short', and the map's is 'int'", "%[||]v.Timer.SetCallback(static (in short key, ref Flow f) => f.Count = key);")]
    public void Says_what_to_do(string id, string text, string statements)
    {
        string found = statements.Replace("%", "ref Flow v = ref Flows.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; ", StringComparison.Ordinal);
        CompilerDiagnostic diagnostic = Assert.Single(Compile(found, "", out _, out _).Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(text, diagnostic.Arguments[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = [|100 / a|];")]
    [InlineData("a = [|100 % a|];")]
    [InlineData("uint b = (uint)a; b = [|b / (b & 7)|]; a = (int)b;")]
    [InlineData("a = [|100 / -(a & 63)|];")]
    [InlineData("a = [|100 / (a == 1 ? 2 : a)|];")]
    public void A_divisor_that_may_be_zero_is_a_warning(string statements)
    {
        CompileResult result = Compile(statements, "", out int start, out int end);
        CompilerDiagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal($"BPF0410 {start}-{end}", $"{diagnostic.Id} {diagnostic.Location?.Start}-{diagnostic.Location?.Start + diagnostic.Location?.Length}");
        Assert.True(diagnostic.IsWarning);
        Assert.NotNull(result.Object);
    }

    // Each of them loads: the file test ranges.cs has some, the others were asked of the kernel one by one.
    [Theory]
    [InlineData("int at = 0; foreach (int i in Bpf.Range(0, 100000)) at++; a += at;")]
    [InlineData("int at = 0; foreach (int i in Bpf.Range(0, 100000)) { if (at < 1000) { at++; a += i; } }")]
    [InlineData("ulong sum = 0; foreach (int i in Bpf.Range(0, 100000)) { sum += (byte)i; if (sum > 100000) break; } a = (int)sum;")]
    [InlineData("int at = 0; int most = a; foreach (int i in Bpf.Range(0, 100000)) { at++; if (at > most) break; } a = at;")]
    public void A_loop_over_a_range_that_the_kernel_comes_to_an_end_with_is_none(string statements) => Assert.Empty(Compile("[||]" + statements, "", out _, out _).Diagnostics);

    [Theory]
    [InlineData("if (a != 0) a = 100 / a;")]
    [InlineData("ref Account v = ref Accounts.GetValueRefOrNullRef(1); if (Unsafe.IsNullRef(ref v)) return 0; using (v.Lock.EnterScope()) { v.Total += 7; v.Number++; a = v.Number == 0 ? 0 : (int)(v.Total / v.Number); }")]
    [InlineData("uint b = (uint)a + 3; if (b != 0) b = 100 / b; a = (int)b;")]
    [InlineData("a = 100 / (a == 0 ? 1 : a);")]
    [InlineData("int n = 7; if (a != 0) n = a; a = 100 / n;")]
    [InlineData("Span<int> s = stackalloc int[100]; s.Fill(a); a = s[a & 63];")]
    [InlineData("Span<byte> s = stackalloc byte[100]; foreach (ref byte b in s) b = (byte)a; a = s[a & 63];")]
    [InlineData("if (a > 0) a = 100 % a;")]
    [InlineData("a = 100 / ((a & 7) + 1);")]
    [InlineData("a = 100 / -((a & 63) + 2);")]
    [InlineData("long n = a; if (n == 0) return XdpAction.Drop; a = (int)(100 / n);")]
    public void What_is_tested_or_counted_is_none(string statements) => Assert.Empty(Compile("[||]" + statements, "", out _, out _).Diagnostics);

    [Theory]
    [InlineData("BPF0306", "[CgroupSkb] public SkAction Run(CgroupSkbContext ctx) { [|return (SkAction)ctx.Mark;|] }")]
    [InlineData("BPF0306", "[CgroupSkb] public SkAction Run(CgroupSkbContext ctx) { [|return ctx.Mark > 2 ? SkAction.Pass : (SkAction)2;|] }")]
    [InlineData("BPF0204", "[CgroupSkb] public SkAction Run(CgroupSkbContext ctx) { PacketCursor p = ctx.Packet; ref IPv4Header ip = ref p.ReadRefOrNullRef<IPv4Header>(); if (!Unsafe.IsNullRef(ref ip)) [|ip.TimeToLive = 1|]; return SkAction.Pass; }")]
    [InlineData("BPF0204", "[RawTracepoint(\"sys_enter\")] public int Run(RawTracepointContext ctx) => [|ctx.Argument<int>(ctx.Argument<int>(0) & 7)|];")]
    [InlineData("BPF0204", "[RawTracepoint(\"sys_enter\")] public int Run(RawTracepointContext ctx) => [|ctx.Argument<int>(12)|];")]
    [InlineData("BPF0304", "[XdpProgram] public XdpAction Run(XdpContext ctx) => (XdpAction)[|Bpf.GetCurrentPidTgid()|];")]
    [InlineData("BPF0304", "[SocketFilter] public uint Run(SocketFilterContext ctx) => Other(); [MethodImpl(MethodImplOptions.NoInlining)] private static uint Other() => (uint)[|Bpf.GetCurrentUidGid()|];")]
    [InlineData("BPF0315", "[RawTracepoint(\"sys_enter\")] public int Run(RawTracepointContext ctx) => Count(); [MethodImpl(MethodImplOptions.NoInlining)] private int Count() { ref Flow v = ref [|Flows|].GetValueRefOrNullRef(1); return Unsafe.IsNullRef(ref v) ? 0 : (int)v.Count; }")]
    [InlineData("BPF0313", "[SocketFilter] public uint Run(SocketFilterContext ctx) { ref Account v = ref [|Accounts|].GetValueRefOrNullRef(1); return Unsafe.IsNullRef(ref v) ? 0 : v.Number; }")]
    public void Is_reported_in_programs_of_other_types(string id, string program)
    {
        CompileResult result = CompileProgram(program, out int start, out int end);
        CompilerDiagnostic diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal($"{id} {start}-{end}", $"{diagnostic.Id} {diagnostic.Location?.Start}-{diagnostic.Location?.Start + diagnostic.Location?.Length}");
    }

    [Theory]
    [InlineData("[CgroupSkb] public SkAction Run(CgroupSkbContext ctx) => (SkAction)(ctx.Mark & 1);")]
    [InlineData("[CgroupSkb] public SkAction Run(CgroupSkbContext ctx) => ctx.Mark > 3 ? SkAction.Pass : SkAction.Drop;")]
    public void A_return_value_that_the_kernel_understands_is_none(string program) => Assert.Empty(CompileProgram("[||]" + program, out _, out _).Diagnostics);

    private static CompileResult Compile(string statements, string attributeArguments, out int start, out int end) => CompileProgram(
        $$"""
        [XdpProgram{{attributeArguments}}]
                public XdpAction Run(XdpContext ctx)
                {
                    int a = (int)ctx.RxQueueIndex;
                    {{statements}}
                    return (XdpAction)a;
                }
        """,
        out start,
        out end);

    private static CompileResult CompileProgram(string program, out int start, out int end)
    {
        string source = $$"""
            using System;
            using System.Runtime.CompilerServices;
            using CSharpBpf;
            using CSharpBpf.Net;

            [BpfLicense("GPL")]
            public sealed partial class Programs : BpfObject
            {
                [BpfMap(MaxEntries = 8)]
                public partial HashMap<int, int> Counts { get; }

                [BpfMap(MaxEntries = 8), BpfInnerMap(MaxEntries = 8)]
                public partial ArrayOfMaps<HashMap<int, int>> Tables { get; }

                [BpfMap(MaxEntries = 8)]
                public partial HashMap<int, Account> Accounts { get; }

                [BpfMap(MaxEntries = 8)]
                public partial HashMap<int, Flow> Flows { get; }

                [BpfMap(MaxEntries = 8)]
                public partial HashMap<int, Flow> Others { get; }

                [BpfMap(MaxEntries = 8)]
                public partial HashMap<int, Packed> PackedValues { get; }

                [BpfGlobal]
                public partial ref Packed State { get; }

                [BpfMap(MaxEntries = 4096)]
                public partial RingBuffer Mixed { get; }

                [BpfMap(MaxEntries = 4096)]
                public partial RingBuffer MixedCopies { get; }

                [BpfMap(MaxEntries = 4096)]
                public partial RingBuffer<int> Events { get; }

                [BpfMap(MaxEntries = 4096)]
                public partial RingBuffer<int> Copies { get; }

                {{program}}
            }

            public struct Account { public BpfSpinLock Lock; public uint Number; public ulong Total; }
            [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 1)]
            public struct Packed { public byte Kind; public int Count; public ushort Port; public long Total; public byte Last; }
            public struct Flow { public BpfTimer Timer; public long Count; }
            public unsafe struct Reader { public byte* At; }
            """;
        var target = new CompilerOptions { TargetKernel = (6 << 8) | 4 };
        start = source.IndexOf("[|", StringComparison.Ordinal);
        end = source.IndexOf("|]", StringComparison.Ordinal) - 2;
        LoweringResult lowered = new TestCompilation(source.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)) { Target = target }.Lower();
        Assert.True(lowered.Module is not null, string.Join("\n", lowered.Diagnostics.Select(static d => d.ToString())));
        return BpfCompiler.Compile(lowered.Module, target);
    }
}
