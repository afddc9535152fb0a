using System;

namespace CSharpBpf;

/// <summary>Declares a map: a partial get-only property of a BPF class whose type is a map type.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BpfMapAttribute : Attribute
{
    /// <summary>The capacity in entries, at least 1. A ring buffer's size in bytes: a power of two and a multiple of 4096.</summary>
    public uint MaxEntries { get; set; }

    /// <summary>The map's name in the object; the property's name if not set. A C identifier.</summary>
    public string? Name { get; set; }

    /// <summary>Creation flags.</summary>
    public MapFlags Flags { get; set; }

    /// <summary>
    /// Whether the map is pinned under its name in the BPF file system (libbpf's LIBBPF_PIN_BY_NAME): the first object that is loaded into the kernel makes it,
    /// all others that declare it use the same one, and it outlives them.
    /// </summary>
    public bool Pin { get; set; }
}

/// <summary>Map creation flags (BPF_F_* of uapi/linux/bpf.h).</summary>
[Flags]
public enum MapFlags
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>BPF_F_NO_PREALLOC: memory is taken when entries are added. Hash maps only; maps that must have it get it unasked.</summary>
    NoPreallocation = 1,

    /// <summary>BPF_F_NO_COMMON_LRU: one list of least recently used entries per CPU instead of one for all.</summary>
    NoCommonLru = 2,

    /// <summary>BPF_F_ZERO_SEED (kernel 5.0): the hash starts from 0 instead of a random number, so that runs repeat. For hash maps and Bloom filters in tests.</summary>
    ZeroSeed = 1 << 6,
}

/// <summary>
/// Declares a constant: an init-only property with a constant initialiser. It lives in <c>.rodata</c> and is fixed when the object is loaded,
/// so the kernel's verifier removes the branches it rules out.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BpfConstAttribute : Attribute
{
    /// <summary>The variable's name in the object; the property's name if not set. A C identifier.</summary>
    public string? Name { get; set; }
}

/// <summary>
/// Makes a method a global function (kernel 5.6): the kernel verifies it on its own, once, for all that its arguments may be, and not with each call. Its
/// parameters are integers, the context, and references to values without references in them; it returns an integer or nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BpfGlobalFunctionAttribute : Attribute;

/// <summary>Declares a global variable: a partial get-only property that returns a reference. User space and programs see the same memory.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BpfGlobalAttribute : Attribute
{
    /// <summary>The variable's name in the object; the property's name if not set. A C identifier.</summary>
    public string? Name { get; set; }

    /// <summary>The value at load: a constant of the property's type. Without it the variable is zero and lives in <c>.bss</c>, with it in <c>.data</c>.</summary>
    public object? InitialValue { get; set; }
}

/// <summary>The licence of the object's programs. Without it the object says it has none, and helpers marked GPL-only are refused.</summary>
/// <param name="name">The licence, in the words of the kernel's license.h: "GPL", "Dual MIT/GPL", "Proprietary", ...</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Assembly)]
public sealed class BpfLicenseAttribute(string name) : Attribute
{
    /// <summary>The licence.</summary>
    public string Name { get; } = name;
}

/// <summary>What the attributes of all program types share.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class ProgramAttribute : Attribute
{
    /// <summary>The program's name in the object; the method's name if not set. A C identifier.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// What the program returns where .NET throws: a constant of its return type. With it <c>throw</c>, overflow in checked arithmetic and
    /// accesses that are not proven become run-time checks; without it they are errors at compile time.
    /// </summary>
    public object? OnFault { get; set; }
}

/// <summary>Makes a method an XDP program: it takes an <see cref="XdpContext"/> and returns an <see cref="XdpAction"/>. Section <c>xdp</c>.</summary>
public sealed class XdpProgramAttribute : ProgramAttribute;

/// <summary>
/// Makes a method a classifier of traffic control: it takes a <see cref="TcContext"/> and returns a <see cref="TcAction"/>. Section <c>tc</c>.
/// It sees packets that come in, behind XDP, or that go out, and can change them and their metadata.
/// </summary>
public sealed class TcClassifierAttribute : ProgramAttribute;

