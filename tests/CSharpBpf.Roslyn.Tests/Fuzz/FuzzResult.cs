using System;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>What a program of any type gave; called by the generated classes.</summary>
public sealed record FuzzResult(uint ReturnValue, string Packet)
{
    public static FuzzResult Plain(byte[] packet, Func<XdpContext, XdpAction> program)
    {
        using XdpFrame frame = XdpFrame.From(packet);
        uint result = (uint)frame.Run(program);
        return new FuzzResult(result, Convert.ToHexStringLower(frame.Packet));
    }

    public static FuzzResult Plain(byte[] packet, Func<TcContext, TcAction> program)
    {
        using SkbFrame frame = SkbFrame.From(packet);
        uint result = (uint)frame.Run(program);
        return new FuzzResult(result, Convert.ToHexStringLower(frame.Packet));
    }

    public static FuzzResult Loaded(XdpRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new FuzzResult(result.ReturnValue, Convert.ToHexStringLower(result.Packet.Span));
    }

    public static FuzzResult Loaded(TcRunResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new FuzzResult(result.ReturnValue, Convert.ToHexStringLower(result.Packet.Span));
    }
}
