using System.Runtime.CompilerServices;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>Helpers that move a packet's bounds, copy from and to it, or choose where it goes (net/core/filter.c).</summary>
internal static unsafe class XdpHelpers
{
    private const ulong Aborted = 0;
    private const ulong Redirected = 4;
    private const ulong TcShot = 2;
    private const ulong TcRedirect = 7;
    private const ulong Ingress = 1;
    private const ulong ActionMask = 3;
    private const ulong Broadcast = 8;
    private const ulong ExcludeIngress = 16;

    public static void Register(HelperRegistry registry)
    {
        registry.Register(HelperId.XdpAdjustHead, static call => TryGetXdp(call, out XdpBuffer xdp) ? Result(xdp.AdjustHead((int)call.Argument(2))) : 0);
        registry.Register(HelperId.XdpAdjustTail, static call => TryGetXdp(call, out XdpBuffer xdp) ? Result(xdp.AdjustTail((int)call.Argument(2))) : 0);
        registry.Register(HelperId.XdpAdjustMeta, static call => TryGetXdp(call, out XdpBuffer xdp) ? Result(xdp.AdjustMeta((int)call.Argument(2))) : 0);
        registry.Register(HelperId.XdpGetBuffLen, static call => TryGetXdp(call, out XdpBuffer xdp) ? (uint)xdp.Length : 0);
        registry.Register(HelperId.XdpLoadBytes, static call => CopyBytes(call, AccessRights.Write));
        registry.Register(HelperId.XdpStoreBytes, static call => CopyBytes(call, AccessRights.Read));
        registry.Register(HelperId.Redirect, Redirect);
        registry.Register(HelperId.RedirectMap, RedirectMap);
    }

    private static bool TryGetXdp(VmHelperCall call, out XdpBuffer xdp)
    {
        if (call.Xdp is { } current && call.Argument(1) == current.Context.Base)
        {
            xdp = current;
            return true;
        }

        call.Fault($"argument 1 of {call.Machine.CurrentHelperName} is 0x{call.Argument(1):x}, which is not the context of an XDP run");
        xdp = null!;
        return false;
    }

    private static ulong CopyBytes(VmHelperCall call, AccessRights rights)
    {
        uint length = (uint)call.Argument(4);
        if (!TryGetXdp(call, out XdpBuffer xdp) || !call.TryGetMemory(3, length, rights, out byte* buffer))
        {
            return 0;
        }

        ulong offset = (uint)call.Argument(2);
        if (offset + length > (ulong)xdp.Length)
        {
            return Result(-Errno.Invalid);
        }

        if (rights == AccessRights.Write)
        {
            Unsafe.CopyBlockUnaligned(buffer, xdp.Data + offset, length);
        }
        else
        {
            Unsafe.CopyBlockUnaligned(xdp.Data + offset, buffer, length);
        }

        return 0;
    }

    private static ulong Redirect(VmHelperCall call)
    {
        bool isXdp = call.Xdp is not null;
        if ((call.Argument(2) & (isXdp ? ulong.MaxValue : ~Ingress)) != 0)
        {
            return isXdp ? Aborted : TcShot;
        }

        call.Machine.Redirect = new VmRedirect((uint)call.Argument(1), null, 0, call.Argument(2));
        return isXdp ? Redirected : TcRedirect;
    }

    private static ulong RedirectMap(VmHelperCall call)
    {
        if (!call.TryGetMap(1, out VmMapBinding map))
        {
            return 0;
        }

        MapType type = map.Map.Definition.Type;
        if (type is not (MapType.Devmap or MapType.DevmapHash or MapType.Cpumap or MapType.Xskmap))
        {
            return call.Fault($"bpf_redirect_map needs a map of devices, CPUs or sockets; '{map.Map.Definition.Name}' is of type {type}");
        }

        ulong flags = call.Argument(3);
        bool isDevices = type is MapType.Devmap or MapType.DevmapHash;
        if ((flags & ~(ActionMask | (isDevices ? Broadcast | ExcludeIngress : 0))) != 0)
        {
            return Aborted;
        }

        uint key = (uint)call.Argument(2);
        byte* value = (flags & Broadcast) == 0 ? map.Map.Lookup((byte*)&key, call.Cpu) : null;
        if (value == null && (flags & Broadcast) == 0)
        {
            call.Machine.Redirect = null;
            return flags & ActionMask;
        }

        call.Machine.Redirect = new VmRedirect(isDevices && value != null ? *(uint*)value : 0, map.Map, key, flags & (Broadcast | ExcludeIngress));
        return Redirected;
    }

    private static ulong Result(int error) => (ulong)(long)error;
}
