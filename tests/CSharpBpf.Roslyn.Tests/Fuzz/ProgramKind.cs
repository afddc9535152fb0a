using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>What a program may do with its packet.</summary>
internal enum PacketAccess
{
    None,

    /// <summary>Through a cursor.</summary>
    Read,

    /// <summary>Through a cursor and references.</summary>
    Write,
}

/// <summary>A program type that the kernel has a test run for.</summary>
/// <param name="Attribute">As written in C#, without arguments of its own.</param>
/// <param name="Context">The context's type.</param>
/// <param name="Action">The type of what it returns.</param>
internal sealed record ProgramKind(string Attribute, string Context, string Action)
{
    public static readonly ProgramKind Xdp = new("XdpProgram", "XdpContext", "XdpAction")
    {
        Packet = PacketAccess.Write,
        HasLocks = true,
        Fields = [Read("RxQueueIndex"), Read("PacketLength")],
    };

    public static readonly ProgramKind Tc = new("TcClassifier", "TcContext", "TcAction")
    {
        Packet = PacketAccess.Write,
        HasLocks = true,
        HasLoad = true,
        Arguments = "packet, FuzzResult.Options(packet)",
        Fields = [Read("Length"), Read("PacketType"), Written("Mark"), Written("Priority"), Written("ControlBlock1"), Written("ControlBlock4"), Read("VlanPresent"), Read("Hash"), Read("Protocol", TypeGenerator.EtherType)],
    };

    public static readonly ProgramKind SocketFilter = new("SocketFilter", "SocketFilterContext", "uint")
    {
        HasLoad = true,
        Hidden = EthernetLength,
        Fields = [Read("Length"), Read("PacketType"), Read("Mark"), Read("Priority"), Written("ControlBlock0"), Written("ControlBlock3"), Read("SegmentSize"), Read("Protocol", TypeGenerator.EtherType)],
    };

    // The kernel has to know of what it returns that it is 0 or 1.
    public static readonly ProgramKind CgroupSkb = new("CgroupSkb", "CgroupSkbContext", "SkAction")
    {
        Packet = PacketAccess.Read,
        HasLocks = true,
        HasLoad = true,
        Hidden = EthernetLength,
        Actions = 2,
        Result = "(SkAction)(int)({0} & 1)",
        Arguments = "packet, FuzzResult.Options(packet)",
        Fields = [Read("Length"), Read("PacketType"), Written("Mark"), Written("Priority"), Written("ControlBlock0"), Written("ControlBlock2"), Read("VlanTagControl"), Read("Protocol", TypeGenerator.EtherType)],
    };

    public static readonly ProgramKind RawTracepoint = new("RawTracepoint", "RawTracepointContext", "int")
    {
        Arguments = "FuzzResult.Words(packet)",
        Target = "\"sys_enter\"",
        IsTracing = true,
        Fields = [],
    };

    private const int EthernetLength = 14;

    /// <summary>What it may do with the packet through pointers.</summary>
    public PacketAccess Packet { get; init; }

    /// <summary>Whether it may copy out of the packet by the helper.</summary>
    public bool HasLoad { get; init; }

    /// <summary>Whether the kernel lets it take locks.</summary>
    public bool HasLocks { get; init; }

    /// <summary>Whether it runs on a tracepoint's arguments, for a task.</summary>
    public bool IsTracing { get; init; }

    /// <summary>How many bytes of the packet lie in front of what it sees.</summary>
    public int Hidden { get; init; }

    /// <summary>How many small numbers it may return.</summary>
    public int Actions { get; init; } = 5;

    /// <summary>What its loaded form is run on, as written in C#.</summary>
    public string Arguments { get; init; } = "packet";

    /// <summary>Its context's fields.</summary>
    public required IReadOnlyList<Place> Fields { get; init; }

    /// <summary>What it is attached to, where the attribute says so.</summary>
    private string? Target { get; init; }

    /// <summary>How a number of 64 bits is returned.</summary>
    private string? Result { get; init; }

    /// <summary>The attribute.</summary>
    /// <param name="onFault">What a fault gives; null for a program that has none.</param>
    public string Declare(string? onFault)
    {
        string arguments = string.Join(", ", ((string?[])[Target, onFault is null ? null : $"OnFault = {onFault}"]).OfType<string>());
        return arguments.Length == 0 ? Attribute : $"{Attribute}({arguments})";
    }

    public string Return(string number) => string.Format(CultureInfo.InvariantCulture, Result ?? $"({Action})(int)({{0}})", number);

    /// <summary>One of the small numbers.</summary>
    public string Constant(Random random) => $"({Action}){random.Next(Actions).ToString(CultureInfo.InvariantCulture)}";

    private static Place Read(string name, FuzzType? type = null) => new("context." + name, type ?? Integers.UInt, false, false, false) { IsCapturable = true };

    private static Place Written(string name) => Read(name) with { IsWritable = true };
}
