using System;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Maps;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>bpf_ringbuf_reserve, submit, discard, output and query (kernel/bpf/ringbuf.c, v6.12).</summary>
internal static unsafe class RingBufferHelpers
{
    private const ulong WakeupFlags = 3;

    public static void Register(HelperRegistry registry)
    {
        registry.Register(HelperId.RingbufReserve, Reserve);
        registry.Register(HelperId.RingbufSubmit, static call => Commit(call, call.Argument(1), isDiscarded: false));
        registry.Register(HelperId.RingbufDiscard, static call => Commit(call, call.Argument(1), isDiscarded: true));
        registry.Register(HelperId.RingbufOutput, Output);
        registry.Register(HelperId.RingbufQuery, Query);
    }

    private static ulong Reserve(VmHelperCall call) =>
        TryGetRing(call, out VmMapBinding map, out RingBufferMap ring) ? map.AddressOf(ring.Reserve(call.Argument(2), call.Argument(3))) : 0;

    /// <summary>Ends the reservation of the record at a guest address.</summary>
    public static ulong Commit(VmHelperCall call, ulong address, bool isDiscarded)
    {
        byte* record = call.Machine.AddressSpace.Translate(address, 0, AccessRights.Write);
        bool isRecord = call.Machine.TryGetMapOfValue(address, out VmMapBinding map) && map.Map is RingBufferMap ring && ring.TryCommit(record, isDiscarded);
        return isRecord ? 0 : call.Fault($"argument 1 of {call.Machine.CurrentHelperName} is 0x{address:x}, which is no reserved record of a ring buffer");
    }

    private static ulong Output(VmHelperCall call)
    {
        if (!TryGetRing(call, out _, out RingBufferMap ring)
            || !call.TryGetMemory(2, (uint)Math.Min(call.Argument(3), uint.MaxValue), AccessRights.Read, out byte* data))
        {
            return 0;
        }

        if ((call.Argument(4) & ~WakeupFlags) != 0)
        {
            return unchecked((ulong)-Errno.Invalid);
        }

        byte* record = ring.Reserve(call.Argument(3), 0);
        if (record == null)
        {
            return unchecked((ulong)-Errno.TryAgain);
        }

        new ReadOnlySpan<byte>(data, (int)call.Argument(3)).CopyTo(new Span<byte>(record, (int)call.Argument(3)));
        ring.TryCommit(record, isDiscarded: false);
        return 0;
    }

    private static ulong Query(VmHelperCall call) => !TryGetRing(call, out _, out RingBufferMap ring) ? 0 : call.Argument(2) switch
    {
        0 => ring.ProducerPosition - ring.ConsumerPosition,
        1 => ring.Definition.MaxEntries,
        2 => ring.ConsumerPosition,
        3 => ring.ProducerPosition,
        _ => 0,
    };

    /// <summary>The ring buffer that the first argument is the handle of; on failure the fault is recorded.</summary>
    public static bool TryGetRing(VmHelperCall call, out VmMapBinding map, out RingBufferMap ring)
    {
        ring = null!;
        if (!call.TryGetMap(1, out map))
        {
            return false;
        }

        if (map.Map is RingBufferMap found)
        {
            ring = found;
            return true;
        }

        call.Fault($"argument 1 of {call.Machine.CurrentHelperName} is the map '{map.Map.Definition.Name}', which is no ring buffer");
        return false;
    }
}
