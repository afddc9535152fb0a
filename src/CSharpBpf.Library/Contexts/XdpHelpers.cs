using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's helpers on an XDP frame; the bodies do in plain C# what net/core/filter.c does (v6.12).</summary>
internal static unsafe class XdpHelpers
{
    private const int Invalid = -22;
    private const int AccessDenied = -13;
    private const int EthernetHeader = 14;
    private const int LongestMetadata = 255;

    [BpfHelper(HelperId.XdpAdjustHead)]
    public static long AdjustHead(XdpContext context, int delta)
    {
        XdpFrameMemory* frame = context.Frame;
        byte* moved = frame->Data + delta;
        long metadata = frame->Data - frame->DataMeta;
        if (moved < frame->Start + metadata || moved > frame->DataEnd - EthernetHeader)
        {
            return Invalid;
        }

        new Span<byte>(frame->DataMeta, (int)metadata).CopyTo(new Span<byte>(frame->DataMeta + delta, (int)metadata));
        frame->DataMeta += delta;
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

    [BpfHelper(HelperId.XdpAdjustMeta)]
    public static long AdjustMeta(XdpContext context, int delta)
    {
        XdpFrameMemory* frame = context.Frame;
        byte* moved = frame->DataMeta + delta;
        if (moved < frame->Start || moved > frame->Data)
        {
            return Invalid;
        }

        long length = frame->Data - moved;
        if ((length & 3) != 0 || length > LongestMetadata)
        {
            return AccessDenied;
        }

        frame->DataMeta = moved;
        return 0;
    }
}
