namespace CSharpBpf;

/// <summary>What a classifier of traffic control decides (TC_ACT_* of uapi/linux/pkt_cls.h).</summary>
public enum TcAction
{
    /// <summary>TC_ACT_UNSPEC: on to the next program, or as Ok behind the last.</summary>
    Unspecified = -1,

    /// <summary>TC_ACT_OK: on with the packet, past the programs that follow.</summary>
    Ok = 0,

    /// <summary>TC_ACT_RECLASSIFY: start again from the first classifier.</summary>
    Reclassify = 1,

    /// <summary>TC_ACT_SHOT: drop.</summary>
    Shot = 2,

    /// <summary>TC_ACT_PIPE: on to the next action.</summary>
    Pipe = 3,

    /// <summary>TC_ACT_STOLEN: the packet is taken over; to the sender it was sent.</summary>
    Stolen = 4,

    /// <summary>TC_ACT_QUEUED: as Stolen.</summary>
    Queued = 5,

    /// <summary>TC_ACT_REPEAT: run this action again.</summary>
    Repeat = 6,

    /// <summary>TC_ACT_REDIRECT: to where the redirect helper said.</summary>
    Redirect = 7,

    /// <summary>TC_ACT_TRAP: hand the packet to the CPU, on hardware that forwards.</summary>
    Trap = 8,
}
