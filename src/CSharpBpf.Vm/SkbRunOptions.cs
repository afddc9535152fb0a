using System;

namespace CSharpBpf.Vm;

/// <summary>How a program with a socket buffer is run.</summary>
public sealed class SkbRunOptions
{
    internal static readonly SkbRunOptions Default = new();

    /// <summary>How often the program runs; each repetition finds the packet and the context as the one before left them.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>What an XDP program has put in front of the packet, between data_meta and data: a multiple of 4 bytes, at most 252.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>__sk_buff.mark before the first run.</summary>
    public uint Mark { get; init; }

    /// <summary>__sk_buff.priority before the first run.</summary>
    public uint Priority { get; init; }
}
