using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;
using CSharpBpf.Statistics;

namespace Twins;

/// <summary>Twin of 14_lathist.c: how long system calls take, as a histogram.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class LatencyHistogram : BpfObject
{
    [BpfMap(Name = "start", MaxEntries = 10_240)]
    public partial HashMap<ulong, ulong> Started { get; }

    [BpfMap(Name = "hist", MaxEntries = Log2Histogram.SlotCount)]
    public partial ArrayMap<ulong> Histogram { get; }

    [RawTracepoint("sys_enter", Name = "lat_enter")]
    public int Enter(RawTracepointContext ctx)
    {
        Started.TrySet(Bpf.GetCurrentPidTgid(), Bpf.KtimeGetNs());
        return 0;
    }

    [RawTracepoint("sys_exit", Name = "lat_exit")]
    public int Exit(RawTracepointContext ctx)
    {
        ulong thread = Bpf.GetCurrentPidTgid();
        ref ulong started = ref Started.GetValueRefOrNullRef(thread);
        if (Unsafe.IsNullRef(ref started))
        {
            return 0;
        }

        ulong latency = Bpf.KtimeGetNs() - started;
        Started.Remove(thread);
        ref ulong count = ref Histogram.GetValueRefOrNullRef(Log2Histogram.Slot(latency));
        if (!Unsafe.IsNullRef(ref count))
        {
            Interlocked.Increment(ref count);
        }

        return 0;
    }
}
