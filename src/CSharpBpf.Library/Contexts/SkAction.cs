namespace CSharpBpf;

/// <summary>What a filter of a cgroup decides (enum sk_action of uapi/linux/bpf.h).</summary>
public enum SkAction
{
    /// <summary>SK_DROP: drop the packet; who sends it gets EPERM.</summary>
    Drop = 0,

    /// <summary>SK_PASS: let it pass.</summary>
    Pass = 1,
}
