namespace CSharpBpf.Vm;

/// <summary>What came of running an XDP program over a packet.</summary>
public sealed class XdpRunResult
{
    private readonly VmRunResult run;

    internal XdpRunResult(VmRunResult run, byte[] packet, int metadataLength, VmRedirect? redirect)
    {
        this.run = run;
        Packet = packet;
        MetadataLength = metadataLength;
        Redirect = redirect;
    }

    /// <summary>The program's answer: an XDP action, or what else it returned; the low 32 bits of r0, as the kernel takes them.</summary>
    /// <exception cref="VmFaultException">The run faulted.</exception>
    public uint ReturnValue => (uint)run.ReturnValue;

    /// <summary>The bytes from data_meta to data_end after the run, also after a fault.</summary>
    public byte[] Packet { get; }

    /// <summary>How many bytes at the start of <see cref="Packet"/> are metadata.</summary>
    public int MetadataLength { get; }

    /// <summary>Where the packet goes, when the answer is XDP_REDIRECT and a helper said where.</summary>
    public VmRedirect? Redirect { get; }

    /// <summary>Instructions executed, over all repetitions.</summary>
    public long InstructionCount => run.InstructionCount;

    /// <summary>Why there is no answer; null when there is one.</summary>
    public VmFault? Fault => run.Fault;
}
