using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's helpers of records of any length, under the typed classes (kernel/bpf/helpers.c and ringbuf.c, v6.12).</summary>
internal static unsafe class DynamicRecordHelpers
{
    private const int TooBig = -7;
    private const int Invalid = -22;

    [BpfHelper(HelperId.RingbufReserveDynptr)]
    public static long Reserve(RecordBuffer map, uint length, ulong flags, DynamicRecord* record)
    {
        record->Start = map.Ring.Reserve(length, flags);
        record->Size = record->Start == null ? 0 : length;
        return record->Start == null ? Invalid : 0;
    }

    [BpfHelper(HelperId.DynptrWrite)]
    public static long Write(DynamicRecord* record, uint offset, void* source, uint length, ulong flags)
    {
        if (record->Start == null || flags != 0)
        {
            return Invalid;
        }

        if (length > record->Size || offset > record->Size - length)
        {
            return TooBig;
        }

        Buffer.MemoryCopy(source, record->Start + offset, length, length);
        return 0;
    }

    [BpfHelper(HelperId.RingbufSubmitDynptr, SkipsFirstParameter = true)]
    public static void Submit(RecordBuffer map, DynamicRecord* record, RingBufferFlags flags)
    {
        if (record->Start != null)
        {
            map.Ring.Submit(record->Start, flags);
            record->Start = null;
        }
    }

    [BpfHelper(HelperId.RingbufDiscardDynptr, SkipsFirstParameter = true)]
    public static void Discard(RecordBuffer map, DynamicRecord* record, RingBufferFlags flags)
    {
        if (record->Start != null)
        {
            map.Ring.Discard(record->Start, flags);
            record->Start = null;
        }
    }
}
