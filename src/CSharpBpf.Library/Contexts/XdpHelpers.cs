using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's helpers on an XDP frame; the bodies do in plain C# what net/core/filter.c does (v6.12).</summary>
internal static unsafe class XdpHelpers
{
    private const int Invalid = -22;
    private const int EthernetHeader = 14;

    [BpfHelper(HelperId.XdpAdjustHead)]
    public static long AdjustHead(XdpContext context, int delta)
    {
        XdpFrameMemory* frame = context.Frame;
        byte* moved = frame->Data + delta;
        if (moved < frame->Start || moved > frame->DataEnd - EthernetHeader)
        {
            return Invalid;
        }

        frame->Data = moved;
        return 0;
    }

    [BpfHelper(HelperId.XdpAdjustTail)]
    public static long AdjustTail(XdpContext context, int delta)
    {
        XdpFrameMemory* frame = context.Frame;
        byte* moved = frame->DataEnd + delta;
        if (moved > frame->HardEnd || moved < frame->Data + EthernetHeader)
        {
            return Invalid;
        }

        if (delta > 0)
        {
            new Span<byte>(frame->DataEnd, delta).Clear();
        }

        frame->DataEnd = moved;
        return 0;
    }
}
