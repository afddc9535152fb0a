using System.Runtime.CompilerServices;
using CSharpBpf.Net;

namespace CSharpBpf.TestPrograms;

/// <summary>Sends packets elsewhere.</summary>
public sealed partial class Redirects : BpfObject
{
    [BpfMap(MaxEntries = 4)]
    public partial DevMap Ports { get; }

    [BpfMap(MaxEntries = 4)]
    public partial DevMapHash Wires { get; }

    [BpfMap(MaxEntries = 2)]
    public partial CpuMap Cpus { get; }

    /// <summary>The packet's first byte says how, the second with which number.</summary>
    [XdpProgram]
    public XdpAction Choose(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out byte how) || !packet.TryRead(out byte number)) return XdpAction.Aborted;
        return how switch
        {
            0 => ctx.Redirect(number),
            1 => Ports.Redirect(ctx, number),
            2 => Ports.Redirect(ctx, number, XdpAction.Pass),
            3 => Wires.Redirect(ctx, number, XdpAction.Tx),
            4 => Cpus.Redirect(ctx, number, XdpAction.Drop),
            5 => Ports.Broadcast(ctx),
            6 => Wires.Broadcast(ctx, excludesIngress: false),
            7 => Forget(ctx, number),
            _ => XdpAction.Pass,
        };
    }

    /// <summary>The number that the classifier found in front of packets.</summary>
    [BpfGlobal]
    public partial ref uint Tag { get; }

    /// <summary>Puts a number in front of the packet.</summary>
    [XdpProgram]
    public XdpAction PutTag(XdpContext ctx)
    {
        if (!ctx.TryAdjustMeta(-sizeof(uint))) return XdpAction.Aborted;
        ref uint tag = ref ctx.Metadata.ReadRefOrNullRef<uint>();
        if (Unsafe.IsNullRef(ref tag)) return XdpAction.Drop;
        tag = 0x1234;
        return XdpAction.Pass;
    }

    /// <summary>Reads it, and sends two copies of the packet away.</summary>
    [TcClassifier]
    public TcAction TakeTag(TcContext ctx)
    {
        if (!ctx.Metadata.TryRead(out uint tag)) return TcAction.Shot;
        Tag = tag;
        return ctx.TryCloneRedirect(7) && ctx.TryCloneRedirect(8, isIngress: true) ? ctx.RedirectIngress(9) : TcAction.Ok;
    }

    /// <summary>What comes in through an interface goes out of the one that it is wired to.</summary>
    [XdpProgram]
    public XdpAction Forward(XdpContext ctx) => Wires.Redirect(ctx, ctx.IngressInterfaceIndex, XdpAction.Pass);

    private static XdpAction Forget(XdpContext ctx, uint number)
    {
        ctx.Redirect(number);
        return XdpAction.Drop;
    }
}
