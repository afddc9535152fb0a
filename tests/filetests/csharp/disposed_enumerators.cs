using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Ends(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        int log = 0;
        foreach (int i in new Counted(x.A & 7, ref log))
        {
            if (i == 5) break;
            if (i == 3) continue;
            o.R0 += i;
        }

        o.R1 = log;
        o.R2 = Early(x.C & 7, ref log);
        o.R3 = log;
        return XdpAction.Pass;
    }

    // A fault in the body leaves the loop too.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Faults(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        foreach (int i in new Marked(x.C & 3, ref o))
        {
            o.R0 += 100 / (i - 2);
        }

        o.R3 = 7;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Nested(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o = default;
        int log = 0;
        foreach (int i in new Counted(2, ref log))
        {
            foreach (int j in new Counted(x.C & 3, ref log))
            {
                if (i * j == 2) goto done;
                o.R0 += i + j;
            }
        }

    done:
        o.R1 = log;
        return XdpAction.Pass;
    }

    private static int Early(int count, ref int log)
    {
        foreach (int i in new Counted(count, ref log))
        {
            if (i == 2) return i * 10 + log;
        }

        return -1;
    }
}

public readonly ref struct Counted(int count, ref int log)
{
    private readonly int count = count;
    private readonly ref int log = ref log;

    public Enumerator GetEnumerator() => new(count, ref log);

    public ref struct Enumerator(int count, ref int log)
    {
        private readonly int count = count;
        private readonly ref int log = ref log;
        private int at;

        public readonly int Current => at;

        public bool MoveNext()
        {
            if (at >= count || at >= 8) return false;
            at++;
            return true;
        }

        public readonly void Dispose() => log = log * 10 + at;
    }
}

public ref struct Marked(int count, ref Output output) : IDisposable
{
    private readonly int count = count;
    private readonly ref Output output = ref output;
    private int at;

    public readonly int Current => at;

    public readonly Marked GetEnumerator() => this;

    public bool MoveNext() => at++ < count && at < 5;

    readonly void IDisposable.Dispose() => output.R1 = at + 1;
}

public struct Input
{
    public int A;
    public sbyte B;
    public byte C;
    public ushort E;
    public uint D;
    public int F;
    public long L;
}

public struct Output
{
    public long R0;
    public long R1;
    public long R2;
    public long R3;
}
// expected
// Ends: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000ffffffffffffffff00000000000000000000000000000000
// Ends: 2 0102030405060708090a0b0c0d0e0f1011121314151617180100000000000000010000000000000015000000000000000c00000000000000393a3b3c3d3e3f40
// Ends: 2 ffffffffffffffffffffffffffffffffffffffffffffffff0700000000000000050000000000000019000000000000003400000000000000ffffffffffffffff
// Ends: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e5300000000000000000000000000000000ffffffffffffffff0100000000000000183d6280acd1f61b
// Ends: 2 80000000000000807fffffffffffff7f010000000000000000000000000000000000000000000000ffffffffffffffff00000000000000005555555555555555
// Faults: 2 00000000000000000000000000000000000000000000000000000000000000000200000000000000000000000000000007000000000000000000000000000000
// Faults: 1 0102030405060708090a0b0c0d0e0f1011121314151617189cffffffffffffff030000000000000000000000000000000000000000000000393a3b3c3d3e3f40
// Faults: 1 ffffffffffffffffffffffffffffffffffffffffffffffff9cffffffffffffff030000000000000000000000000000000000000000000000ffffffffffffffff
// Faults: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e539cffffffffffffff030000000000000000000000000000000700000000000000183d6280acd1f61b
// Faults: 2 80000000000000807fffffffffffff7f010000000000000000000000000000000200000000000000000000000000000007000000000000005555555555555555
// Nested: 2 00000000000000000000000000000000000000000000000000000000000000000200000000000000000000000000000000000000000000000000000000000000
// Nested: 2 0102030405060708090a0b0c0d0e0f1011121314151617180200000000000000150000000000000000000000000000000000000000000000393a3b3c3d3e3f40
// Nested: 2 ffffffffffffffffffffffffffffffffffffffffffffffff0200000000000000150000000000000000000000000000000000000000000000ffffffffffffffff
// Nested: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e530200000000000000700000000000000000000000000000000000000000000000183d6280acd1f61b
// Nested: 2 80000000000000807fffffffffffff7f010000000000000000000000000000000200000000000000000000000000000000000000000000005555555555555555
