using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    // A field that is a reference can be written through, also in a readonly struct.
    [XdpProgram]
    public XdpAction WriteThrough(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Counter counter)) return XdpAction.Aborted;
        var holder = new Holder(ref counter);
        holder.Bump();
        holder.Bump();
        return (XdpAction)(counter.Value + (holder.Seen * 1000));
    }
}

public struct Counter
{
    public uint Value;

    public void Add(uint number) => Value += number;
}

public readonly ref struct Holder
{
    private readonly ref Counter held;
    private readonly ref readonly Counter seen;

    public Holder(ref Counter held)
    {
        this.held = ref held;
        seen = ref held;
    }

    public uint Seen
    {
        get
        {
            seen.Add(100);
            return seen.Value;
        }
    }

    public void Bump() => held.Add(3);
}
// packets: 0000000000000000000000000000, 0500000000000000000000000000
// expected
// WriteThrough: 6006 0000000000000000000000000000
// WriteThrough: 11011 0500000000000000000000000000
