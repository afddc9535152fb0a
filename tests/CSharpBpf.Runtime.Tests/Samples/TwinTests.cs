using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using CSharpBpf.Testing;
using Twins;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Samples;

/// <summary>The recorded packets give the recorded results in plain C#, in the virtual machine and in the kernel.</summary>
public sealed class TwinTests
{
    public enum Engine
    {
        PlainCSharp,
        VirtualMachine,
        Kernel,
    }

    public static TheoryData<Engine> Engines => [Engine.PlainCSharp, Engine.VirtualMachine, Engine.Kernel];

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void XdpPass(Engine engine) => Check(engine, "01_xdp_pass", new XdpPass(), program => program.Run, program => program.Programs.Run);

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void UdpDrop(Engine engine) => Check(engine, "02_udp_drop", new Twins.UdpDrop(), program => program.Run, program => program.Programs.Run);

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void TheSampleGivesTheSameResults(Engine engine)
    {
        using var filter = new UdpFilter();
        Check(engine, "02_udp_drop", filter, program => program.Filter, program => program.Programs.Filter, dispose: false);
        Assert.Equal(2ul, filter.DroppedTotal);
        Assert.Equal([new(new Net.IPv4Address(10, 1, 2, 3), 2ul)], filter.Dropped);
    }

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void ProtoCount(Engine engine)
    {
        using var counter = new ProtoCount();
        Check(engine, "03_proto_count", counter, program => program.Run, program => program.Programs.Run, dispose: false);
        Assert.Equal((1ul, 74ul), Total(counter, 17));
        Assert.Equal((1ul, 54ul), Total(counter, 6));
        Assert.Equal((1ul, 94ul), Total(counter, 58));
        Assert.Equal((2ul, 72ul), Total(counter, 255));
        Assert.Equal((0ul, 0ul), Total(counter, 1));
    }

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void IcmpEcho(Engine engine) => Check(engine, "09_icmp_echo", new IcmpEcho(), program => program.Run, program => program.Programs.Run);

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void VlanIPv6(Engine engine)
    {
        using var program = new VlanIPv6();
        Check(engine, "04_vlan_ipv6", program, program => program.Run, program => program.Programs.Run, dispose: false);
        Assert.Equal((4ul, 2ul), (Sum(program.Vlans, 0), Sum(program.Vlans, 100)));
    }

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void TokenBucket(Engine engine)
    {
        var program = new TokenBucket();
        program.Environment.Nanoseconds = 3_000_000_000;
        BpfEnvironment.Current = program.Environment;
        Fill("06_token_bucket", "buckets", program.Buckets);
        Check(engine, "06_token_bucket", program, program => program.Run, program => program.Programs.Run);
    }

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void Csum1500(Engine engine) => Check(engine, "k1_csum1500", new Csum1500(), program => program.Run, program => program.Programs.Run);

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void SipHash(Engine engine) => Check(engine, "k3_siphash", new Twins.SipHash(), program => program.Run, program => program.Programs.Run);

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void LpmBlock(Engine engine)
    {
        using var program = new LpmBlock();
        Fill("05_lpm_block", "rules", program.Rules);
        Fill("05_lpm_block", "hits", program.Hits);
        Check(engine, "05_lpm_block", program, program => program.Run, program => program.Programs.Run, dispose: false);
        Assert.Equal((6ul, 1ul, 1ul), (program.Hits[1], program.Hits[2], program.Hits[3]));
    }

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void LoadBalancer(Engine engine)
    {
        var program = new LoadBalancer();
        Fill("08_lb", "vips", program.Vips);
        Fill("08_lb", "ring", program.Ring);
        Fill("08_lb", "reals", program.Reals);
        Check(engine, "08_lb", program, program => program.Run, program => program.Programs.Run);
    }

    [SkippableTheory]
    [MemberData(nameof(Engines))]
    public void TcNat(Engine engine)
    {
        var program = new TcNat();
        Fill("11_tc_nat", "nat", program.Nat);
        Check(engine, "11_tc_nat", program, packet => RunPlain(program.Run, packet), packet => RunLoaded(program.Programs.Run, packet));
    }

