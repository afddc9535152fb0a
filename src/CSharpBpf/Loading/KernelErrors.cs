using System;

namespace CSharpBpf.Loading;

/// <summary>Turns an error number of bpf(2) into what is missing and what to do.</summary>
internal static class KernelErrors
{
    public const int NotPermitted = 1;
    public const int NoSuchEntry = 2;
    public const int Interrupted = 4;
    public const int TooBig = 7;
    public const int BadDescriptor = 9;
    public const int TryAgain = 11;
    public const int OutOfMemory = 12;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int NoSuchDevice = 19;
    public const int InvalidArgument = 22;
    public const int NoSpace = 28;
    public const int NotImplemented = 38;
    public const int NotSupported = 95;

    /// <param name="what">What was tried, as the start of a sentence: "Creating map 'X'".</param>
    /// <param name="result">The negated error number.</param>
    /// <param name="hint">What the error means for this operation, if it means something of its own.</param>
    public static BpfException Create(string what, int result, string? hint = null) => new($"{what} failed: {hint ?? Explain(-result)}", -result);

    private static string Explain(int error) => error switch
    {
        _ when !OperatingSystem.IsLinux() => "this is not Linux. Load(BpfTarget.Virtual) runs the same object in the virtual machine.",
        NotPermitted => "the kernel does not permit it (EPERM). Run as root, or give the process CAP_BPF with CAP_NET_ADMIN (networking) or CAP_PERFMON (tracing); "
            + "in a container both must be in its bounding set. Load(BpfTarget.Virtual) needs no privileges.",
        OutOfMemory => "no memory (ENOMEM). Lower MaxEntries, or before kernel 5.11 raise RLIMIT_MEMLOCK.",
        AccessDenied => "access denied (EACCES).",
        InvalidArgument => "the kernel does not take these arguments (EINVAL): a size, flag or type is wrong or newer than this kernel.",
        TooBig => "too big (E2BIG).",
        Interrupted => "something stopped it half way (EINTR); a part of it may have happened.",
        TryAgain => "the kernel could not do it now (EAGAIN): try it again.",
        Busy => "busy (EBUSY): something else is attached there.",
        NotImplemented => "this kernel has no bpf(2) (ENOSYS): it was built without CONFIG_BPF_SYSCALL.",
        NotSupported => "not supported (EOPNOTSUPP) by this kernel or device.",
        _ => $"the kernel answered with error {error}.",
    };
}
