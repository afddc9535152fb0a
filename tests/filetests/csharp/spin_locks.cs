using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 8)]
    public partial HashMap<uint, Account> Accounts { get; }

    [BpfMap(MaxEntries = 2)]
    public partial ArrayMap<Box> Boxes { get; }

    [XdpProgram]
    public XdpAction Add(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Account account = ref Accounts.GetValueRefOrNullRef(x.A);
        if (Unsafe.IsNullRef(ref account))
        {
            Accounts.TryAdd(x.A, new Account { Total = 5 });
            account = ref Accounts.GetValueRefOrNullRef(x.A);
            if (Unsafe.IsNullRef(ref account)) return XdpAction.Drop;
        }

        ulong now = Bpf.KtimeGetNs();
        ulong total;
        using (account.Lock.EnterScope())
        {
            account.Total += x.B;
            account.Number++;
            total = account.Total;
        }

        return (XdpAction)(total + (account.Number * 1000) + (now > 0 ? 1u : 0));
    }

    // Every way out of the block gives the lock back.
    [XdpProgram]
    public XdpAction Leave(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Box box = ref Boxes.GetValueRefOrNullRef(x.A & 1);
        if (Unsafe.IsNullRef(ref box)) return XdpAction.Drop;
        for (int i = 0; i < 4; i++)
        {
            using var held = box.Lock.EnterScope();
            box.Count += (uint)i;
            if (x.B == 0x08070605) return (XdpAction)(100 + box.Count);
            if ((x.B & 1) == 0) break;
            box.Last = box.Count;
        }

        box.Lock.Enter();
        uint count = box.Count;
        if (count > 3) box.Last += 7;
        box.Lock.Exit();
        ref Box other = ref Boxes.GetValueRefOrNullRef(1 - (x.A & 1));
        if (!Unsafe.IsNullRef(ref other)) Move(ref box, ref other);
        return (XdpAction)((count * 100) + (box.Last * 10) + box.Count);
    }

    private static void Move(ref Box from, ref Box to)
    {
        uint moved;
        using (from.Lock.EnterScope())
        {
            moved = from.Count / 2;
            from.Count -= moved;
        }

        using (to.Lock.EnterScope())
        {
            to.Count += moved;
        }
    }
}

public struct Input
{
    public uint A;
    public uint B;
}

public struct Account
{
    public ulong Total;
    public BpfSpinLock Lock;
    public uint Number;
}

public struct Box
{
    public BpfSpinLock Lock;
    public uint Count;
    public uint Last;
}
// expected
// Add: 1006 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Add: 134679027 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Add: 1005 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Add: 64929154 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Add: 2147484654 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
// Leave: 0 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Leave: 100 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Leave: 733 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Leave: 0 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Leave: 0 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
