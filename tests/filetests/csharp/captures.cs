using System;
using System.Runtime.CompilerServices;
using CSharpBpf;
using CSharpBpf.Net;

public sealed partial class Programs : BpfObject
{
    [XdpProgram]
    public XdpAction LocalFunctions(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        int count = 0;
        long sum = x.C;
        void Add(int value)
        {
            sum += value;
            count++;
        }

        int Twice(int value)
        {
            Add(value);
            Add(value + 1);
            return count;
        }

        Add(x.A);
        o.R0 = Twice(x.B) * 100 + Twice(x.F);
        o.R1 = sum;
        for (int i = 0; i < 3; i++)
        {
            int at = i * 10;
            int Inner(int by) => at + by + Outer();
            at++;
            o.R2 += Inner(i);
        }

        o.R3 = count;
        return XdpAction.Pass;

        int Outer() => count + x.G;
    }

    [XdpProgram]
    public XdpAction Lambdas(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        int factor = x.F;
        Func<int, int> scale = value => value * factor;
        Action<int> change = by => factor += by;
        Func<int, int> squared = static value => value * value;
        Func<int, int, int> named = Difference;
        o.R0 = scale(3);
        change(x.G);
        o.R1 = scale(4);
        o.R2 = squared(x.E) + named(x.A, x.B);
        Func<Pair> make = () => new Pair(factor, scale(2));
        o.R3 = make().Sum;
        return XdpAction.Pass;
    }

    private static int Difference(int a, int b) => a - b;

    [XdpProgram]
    public XdpAction InMethods(XdpContext ctx)
    {
        var packet = ctx.Packet;
        if (!packet.TryRead(out Input x)) return XdpAction.Aborted;
        ref Output o = ref packet.ReadRefOrNullRef<Output>();
        if (Unsafe.IsNullRef(ref o)) return XdpAction.Aborted;
        var pair = new Pair(x.A, x.F);
        o.R0 = pair.Grow(x.G);
        o.R1 = pair.X;
        o.R2 = Generic(x.E, pair).X;
        o.R3 = Generic(x.E, x.C);
        return XdpAction.Pass;
    }

    private static T Generic<T>(int count, T value)
        where T : unmanaged
    {
        T kept = default;
        void Keep()
        {
            if (count > 0) kept = value;
        }

        Keep();
        return kept;
    }
}

public struct Pair(int x, int y)
{
    public int X = x;
    public int Y = y;

    public readonly int Sum => X + Y;

    public int Grow(int by)
    {
        // C# lets no local function of a struct have the struct itself.
        int x = X;
        int Step() => x += by;

        X = Step() + Step();
        return Sum;
    }
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
// LocalFunctions: 2 00000000000000000000000000000000000000000000000000000000000000003101000000000000020000000000000033000000000000000500000000000000
// LocalFunctions: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20310100000000000044181c200d0e0f10ac323334353637380500000000000000
// LocalFunctions: 2 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff3101000000000000fc010000000000002f000000000000000500000000000000
// LocalFunctions: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b3101000000000000aee57908bce1062b1c173a8084a9cef30500000000000000
// LocalFunctions: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff310100000000000001000000ffffff7f88555555555555550500000000000000
// Lambdas: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// Lambdas: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f204500000000000000bc00000000000000b599e3fdffffffff8d00000000000000
// Lambdas: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd02000000000000f8030000000000000100fefffffffffffa02000000000000
// Lambdas: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b8a0000000000000004020000000000007c3ecd7c000000008301000000000000
// Lambdas: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0000000000000000000000000000000080000080ffffffff0000000000000000
// InMethods: 2 00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
// InMethods: 2 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2061040608000000004a040608000000004a04060800000000090a0b0c0d0e0f10
// InMethods: 2 fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa00000000000000fbfffffffffffffffbffffffffffffffffffffffffffffff
// InMethods: 2 00254a8094b9de03284d7280bce1062b50759a80e4092e53789dc2800c31567b274b940000000000f94a940000000000f94a940000000000284d7280bce1062b
// InMethods: 2 80000000000000807fffffffffffff7f01000000000000000300fffffeffffff0001000000000000000100000000000000000000000000000000000000000000
