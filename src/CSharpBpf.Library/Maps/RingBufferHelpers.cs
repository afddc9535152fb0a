using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's helpers of ring buffers, under the typed classes.</summary>
internal static unsafe class RingBufferHelpers
{
    /// <summary>How long a reader waits before it looks whether it is cancelled.</summary>
    public static readonly TimeSpan CancellationInterval = TimeSpan.FromMilliseconds(100);

    [BpfHelper(HelperId.RingbufReserve)]
    public static void* Reserve(RecordBuffer map, ulong size, ulong flags) => map.Ring.Reserve(size, flags);

    [BpfHelper(HelperId.RingbufSubmit, SkipsFirstParameter = true)]
    public static void Submit(RecordBuffer map, void* record, RingBufferFlags flags) => map.Ring.Submit((byte*)record, flags);

    [BpfHelper(HelperId.RingbufDiscard, SkipsFirstParameter = true)]
    public static void Discard(RecordBuffer map, void* record, RingBufferFlags flags) => map.Ring.Discard((byte*)record, flags);

    [BpfHelper(HelperId.RingbufOutput)]
    public static long Output(RecordBuffer map, void* data, ulong size, RingBufferFlags flags) => map.Ring.Output((byte*)data, size, flags);

    [BpfHelper(HelperId.RingbufQuery)]
    public static ulong Query(RecordBuffer map, RingBufferQuery query) => map.Ring.Query(query);
}
