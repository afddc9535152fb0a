using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's helpers that say where a packet goes; the bodies note it in the frame, as net/core/filter.c does for the driver (v6.12).</summary>
internal static unsafe class RedirectHelpers
{
    /// <summary>BPF_F_INGRESS.</summary>
    public const ulong Ingress = 1;

    /// <summary>BPF_F_BROADCAST.</summary>
    public const ulong Broadcast = 1 << 3;

    /// <summary>BPF_F_EXCLUDE_INGRESS.</summary>
    public const ulong ExcludeIngress = 1 << 4;

    private const ulong ActionMask = 3;

    [BpfHelper(HelperId.Redirect, SkipsFirstParameter = true)]
    public static long ToInterface(XdpContext context, uint interfaceIndex, ulong flags)
    {
        if (flags != 0)
        {
            return (long)XdpAction.Aborted;
        }

        context.Frame->Redirect = new RedirectTarget(RedirectKind.Interface, interfaceIndex);
        return (long)XdpAction.Redirect;
    }

    [BpfHelper(HelperId.Redirect, SkipsFirstParameter = true)]
    public static long ToInterface(TcContext context, uint interfaceIndex, ulong flags)
    {
        if ((flags & ~Ingress) != 0)
        {
            return (long)TcAction.Shot;
        }

        context.Frame->Redirect = new RedirectTarget(flags == 0 ? RedirectKind.Interface : RedirectKind.InterfaceIngress, interfaceIndex);
        return (long)TcAction.Redirect;
    }

    [BpfHelper(HelperId.RedirectMap, SkipsFirstParameter = true)]
    public static long ToEntry(XdpContext context, RedirectMap map, uint key, ulong flags)
    {
        ulong known = ActionMask | (map.IsOfInterfaces ? Broadcast | ExcludeIngress : 0);
        if ((flags & ~known) != 0)
        {
            return (long)XdpAction.Aborted;
        }

        if ((flags & Broadcast) != 0)
        {
            context.Frame->Redirect = new RedirectTarget((flags & ExcludeIngress) != 0 ? RedirectKind.OtherInterfaces : RedirectKind.AllInterfaces, 0);
            return (long)XdpAction.Redirect;
        }

        byte* value = map.Entries.GetValueAddress((byte*)&key);
        if (value == null)
        {
            context.Frame->Redirect = default;
            return (long)(flags & ActionMask);
        }

        context.Frame->Redirect = map.IsOfInterfaces ? new RedirectTarget(RedirectKind.Interface, *(uint*)value) : new RedirectTarget(RedirectKind.Cpu, key);
        return (long)XdpAction.Redirect;
    }
}
