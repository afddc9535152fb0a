using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's helpers on a socket buffer, under the members of contexts; the bodies do in plain C# what net/core/filter.c does (v6.12).</summary>
internal static unsafe class SkbHelpers
{
    private const int Invalid = -22;
    private const int Fault = -14;
    private const int NoMemory = -12;
    private const uint LastChecksumOffset = 0xFFFF;
    private const ulong SizeMask = 0xF;

    [BpfHelper(HelperId.SkbLoadBytes)]
    public static long LoadBytes(TcContext context, uint offset, void* to, uint length) => LoadBytes(context.Frame, offset, to, length);

    [BpfHelper(HelperId.SkbLoadBytes)]
    public static long LoadBytes(SocketFilterContext context, uint offset, void* to, uint length) => LoadBytes(context.Frame, offset, to, length);

    [BpfHelper(HelperId.SkbLoadBytes)]
    public static long LoadBytes(CgroupSkbContext context, uint offset, void* to, uint length) => LoadBytes(context.Frame, offset, to, length);

    [BpfHelper(HelperId.SkbStoreBytes)]
    public static long StoreBytes(TcContext context, uint offset, void* from, uint length, ulong flags)
    {
        if ((flags & ~(ulong)(SkbStoreFlags.RecomputeChecksum | SkbStoreFlags.InvalidateHash)) != 0)
        {
            return Invalid;
        }

        if (!TryGet(context.Frame, offset, length, out byte* to))
        {
            return Fault;
        }

        new Span<byte>(from, (int)length).CopyTo(new Span<byte>(to, (int)length));
        if ((flags & (ulong)SkbStoreFlags.InvalidateHash) != 0)
        {
            context.Frame->Hash = 0;
        }

        return 0;
    }

    [BpfHelper(HelperId.L3CsumReplace)]
    public static long ReplaceL3Checksum(TcContext context, uint offset, ulong before, ulong after, ulong flags)
    {
        if ((flags & ~SizeMask) != 0)
        {
            return Invalid;
        }

        return TryGetChecksum(context, offset, out ushort* checksum) ? Replace(checksum, before, after, flags & SizeMask) : Fault;
    }

    [BpfHelper(HelperId.L4CsumReplace)]
    public static long ReplaceL4Checksum(TcContext context, uint offset, ulong before, ulong after, ulong flags)
    {
        const ulong Known = (ulong)(L4ChecksumFlags.PseudoHeader | L4ChecksumFlags.ZeroIsNone | L4ChecksumFlags.Enforce);
        if ((flags & ~(Known | SizeMask)) != 0)
        {
            return Invalid;
        }

        if (!TryGetChecksum(context, offset, out ushort* checksum))
        {
            return Fault;
        }

        bool zeroIsNone = (flags & (ulong)L4ChecksumFlags.ZeroIsNone) != 0;
        if (zeroIsNone && (flags & (ulong)L4ChecksumFlags.Enforce) == 0 && *checksum == 0)
        {
            return 0;
        }

        // A 16-bit word counts as a 32-bit one here.
        ulong size = flags & SizeMask;
        long result = Replace(checksum, size == 2 ? (ushort)before : before, size == 2 ? (ushort)after : after, size == 2 ? 4 : size);
        if (result == 0 && zeroIsNone && *checksum == 0)
        {
            *checksum = 0xFFFF;
        }

        return result;
    }

    [BpfHelper(HelperId.SkbPullData)]
    public static long PullData(TcContext context, uint length) => length > context.Frame->Length ? -12 : 0;

    [BpfHelper(HelperId.SkbVlanPush)]
    public static long PushVlan(TcContext context, uint protocol, uint control)
    {
        SkbFrameMemory* frame = context.Frame;
        if (frame->VlanPresent != 0)
        {
            // The tag that was there comes to stand between the addresses and the type.
            if (frame->DataMeta - VlanTag.Length < frame->Start)
            {
                return NoMemory;
            }

            VlanTag.Insert(new Span<byte>(frame->Data - VlanTag.Length, VlanTag.Addresses + VlanTag.Length), frame->VlanProtocol, frame->VlanTagControl);
            frame->Protocol = frame->VlanProtocol;
            MoveStart(frame, -VlanTag.Length);
        }

        (frame->VlanPresent, frame->VlanProtocol, frame->VlanTagControl) = (1, VlanTag.Normalize(protocol), (ushort)control);
        return 0;
    }

