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
        int n = 1;
        try
        {
            n += x.F;
            if (x.A == 0) return XdpAction.Drop;
            n *= 2;
        }
        finally
        {
            o.R0 = n;
            n += 100;
        }

        o.R1 = n;
        o.R2 = Early(x.B, ref n);
        o.R3 = n;
        return XdpAction.Pass;
    }

    // The value is taken before the finally block changes what it was made of.
    private static int Early(int value, ref int count)
    {
        try
        {
            try
            {
                if (value > 0)
                {
                    return count;
                }

                count += 3;
            }
            finally
            {
                count *= 2;
            }

            return value;
        }
        finally
        {
            count++;
        }
    }

    [XdpProgram]
    public XdpAction Jumps(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        int log = 0;
        for (int i = 0; i < 6; i++)
        {
            try
            {
                if (i == x.F % 4) continue;
                try
                {
                    if (i == x.E % 8) break;
                    if (i == x.G) goto done;
                    log = log * 3 + 1;
                }
                finally
                {
                    // A loop and a label of its own, in every copy.
                    for (int k = 0; k < 2; k++)
                    {
                        if (k == (x.A & 1)) goto skip;
                        log += 5;
                        skip:
                        log++;
                    }
                }
            }
            finally
            {
                log ^= i;
            }
        }

        log += 1000;
        done:
        o.R0 = log;
        switch (x.A & 3)
        {
            case 0:
                try
                {
                    log++;
                    goto case 2;
                }
                finally
                {
                    log *= 2;
                }

            case 1:
                try
                {
                    break;
                }
                finally
                {
                    log *= 3;
                }

            case 2:
                log += 7;
                break;
        }

        o.R1 = log;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public XdpAction Usings(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        o.R0 = 1;
        o.R1 = 2;
        using (new Scope(ctx, 2))
        {
            o.R0 += 3;
        }

        using (Scope a = new Scope(ctx, 5), b = new Scope(ctx, 7))
        {
            o.R1 += a.Factor + b.Factor;
            if (x.B == 0) return XdpAction.Tx;
        }

        using var last = new Scope(ctx, 3);
        using Counted counted = new(x.F);
        if (x.A < 0) return XdpAction.Drop;
        o.R2 = counted.Value;
        {
            using var inner = new Scope(ctx, 11);
            o.R3 += 1;
        }

        o.R3++;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public XdpAction Faults(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        try
        {
            o.R0 = Positive(x.A);
            using var scope = new Scope(ctx, 3);
            o.R1 = 4;
            if (x.B == 0) throw new InvalidOperationException();
            o.R2 = Nested(x.F, ref o.R2);
        }
        finally
        {
            o.R3 = o.R1 + 1;
        }

        o.R0 = 77;
        return XdpAction.Pass;
    }

    private static int Nested(int value, ref long mark)
    {
        mark = 6;
        try
        {
            return Positive(value - 20);
        }
        finally
        {
            mark++;
        }
    }

    private static int Positive(int value) => value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value));
}

// What Dispose does is seen in the packet.
public readonly ref struct Scope
{
    private readonly XdpContext context;

    public readonly int Factor;

    public Scope(XdpContext context, int factor)
    {
        this.context = context;
        Factor = factor;
    }

    public void Dispose()
    {
        var packet = context.Packet;
        if (!packet.TryRead(out Input _)) return;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (!Unsafe.IsNullRef(ref o)) o.R1 = o.R1 * Factor + 1;
    }
}

public struct Counted(int value) : IDisposable
{
    public int Value = value;

    public void Dispose() => Value = 0;
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
// Ends: 1 00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000000000000000000000
// Ends: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f203000000000000000940000000000000094000000000000002901000000000000
// Ends: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00020000000000006402000000000000ffffffffffffffffcf04000000000000
// Ends: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b5e00000000000000c200000000000000c2000000000000008501000000000000
// Ends: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0200000000000000660000000000000000000080ffffffffd300000000000000
// Jumps: 2 0000000000000000000000000000000000000000000000000000000000000000b9070000000000007b0f00000000000000000000000000000000000000000000
// Jumps: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2034050000000000009c0f0000000000003132333435363738393a3b3c3d3e3f40
// Jumps: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb307000000000000b307000000000000ffffffffffffffffffffffffffffffff
// Jumps: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b6504000000000000d308000000000000f0153a8084a9cef3183d6280acd1f61b
// Jumps: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffb9070000000000007b0f00000000000055555555555555555555555555555555
// Usings: 3 00000000000000000000000000000000000000000000000000000000000000000400000000000000590200000000000000000000000000000000000000000000
// Usings: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2004000000000000007d4d00000000000017000000000000003b3a3b3c3d3e3f40
// Usings: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff04000000000000000c07000000000000ffffffffffffffffffffffffffffffff
// Usings: 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b04000000000000000c07000000000000f0153a8084a9cef3183d6280acd1f61b
// Usings: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff04000000000000007d4d00000000000000000000000000005755555555555555
// Faults: 1 000000000000000000000000000000000000000000000000000000000000000000000000000000000d0000000000000000000000000000000e00000000000000
// Faults: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f204d000000000000000d0000000000000003000000000000000e00000000000000
// Faults: 1 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000
// Faults: 1 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567ba0c5ea8034597ea3c8ed12805c81a6cbf0153a8084a9cef3c9ed12805c81a6cb
// Faults: 1 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff80000000000000000d0000000000000007000000000000000e00000000000000
