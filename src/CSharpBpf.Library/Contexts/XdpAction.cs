namespace CSharpBpf;

/// <summary>What an XDP program decides (enum xdp_action of uapi/linux/bpf.h).</summary>
public enum XdpAction
{
    /// <summary>XDP_ABORTED: drop, and raise the trace point xdp_exception: an error in the program.</summary>
    Aborted = 0,

    /// <summary>XDP_DROP: drop.</summary>
    Drop = 1,

    /// <summary>XDP_PASS: on to the network stack.</summary>
    Pass = 2,

    /// <summary>XDP_TX: out again through the interface it came from.</summary>
    Tx = 3,

    /// <summary>XDP_REDIRECT: to where the redirect helper said.</summary>
    Redirect = 4,
}
