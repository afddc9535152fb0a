using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

/// <summary>Where an architecture's registers lie in bpf_user_pt_regs_t, the context of probes.</summary>
/// <param name="Architecture">The architecture, as the kernel names it.</param>
/// <param name="Size">The struct's size in bytes.</param>
/// <param name="Fields">
/// The registers that programs ask for, by ascending offset, under the names that libbpf's bpf_tracing.h gives to what they hold: parm1 to parm6, the
/// arguments of the probed function in the kernel's calling convention; rc, its result; fp, sp and ip.
/// </param>
public sealed record RegisterLayout(string Architecture, int Size, IReadOnlyList<ContextField> Fields);

/// <summary>
/// The registers at a probe, one row for each architecture that is described. Sources: arch/x86/include/asm/ptrace.h, arch/arm64/include/uapi/asm/ptrace.h
/// and tools/lib/bpf/bpf_tracing.h (v6.12). Objects are compiled for x86-64.
/// </summary>
public static class RegisterLayouts
{
    /// <summary>x86-64: struct pt_regs.</summary>
    public static RegisterLayout X64 { get; } = new(
        "x86_64",
        168,
        [
            Register("fp", 32),
            Register("parm6", 64),
            Register("parm5", 72),
            Register("rc", 80),
            Register("parm4", 88),
            Register("parm3", 96),
            Register("parm2", 104),
            Register("parm1", 112),
            Register("ip", 128),
            Register("sp", 152),
        ]);

    /// <summary>arm64: struct user_pt_regs. The result is in the register of the first argument, so rc is not listed.</summary>
    public static RegisterLayout Arm64 { get; } = new(
        "aarch64",
        272,
        [
            Register("parm1", 0),
            Register("parm2", 8),
            Register("parm3", 16),
            Register("parm4", 24),
            Register("parm5", 32),
            Register("parm6", 40),
            Register("fp", 232),
            Register("sp", 248),
            Register("ip", 256),
        ]);

    // A record of a probe may be read in parts, one of a perf event may not: what holds for both.
    private static ContextField Register(string name, int offset) => new(name, offset, sizeof(ulong), ContextFieldKind.Scalar, new KernelVersion(4, 9));
}
