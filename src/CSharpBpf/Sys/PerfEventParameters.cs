using System.Runtime.InteropServices;

namespace CSharpBpf.Sys;

/// <summary>The members of struct perf_event_attr (uapi/linux/perf_event.h) that are used here; of the size that kernel 3.3 had (PERF_ATTR_SIZE_VER1).</summary>
[StructLayout(LayoutKind.Explicit, Size = SizeInBytes)]
internal struct PerfEventParameters
{
    public const int SizeInBytes = 72;

    /// <summary>PERF_TYPE_SOFTWARE.</summary>
    public const uint Software = 1;

    /// <summary>PERF_TYPE_TRACEPOINT.</summary>
    public const uint Tracepoint = 2;

    [FieldOffset(0)]
    public uint Type;
    [FieldOffset(4)]
    public uint Size;
    [FieldOffset(8)]
    public ulong Config;
    [FieldOffset(16)]
    public ulong SamplePeriodOrFrequency;
    [FieldOffset(40)]
    public ulong Flags;
    [FieldOffset(56)]
    public ulong Config1;
    [FieldOffset(64)]
    public ulong Config2;
}

/// <summary>Requests to a perf event's descriptor (PERF_EVENT_IOC_* of uapi/linux/perf_event.h).</summary>
internal enum PerfEventRequest : uint
{
    Enable = 0x2400,
    SetBpf = 0x40042408,
}