/// <summary>
/// Makes a method a program that runs at a tracepoint: it takes a <see cref="TracepointContext"/> and returns an <see cref="int"/>, 0 as a rule (perf's
/// own events of the tracepoint are dropped then). Section <c>tracepoint/CATEGORY/NAME</c>.
/// </summary>
/// <param name="category">The category, such as <c>sched</c>: a directory of /sys/kernel/tracing/events.</param>
/// <param name="tracepoint">The tracepoint, such as <c>sched_process_exec</c>: a directory in that.</param>
public sealed class TracepointAttribute(string category, string tracepoint) : ProgramAttribute
{
    /// <summary>The category.</summary>
    public string Category { get; } = category;

    /// <summary>The tracepoint.</summary>
    public string Tracepoint { get; } = tracepoint;
}

/// <summary>
/// Makes a method a program that runs at a tracepoint before its record is made: it takes a <see cref="RawTracepointContext"/> with the arguments of the
/// tracepoint as the kernel's own code passes them, and returns an <see cref="int"/>, which means nothing. Section <c>raw_tp/NAME</c>.
/// </summary>
/// <param name="tracepoint">The tracepoint, such as <c>sched_process_exec</c>.</param>
public sealed class RawTracepointAttribute(string tracepoint) : ProgramAttribute
{
    /// <summary>The tracepoint.</summary>
    public string Tracepoint { get; } = tracepoint;
}

/// <summary>
/// Makes a method a filter of a socket: it takes a <see cref="SocketFilterContext"/> and returns how many bytes of the packet the socket gets, 0 to drop it.
/// Section <c>socket</c>.
/// </summary>
public sealed class SocketFilterAttribute : ProgramAttribute;

/// <summary>
/// Makes a method a filter of what the sockets of a cgroup receive or send: it takes a <see cref="CgroupSkbContext"/> and returns an <see cref="SkAction"/>.
/// Section <c>cgroup/skb</c>.
/// </summary>
public sealed class CgroupSkbAttribute : ProgramAttribute;

/// <summary>
/// Makes a method a program that runs where a function of the kernel begins: it takes a <see cref="ProbeContext"/> and returns an <see cref="int"/>, 0.
/// Section <c>kprobe/FUNCTION</c>.
/// </summary>
/// <param name="function">The function, one of /proc/kallsyms that is not inlined.</param>
public sealed class KprobeAttribute(string function) : ProgramAttribute
{
    /// <summary>The function.</summary>
    public string Function { get; } = function;
}

/// <summary>
/// Makes a method a program that runs where a function of the kernel returns: it takes a <see cref="ProbeContext"/> and returns an <see cref="int"/>, 0.
/// Section <c>kretprobe/FUNCTION</c>.
/// </summary>
/// <param name="function">The function, one of /proc/kallsyms that is not inlined.</param>
public sealed class KretprobeAttribute(string function) : ProgramAttribute
{
    /// <summary>The function.</summary>
    public string Function { get; } = function;
}

/// <summary>
/// Makes a method a program that runs where a function of a process begins: it takes a <see cref="ProbeContext"/> and returns an <see cref="int"/>, 0.
/// Section <c>uprobe</c>; which function is said when it is attached.
/// </summary>
public sealed class UprobeAttribute : ProgramAttribute;

/// <summary>
/// Makes a method a program that runs where a function of a process returns: it takes a <see cref="ProbeContext"/> and returns an <see cref="int"/>, 0.
/// Section <c>uretprobe</c>; which function is said when it is attached.
/// </summary>
public sealed class UretprobeAttribute : ProgramAttribute;

/// <summary>
/// Makes a method a program that runs when a counter overflows, such as a clock: it takes a <see cref="PerfEventContext"/> and returns an <see cref="int"/>,
/// 0. Section <c>perf_event</c>.
/// </summary>
public sealed class PerfEventAttribute : ProgramAttribute;