    [BpfHelper(HelperId.SkbVlanPop)]
    public static long PopVlan(TcContext context)
    {
        SkbFrameMemory* frame = context.Frame;
        if (frame->VlanPresent != 0)
        {
            (frame->VlanPresent, frame->VlanProtocol, frame->VlanTagControl) = (0, 0, 0);
        }
        else if (!VlanTag.IsTag(frame->Protocol))
        {
            return 0;
        }
        else if (!TryTakeTag(frame, out _))
        {
            return NoMemory;
        }

        uint protocol = frame->Protocol;
        if (!VlanTag.IsTag(protocol))
        {
            return 0;
        }

        if (!TryTakeTag(frame, out uint control))
        {
            return NoMemory;
        }

        (frame->VlanPresent, frame->VlanProtocol, frame->VlanTagControl) = (1, protocol, control);
        return 0;
    }

    [BpfHelper(HelperId.CloneRedirect)]
    public static long CloneRedirect(TcContext context, uint interfaceIndex, ulong flags) => (flags & ~RedirectHelpers.Ingress) != 0 ? Invalid
        : BpfEnvironment.Current.Network.Send(interfaceIndex, flags != 0, new ReadOnlySpan<byte>(context.Frame->Data, (int)(context.Frame->DataEnd - context.Frame->Data)));

    private static bool TryTakeTag(SkbFrameMemory* frame, out uint control)
    {
        control = 0;
        if (frame->Length < VlanTag.SmallestTaggedPacket)
        {
            return false;
        }

        control = VlanTag.Remove(new Span<byte>(frame->Data, VlanTag.SmallestTaggedPacket));
        MoveStart(frame, VlanTag.Length);
        frame->Protocol = SkbMetadata.Protocol(new ReadOnlySpan<byte>(frame->Data, (int)Math.Min(frame->Length, SkbMetadata.Length)).ToArray());
        return true;
    }

    private static void MoveStart(SkbFrameMemory* frame, int bytes)
    {
        frame->Data += bytes;
        frame->DataMeta += bytes;
        frame->Length = (uint)(frame->DataEnd - frame->Data);
    }

    private static long LoadBytes(SkbFrameMemory* frame, uint offset, void* to, uint length)
    {
        Span<byte> target = new(to, (int)length);
        if (!TryGet(frame, offset, length, out byte* from))
        {
            target.Clear();
            return Fault;
        }

        new Span<byte>(from, (int)length).CopyTo(target);
        return 0;
    }

    private static long Replace(ushort* checksum, ulong before, ulong after, ulong size)
    {
        switch (size)
        {
            case 0 when before == 0:
                *checksum = InternetSum.ReplaceByDifference(*checksum, (uint)after);
                return 0;
            case 2:
                *checksum = InternetSum.Replace2(*checksum, (ushort)before, (ushort)after);
                return 0;
            case 4:
                *checksum = InternetSum.Replace4(*checksum, (uint)before, (uint)after);
                return 0;
            default:
                return Invalid;
        }
    }

    private static bool TryGetChecksum(TcContext context, uint offset, out ushort* checksum)
    {
        bool found = TryGet(context.Frame, offset, sizeof(ushort), out byte* bytes) && offset <= LastChecksumOffset && (offset & 1) == 0;
        checksum = (ushort*)bytes;
        return found;
    }

    private static bool TryGet(SkbFrameMemory* frame, uint offset, uint length, out byte* bytes)
    {
        bytes = frame->Data + offset;
        return offset <= int.MaxValue && offset + (ulong)length <= (ulong)(frame->DataEnd - frame->Data);
    }
}
