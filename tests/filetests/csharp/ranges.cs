// target: 6.4
using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

[BpfLicense("GPL")]
public sealed partial class Programs : BpfObject
{
    [BpfMap(MaxEntries = 256)]
    public partial ArrayMap<uint> Slots { get; }

    [BpfGlobal]
    public partial ref uint Trips { get; }

    [BpfGlobal(InitialValue = 3)]
    public partial ref byte Small { get; }

    // How often is known at run time only, and may be far more than the kernel would follow.
    [XdpProgram]
    public XdpAction Sums(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        ulong sum = x.H;
        uint hash = x.D;
        foreach (int i in Bpf.Range(0, (int)(x.D & 0xFFFFF)))
        {
            sum += (ulong)i * x.F;
            hash = hash * 31 + (uint)i;
        }

        o.R0 = (long)sum;
        o.R1 = hash;
        long backwards = 0;
        foreach (int i in Bpf.Range(x.E, -5)) backwards += i;
        foreach (int i in Bpf.Range(-3, 4)) backwards = backwards * 10 + i;
        foreach (int i in Bpf.Range(0, 8_388_609)) backwards = -1;
        foreach (int i in Bpf.Range(int.MaxValue - 2, int.MaxValue)) backwards += i;
        foreach (int i in Bpf.Range(int.MinValue, int.MinValue + 3)) backwards -= i;
        o.R2 = backwards;
        o.R3 = Count((int)x.D % 1000, x.G);
        return XdpAction.Pass;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Count(int most, int wanted)
    {
        int found = 0;
        foreach (int i in Bpf.Range(0, most))
        {
            if ((i & 127) == wanted) found++;
        }

        return found;
    }

    // Every way out gives the iterator back.
    [XdpProgram]
    public XdpAction Leave(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        foreach (int i in Bpf.Range(0, 100_000))
        {
            if (i == x.E) break;
            if ((i & 1) != 0) continue;
            o.R0 += i;
            if (o.R0 > 1_000_000) return XdpAction.Drop;
        }

        foreach (int row in Bpf.Range(0, x.F))
        {
            foreach (int column in Bpf.Range(row, 50))
            {
                if (column * row > 600) goto done;
                o.R1 += column ^ row;
            }

            o.R2++;
        }

    done:
        o.R3 = First(x.F);
        return XdpAction.Pass;
    }

    private static long First(byte wanted)
    {
        foreach (int i in Bpf.Range(0, 500))
        {
            if ((byte)(i * 7) == wanted) return i;
        }

        return -1;
    }

    // What the loop does to maps, globals and locals; a number that the kernel follows has bounds.
    [XdpProgram]
    public XdpAction Memory(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        Trips = 0;
        Span<byte> last = stackalloc byte[8];
        int kept = 0;
        foreach (int i in Bpf.Range(x.F, x.F + 300))
        {
            Trips++;
            ref uint slot = ref Slots.GetValueRefOrNullRef((uint)i * x.D & 255);
            if (!Unsafe.IsNullRef(ref slot)) slot += (uint)i;
            if ((i & 15) == 3 && kept < 8)
            {
                last[kept] = (byte)i;
                kept++;
            }
        }

        o.R0 = Trips;
        o.R1 = last[0] + last[3] * 256 + last[7] * 65536 + kept * 1000000L;
        long sum = 0;
        foreach (int i in Bpf.Range(0, 256))
        {
            ref uint slot = ref Slots.GetValueRefOrNullRef((uint)i);
            if (!Unsafe.IsNullRef(ref slot)) sum = sum * 3 + slot;
        }

        o.R2 = sum;
        Bpf.Loop(5, static (uint i, ref long total) =>
        {
            foreach (int j in Bpf.Range(0, (int)i + 2)) total += j;
            return LoopAction.Continue;
        }, ref sum);
        o.R3 = sum;
        return XdpAction.Pass;
    }

    // Faults in the loop, and enumerators with Dispose of one's own.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Faults(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        foreach (int i in Bpf.Range(0, 1000))
        {
            o.R0 = i;
            if (i == x.E) throw new InvalidOperationException();
        }

        var log = new Log();
        foreach (int i in new Countdown(ref log, 5))
        {
            if (i == x.F) break;
            o.R1 = o.R1 * 10 + i;
            if (i == x.G) throw new InvalidOperationException();
        }

        o.R2 = log.Disposed;
        return XdpAction.Pass;
    }

