namespace CSharpBpf.Vm;

/// <summary>How an XDP program is run. The defaults are those of BPF_PROG_TEST_RUN without a context.</summary>
public sealed class XdpRunOptions
{
    internal static readonly XdpRunOptions Default = new();

    /// <summary>How often the program runs. As in the kernel every repetition finds the packet as the one before left it; the last one's result counts.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>How many bytes at the start of the given packet are metadata, between data_meta and data: a multiple of 4, at most 216.</summary>
    public int MetadataLength { get; init; }

    /// <summary>xdp_md.ingress_ifindex. The kernel's test runs come in on the loopback interface, 1.</summary>
    public uint IngressInterfaceIndex { get; init; } = 1;

    /// <summary>xdp_md.rx_queue_index.</summary>
    public uint RxQueueIndex { get; init; }

    /// <summary>xdp_md.egress_ifindex: only programs in a devmap have one.</summary>
    public uint EgressInterfaceIndex { get; init; }

    /// <summary>
    /// The size of the frame the packet lies in, headroom (256) and tailroom (320) included. One page as in the kernel, which holds 3520 bytes of packet;
    /// up to 65536 for jumbo frames.
    /// </summary>
    public int FrameSize { get; init; } = 4096;
}
