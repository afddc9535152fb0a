namespace CSharpBpf.Vm;

/// <summary>Error numbers (uapi/asm-generic/errno-base.h and errno.h) as map operations and helpers return them, negated.</summary>
public static class Errno
{
    /// <summary>No such entry.</summary>
    public const int NoEntry = 2;

    /// <summary>The argument list, or the map, is full.</summary>
    public const int TooBig = 7;

    /// <summary>There is no room now (EAGAIN).</summary>
    public const int TryAgain = 11;

    /// <summary>Out of memory.</summary>
    public const int NoMemory = 12;

    /// <summary>Permission denied.</summary>
    public const int Access = 13;

    /// <summary>EFAULT.</summary>
    public const int BadAddress = 14;

    /// <summary>EBUSY.</summary>
    public const int Busy = 16;

    /// <summary>The entry exists.</summary>
    public const int Exists = 17;

    /// <summary>There is no such device.</summary>
    public const int NoDevice = 19;

    /// <summary>Invalid argument.</summary>
    public const int Invalid = 22;

    /// <summary>No space left.</summary>
    public const int NoSpace = 28;

    /// <summary>Waiting would have no end.</summary>
    public const int Deadlock = 35;

    /// <summary>The operation is not supported (the kernel-internal ENOTSUPP).</summary>
    public const int NotSupported = 524;
}
