namespace CSharpBpf.Vm;

/// <summary>What came of running a program with a socket buffer.</summary>
public sealed class SkbRunResult
{
    private readonly VmRunResult run;

    internal SkbRunResult(VmRunResult run, byte[] packet, uint mark, uint priority, VmRedirect? redirect)
    {
        this.run = run;
        Packet = packet;
        Mark = mark;
        Priority = priority;
        Redirect = redirect;
    }

    /// <summary>The program's answer: the low 32 bits of r0, as the kernel takes them.</summary>
    /// <exception cref="VmFaultException">The run faulted.</exception>
    public uint ReturnValue => (uint)run.ReturnValue;

    /// <summary>The packet after the run, also after a fault.</summary>
    public byte[] Packet { get; }

    /// <summary>__sk_buff.mark after the run.</summary>
    public uint Mark { get; }

    /// <summary>__sk_buff.priority after the run.</summary>
    public uint Priority { get; }

    /// <summary>Where the packet goes, when the answer is TC_ACT_REDIRECT and a helper said where.</summary>
    public VmRedirect? Redirect { get; }

    /// <summary>Instructions executed, over all repetitions.</summary>
    public long InstructionCount => run.InstructionCount;

    /// <summary>Why there is no answer; null when there is one.</summary>
    public VmFault? Fault => run.Fault;
}
