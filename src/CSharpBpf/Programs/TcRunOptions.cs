using System;

namespace CSharpBpf;

/// <summary>How a classifier is run on a packet.</summary>
public sealed record TcRunOptions
{
    /// <summary>How often to run it: each time on what the run before left; the result is the last run's.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>The mark before the first run.</summary>
    public uint Mark { get; init; }

    /// <summary>The priority before the first run.</summary>
    public uint Priority { get; init; }

    /// <summary>What an XDP program has put in front of the packet: a multiple of 4 bytes, up to 252. In the virtual machine only: the kernel's test run has none.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }
}
