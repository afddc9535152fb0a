using System;
using System.Runtime.InteropServices;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>What a program of any type gave; called by the generated classes.</summary>
public sealed record FuzzResult(uint ReturnValue, string Packet = "", uint Mark = 0, uint Priority = 0)
{
    private const int LongestArguments = 12;

    /// <summary>The mark and the priority that a packet comes with; a filter of sockets gets neither.</summary>
    public static TcRunOptions Options(byte[] packet) => new() { Mark = BitConverter.ToUInt32(packet, 0), Priority = BitConverter.ToUInt32(packet, 8) };

    /// <summary>The arguments of a tracepoint: a packet's bytes, and zeros.</summary>
    public static ulong[] Words(byte[] packet)
    {
        ArgumentNullException.ThrowIfNull(packet);
        ulong[] words = new ulong[LongestArguments];
        Span<byte> bytes = MemoryMarshal.AsBytes(words.AsSpan());
        packet.AsSpan(0, Math.Min(packet.Length, bytes.Length)).CopyTo(bytes);
        return words;
    }

    public static FuzzResult Plain(byte[] packet, Func<XdpContext, XdpAction> program)
    {
        using XdpFrame frame = XdpFrame.From(packet);
        uint result = (uint)frame.Run(program);
        return new FuzzResult(result, Convert.ToHexStringLower(frame.Packet));
    }

    public static FuzzResult Plain(byte[] packet, Func<TcContext, TcAction> program)
    {
        using SkbFrame frame = SkbFrame.From(packet);
        TcContext context = frame.Context;
        (context.Mark, context.Priority) = (Options(packet).Mark, Options(packet).Priority);
        uint result = (uint)frame.Run(program);
        return new FuzzResult(result, Convert.ToHexStringLower(frame.Packet), context.Mark, context.Priority);
    }

    public static FuzzResult Plain(byte[] packet, Func<SocketFilterContext, uint> program)
    {
        using SocketFilterFrame frame = SocketFilterFrame.From(packet);
        return new FuzzResult(frame.Run(program));
    }

    public static FuzzResult Plain(byte[] packet, Func<CgroupSkbContext, SkAction> program)
    {
        using CgroupSkbFrame frame = CgroupSkbFrame.From(packet);
        CgroupSkbContext context = frame.Context;
        (context.Mark, context.Priority) = (Options(packet).Mark, Options(packet).Priority);
        uint result = (uint)frame.Run(program);
        return new FuzzResult(result, "", context.Mark, context.Priority);
    }

    public static FuzzResult Plain(byte[] packet, Func<RawTracepointContext, int> program)
    {
        using RawTracepointFrame frame = RawTracepointFrame.From(Words(packet));
        return new FuzzResult((uint)frame.Run(program));
    }

    public static FuzzResult Loaded(XdpRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new FuzzResult(result.ReturnValue, Convert.ToHexStringLower(result.Packet.Span));
    }

    public static FuzzResult Loaded(TcRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new FuzzResult(result.ReturnValue, Convert.ToHexStringLower(result.Packet.Span), result.Mark, result.Priority);
    }

    public static FuzzResult Loaded(SocketFilterRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new FuzzResult(result.AcceptedBytes);
    }

    public static FuzzResult Loaded(CgroupSkbRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new FuzzResult(result.ReturnValue, "", result.Mark, result.Priority);
    }

    public static FuzzResult Loaded(TracingRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new FuzzResult((uint)result.ReturnValue);
    }
}
