namespace CSharpBpf.Vm;

/// <summary>How a program with a socket buffer is run.</summary>
public sealed class SkbRunOptions
{
    internal static readonly SkbRunOptions Default = new();

    /// <summary>How often the program runs; each repetition finds the packet and the context as the one before left them.</summary>
    public int Repeat { get; init; } = 1;

    /// <summary>__sk_buff.mark before the first run.</summary>
    public uint Mark { get; init; }

    /// <summary>__sk_buff.priority before the first run.</summary>
    public uint Priority { get; init; }
}