    private static void Fill<TKey, TValue>(string twin, string name, KeyedMap<TKey, TValue> map)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        foreach ((_, byte[] key, byte[] value) in RecordedPacket.MapEntriesOf(twin).Where(entry => entry.Map == name))
        {
            map[MemoryMarshal.Read<TKey>(key)] = MemoryMarshal.Read<TValue>(value);
        }
    }

    private static void Fill<TValue>(string twin, string name, ArrayMap<TValue> map)
        where TValue : unmanaged
    {
        foreach ((_, byte[] key, byte[] value) in RecordedPacket.MapEntriesOf(twin).Where(entry => entry.Map == name))
        {
            map[MemoryMarshal.Read<uint>(key)] = MemoryMarshal.Read<TValue>(value);
        }
    }

    private static ulong Sum(PerCpuArrayMap<ulong> map, uint index) => map.GetAllCpuValues(index).Aggregate(0ul, (sum, value) => sum + value);

    private static (ulong Packets, ulong Bytes) Total(ProtoCount counter, uint protocol)
    {
        Counter[] values = counter.Counts.GetAllCpuValues(protocol);
        return (values.Aggregate(0ul, (sum, value) => sum + value.Packets), values.Aggregate(0ul, (sum, value) => sum + value.Bytes));
    }

    private static void Check<T>(Engine engine, string twin, T program, Func<T, Func<XdpContext, XdpAction>> method, Func<T, XdpProgram> handle, bool dispose = true)
        where T : BpfObject => Check(engine, twin, program, packet => RunPlain(method(program), packet), packet => RunLoaded(handle(program), packet), dispose);

    private static void Check(Engine engine, string twin, BpfObject program, Func<byte[], (uint ReturnValue, byte[] After)> plain, Func<byte[], (uint ReturnValue, byte[] After)> loaded, bool dispose = true)
    {
        Skip.If(engine == Engine.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        if (engine != Engine.PlainCSharp)
        {
            program.Load(engine == Engine.Kernel ? BpfTarget.Kernel : BpfTarget.Virtual);
        }

        IReadOnlyList<RecordedPacket> packets = RecordedPacket.Of(twin);
        Assert.NotEmpty(packets);
        foreach (RecordedPacket packet in packets)
        {
            (uint returned, byte[] after) = (0, []);
            for (int i = 0; i < packet.Times; i++)
            {
                (returned, after) = engine == Engine.PlainCSharp ? plain(packet.Bytes) : loaded(packet.Bytes);
            }

            Assert.Equal((packet.Name, packet.ReturnValue), (packet.Name, returned));
            Assert.Equal(Convert.ToHexString(packet.After), Convert.ToHexString(after));
        }

        if (dispose)
        {
            program.Dispose();
        }
    }

    private static (uint ReturnValue, byte[] After) RunPlain(Func<XdpContext, XdpAction> method, byte[] packet)
    {
        using var frame = XdpFrame.From(packet);
        XdpAction action = method(frame.Context);
        return ((uint)action, frame.Packet.ToArray());
    }

    private static (uint ReturnValue, byte[] After) RunLoaded(XdpProgram program, byte[] packet)
    {
        XdpRunResult run = program.Run(packet);
        return (run.ReturnValue, run.Packet.ToArray());
    }

    private static (uint ReturnValue, byte[] After) RunPlain(Func<TcContext, TcAction> method, byte[] packet)
    {
        using var frame = SkbFrame.From(packet);
        TcAction action = method(frame.Context);
        return ((uint)action, frame.Packet.ToArray());
    }

    private static (uint ReturnValue, byte[] After) RunLoaded(TcProgram program, byte[] packet)
    {
        TcRunResult run = program.Run(packet);
        return (run.ReturnValue, run.Packet.ToArray());
    }
}
