using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// The context of a program at a probe (bpf_user_pt_regs_t): the registers of x86-64 there. Narrow parameters are in the lower bits, the upper ones may hold
/// anything: cast them. A handle: in BPF it is the context pointer, in plain C# it refers to the memory of a <see cref="ProbeFrame"/>.
/// </summary>
[BpfContext(ProgramType.Kprobe)]
public readonly unsafe struct ProbeContext
{
    private readonly RecordMemory* record;

    internal ProbeContext(RecordMemory* record)
    {
        this.record = record;
    }

    /// <summary>The first parameter of the function, where it begins.</summary>
    [BpfContextField("parm1")]
    public ulong Parameter1 => RecordMemory.Field(record, ProgramType.Kprobe, "parm1");

    /// <summary>The second parameter.</summary>
    [BpfContextField("parm2")]
    public ulong Parameter2 => RecordMemory.Field(record, ProgramType.Kprobe, "parm2");

    /// <summary>The third parameter.</summary>
    [BpfContextField("parm3")]
    public ulong Parameter3 => RecordMemory.Field(record, ProgramType.Kprobe, "parm3");

    /// <summary>The fourth parameter.</summary>
    [BpfContextField("parm4")]
    public ulong Parameter4 => RecordMemory.Field(record, ProgramType.Kprobe, "parm4");

    /// <summary>The fifth parameter.</summary>
    [BpfContextField("parm5")]
    public ulong Parameter5 => RecordMemory.Field(record, ProgramType.Kprobe, "parm5");

    /// <summary>The sixth parameter; the kernel passes more of them on the stack.</summary>
    [BpfContextField("parm6")]
    public ulong Parameter6 => RecordMemory.Field(record, ProgramType.Kprobe, "parm6");

    /// <summary>What the function returns, where it returns.</summary>
    [BpfContextField("rc")]
    public ulong ReturnValue => RecordMemory.Field(record, ProgramType.Kprobe, "rc");

    /// <summary>Where the processor is.</summary>
    [BpfContextField("ip")]
    public ulong InstructionPointer => RecordMemory.Field(record, ProgramType.Kprobe, "ip");

    /// <summary>The stack pointer.</summary>
    [BpfContextField("sp")]
    public ulong StackPointer => RecordMemory.Field(record, ProgramType.Kprobe, "sp");

    /// <summary>The frame pointer, if the code keeps one.</summary>
    [BpfContextField("fp")]
    public ulong FramePointer => RecordMemory.Field(record, ProgramType.Kprobe, "fp");
}
