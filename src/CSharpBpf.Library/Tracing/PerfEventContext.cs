using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// The context of a program at a perf event (struct bpf_perf_event_data): the registers of x86-64 when the counter overflowed, and the sample. A handle: in
/// BPF it is the context pointer, in plain C# it refers to the memory of a <see cref="PerfEventFrame"/>.
/// </summary>
[BpfContext(ProgramType.PerfEvent)]
public readonly unsafe struct PerfEventContext
{
    private readonly RecordMemory* record;

    internal PerfEventContext(RecordMemory* record)
    {
        this.record = record;
    }

    /// <summary>Where the processor was.</summary>
    [BpfContextField("ip")]
    public ulong InstructionPointer => RecordMemory.Field(record, ProgramType.PerfEvent, "ip");

    /// <summary>The stack pointer there.</summary>
    [BpfContextField("sp")]
    public ulong StackPointer => RecordMemory.Field(record, ProgramType.PerfEvent, "sp");

    /// <summary>The frame pointer there, if the code keeps one.</summary>
    [BpfContextField("fp")]
    public ulong FramePointer => RecordMemory.Field(record, ProgramType.PerfEvent, "fp");

    /// <summary>What the counter counted from sample to sample. Kernel 4.9.</summary>
    [BpfContextField("sample_period")]
    public ulong SamplePeriod => RecordMemory.Field(record, ProgramType.PerfEvent, "sample_period");

    /// <summary>The address that was accessed, if the event samples it. Kernel 4.17.</summary>
    [BpfContextField("addr")]
    public ulong Address => RecordMemory.Field(record, ProgramType.PerfEvent, "addr");
}
