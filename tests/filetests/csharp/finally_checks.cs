using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

// Programs without OnFault: what is checked inside try is proven as it is elsewhere.
public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction Divisions(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        try
        {
            o.R0 = x.A / -((x.B & 63) + 2);
            o.R1 = Quotient(x.D, x.E);
        }
        finally
        {
            Span<byte> rest = packet.UnreadSpan;
            if (rest.Length >= 8) o.R2 = rest[x.F & 7];
            o.R3 = x.D % (x.E | 1u);
        }

        return XdpAction.Pass;
    }

    private static uint Quotient(uint value, uint by) => value / ((by & 15) + 1);

    [XdpProgram]
    public XdpAction Indexes(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        if (x.F > 200) goto far;
        o.R0 = 1;
        far:
        Span<long> four = stackalloc long[4];
        using (new Count(ref o.R3))
        {
            four[x.F & 3] = x.C;
            o.R1 = four[0] + At(four, x.A);
            int? some = x.B > 0 ? x.B : null;
            if (some.HasValue) o.R2 = some.Value;
        }

        return XdpAction.Pass;
    }

    private static long At(ReadOnlySpan<long> values, int index) => (uint)index < (uint)values.Length ? values[index] : -1;
}

public readonly ref struct Count(ref long count)
{
    private readonly ref long count = ref count;

    public void Dispose() => count += 100;
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
// Divisions: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Divisions: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20dc486dffffffffff02835803000000003132333435363738e414000000000000
// Divisions: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0000000000000000ffffff0f00000000ffffffffffffffff0000000000000000
// Divisions: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b9715ce0500000000dc7db81900000000f0153a8084a9cef36207000000000000
// Divisions: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffffc0ffffffffffffff010000000000000055555555555555550000000000000000
// Indexes: 2 00000000000000000000000000000000000000000000000000000000000000000100000000000000000000000000000000000000000000006400000000000000
// Indexes: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f200100000000000000ffffffffffffffff05060708000000009d3a3b3c3d3e3f40
// Indexes: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff6300000000000000
// Indexes: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b0100000000000000ffffffffffffffff94b9de03000000007c3d6280acd1f61b
// Indexes: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff01000000000000007effffffffffff7f5555555555555555b955555555555555