    // Some checks are known to hold, others are not.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Checked(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        Trips = 1;
        foreach (int i in Bpf.Range(0, x.F & 3))
        {
            checked
            {
                Small *= (byte)Trips;
                Trips += (ushort)x.G;
                o.R0 += Small;
            }
        }

        return XdpAction.Pass;
    }

    // What the compiler has to check itself: a null value of a map, and the packet's end.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Unproven(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ulong sum = 0;
        foreach (int i in Bpf.Range(0, 4))
        {
            Span<byte> rest = packet.UnreadSpan;
            for (int k = 0; k < 6; k++) sum = sum * 3 + rest[k];
            sum += Slots.GetValueRefOrNullRef(x.F * 2u) + (ulong)i;
        }

        return (XdpAction)sum;
    }
}

public struct Log
{
    public int Disposed;
}

public ref struct Countdown
{
    private readonly ref Log log;

    public Countdown(ref Log log, int start)
    {
        this.log = ref log;
        Current = start;
    }

    public int Current { get; private set; }

    public readonly Countdown GetEnumerator() => this;

    public bool MoveNext() => --Current > 0;

    public void Dispose() => log.Disposed++;
}

public struct Input
{
    public int A;
    public int B;
    public long C;
    public uint D;
    public ushort E;
    public byte F;
    public sbyte G;
    public ulong H;
}

public struct Output
{
    public long R0;
    public long R1;
    public long R2;
    public long R3;
}
// expected
// Sums: 2 0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000006305cf7f020000000000000000000000
// Sums: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2051553689891e1f2017acaffd000000006305cf7f020000000100000000000000
// Sums: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0018e87f7f0000000008cf000000006305cf7f020000000000000000000000
// Sums: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b48320520e03a567bf8bf9579000000006305cf7f020000000000000000000000
// Sums: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0300fffffeffffff1f000000000000006305cf7f020000000100000000000000
// Leave: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Leave: 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2028460f0000000000000000000000000000000000000000000000000000000000
// Leave: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff28460f0000000000000000000000000000000000000000000000000000000000
// Leave: 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b28460f0000000000000000000000000000000000000000000000000000000000
// Leave: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000000000000000000000000000000000000000000000000000
// Memory: 2 00000000000000000000000000000000000000000000000000000000000000002c010000000000000345ed00000000006672c9f45d9416688972c9f45d941668
// Memory: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202c0100000000000023650d01000000008a913843db3b9092ad913843db3b9092
// Memory: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff2c010000000000000345ed00000000005a83be3f291edf1e7d83be3f291edf1e
// Memory: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b2c0100000000000033751d0100000000de124280f22f717901134280f22f7179
// Memory: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff2c010000000000000345ed000000000066a85f98fe87a39189a85f98fe87a391
// Faults: 1 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Faults: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20e703000000000000e11000000000000001000000000000000000000000000000
// Faults: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe703000000000000e11000000000000001000000000000000000000000000000
// Faults: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567be703000000000000e11000000000000001000000000000000000000000000000
// Faults: 1 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000000000000000000000000000000000000000000000000000
// Checked: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Checked: 1 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f204e00000000000000000000000000000000000000000000000000000000000000
// Checked: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000000000000000000000000000000000000000000000000000
// Checked: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567bff00000000000000000000000000000000000000000000000000000000000000
// Checked: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000000000000000000000000000000000000000000000000000
// Unproven: 532902 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Unproven: 772418066 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f40
// Unproven: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
// Unproven: 650098822 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3183d6280acd1f61b
// Unproven: 3117208278 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff5555555555555555555555555555555555555555555555555555555555555555
