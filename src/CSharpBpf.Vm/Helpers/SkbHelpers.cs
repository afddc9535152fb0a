using System;
using System.Runtime.CompilerServices;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>Helpers that copy from and to a socket buffer, and keep its checksums (net/core/filter.c, v6.12).</summary>
internal static unsafe class SkbHelpers
{
    private const ulong RecomputeChecksum = 1;
    private const ulong InvalidateHash = 2;
    private const ulong SizeMask = 0xF;
    private const ulong PseudoHeader = 0x10;
    private const ulong ZeroIsNone = 0x20;
    private const ulong Enforce = 0x40;
    private const ulong LastChecksumOffset = 0xFFFF;
    private const ulong Ingress = 1;

    public static void Register(HelperRegistry registry)
    {
        registry.Register(HelperId.SkbLoadBytes, LoadBytes);
        registry.Register(HelperId.SkbStoreBytes, StoreBytes);
        registry.Register(HelperId.L3CsumReplace, ReplaceL3Checksum);
        registry.Register(HelperId.L4CsumReplace, ReplaceL4Checksum);
        registry.Register(HelperId.SkbVlanPush, static call => TryGetSkb(call, out SkbBuffer skb) ? Result(skb.PushVlan((uint)call.Argument(2), (uint)call.Argument(3))) : 0);
        registry.Register(HelperId.SkbVlanPop, static call => TryGetSkb(call, out SkbBuffer skb) ? Result(skb.PopVlan()) : 0);
        registry.Register(HelperId.CloneRedirect, CloneRedirect);
        registry.Register(HelperId.SkbPullData, static call => TryGetSkb(call, out SkbBuffer skb) && (uint)call.Argument(2) > (uint)skb.Length ? Result(-Errno.NoMemory) : 0);
    }

    private static ulong LoadBytes(VmHelperCall call)
    {
        uint length = (uint)call.Argument(4);
        if (!TryGetSkb(call, out SkbBuffer skb) || !call.TryGetMemory(3, length, AccessRights.Write, out byte* to))
        {
            return 0;
        }

        byte* from = Find(skb, call.Argument(2), length);
        if (from == null)
        {
            Unsafe.InitBlockUnaligned(to, 0, length);
            return Result(-Errno.BadAddress);
        }

        Unsafe.CopyBlockUnaligned(to, from, length);
        return 0;
    }

    private static ulong StoreBytes(VmHelperCall call)
    {
        uint length = (uint)call.Argument(4);
        if (!TryGetSkb(call, out SkbBuffer skb) || !call.TryGetMemory(3, length, AccessRights.Read, out byte* from))
        {
            return 0;
        }

        ulong flags = call.Argument(5);
        if ((flags & ~(RecomputeChecksum | InvalidateHash)) != 0)
        {
            return Result(-Errno.Invalid);
        }

        byte* to = Find(skb, call.Argument(2), length);
        if (to == null)
        {
            return Result(-Errno.BadAddress);
        }

        Unsafe.CopyBlockUnaligned(to, from, length);
        if ((flags & InvalidateHash) != 0)
        {
            skb.ForgetHash();
        }

        return 0;
    }

    private static ulong ReplaceL3Checksum(VmHelperCall call)
    {
        ulong flags = call.Argument(5);
        if (!TryGetSkb(call, out SkbBuffer skb))
        {
            return 0;
        }

        if ((flags & ~SizeMask) != 0)
        {
            return Result(-Errno.Invalid);
        }

        ushort* checksum = FindChecksum(skb, call.Argument(2));
        return checksum == null ? Result(-Errno.BadAddress) : Replace(checksum, call.Argument(3), call.Argument(4), flags);
    }

    private static ulong ReplaceL4Checksum(VmHelperCall call)
    {
        ulong flags = call.Argument(5);
        if (!TryGetSkb(call, out SkbBuffer skb))
        {
            return 0;
        }

        if ((flags & ~(SizeMask | PseudoHeader | ZeroIsNone | Enforce)) != 0)
        {
            return Result(-Errno.Invalid);
        }

        ushort* checksum = FindChecksum(skb, call.Argument(2));
        if (checksum == null)
        {
            return Result(-Errno.BadAddress);
        }

        if ((flags & ZeroIsNone) != 0 && (flags & Enforce) == 0 && *checksum == 0)
        {
            return 0;
        }

        // A 16-bit word counts as a 32-bit one here.
        ulong size = flags & SizeMask;
        ulong result = size == 2
            ? Replace(checksum, (ushort)call.Argument(3), (ushort)call.Argument(4), 4)
            : Replace(checksum, call.Argument(3), call.Argument(4), size);
        if (result == 0 && (flags & ZeroIsNone) != 0 && *checksum == 0)
        {
            *checksum = 0xFFFF;
        }

        return result;
    }

    private static ulong CloneRedirect(VmHelperCall call)
    {
        if (!TryGetSkb(call, out SkbBuffer skb))
        {
            return 0;
        }

        ulong flags = call.Argument(3);
        return (flags & ~Ingress) != 0 ? Result(-Errno.Invalid) : Result(call.Environment.SendCopy((uint)call.Argument(2), flags != 0, new ReadOnlySpan<byte>(skb.Data, skb.Length)));
    }

    private static ulong Replace(ushort* checksum, ulong before, ulong after, ulong size)
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
                return Result(-Errno.Invalid);
        }
    }

    private static bool TryGetSkb(VmHelperCall call, out SkbBuffer skb)
    {
        if (call.Skb is { } current && call.Argument(1) == current.Context.Base)
        {
            skb = current;
            return true;
        }

        call.Fault($"argument 1 of {call.Machine.CurrentHelperName} is 0x{call.Argument(1):x}, which is not the context of a run with a socket buffer");
        skb = null!;
        return false;
    }

    private static byte* Find(SkbBuffer skb, ulong offset, uint length) =>
        (uint)offset <= int.MaxValue && (uint)offset + (ulong)length <= (ulong)skb.Length ? skb.Data + (uint)offset : null;

    private static ushort* FindChecksum(SkbBuffer skb, ulong offset) =>
        (uint)offset <= LastChecksumOffset && (offset & 1) == 0 ? (ushort*)Find(skb, offset, sizeof(ushort)) : null;

    private static ulong Result(int error) => (ulong)(long)error;
}
