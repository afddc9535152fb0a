using System.Collections.Generic;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Types of each kind that C# has, and what their members may be.</summary>
internal static class TypeFeatures
{
    public static readonly IReadOnlyList<Feature> All =
    [
        // Record structs: equality, with, deconstruction, positional and property patterns.
        new(static w => $$"""
            Trio first = new(new({{w.Int}}, {{w.UInt}}), {{w.Short}});
            Trio second = first with { Head = first.Head with { Left = {{w.Either(w.Int, "first.Head.Left")}} } };
            sum += second == first ? 3ul : 5ul;
            var ((left, right), tail) = second;
            sum ^= (ulong)left + ((ulong)right << 7) + (ulong)tail;
            if (first is { Head.Left: > {{w.Small(100)}}, Tail: var seen }) sum += (ulong)seen;
            sum += second switch { ((> {{w.Small(20)}}, _), var x) => (ulong)x, { Head: (0, var y) } => y, _ when first.Tail > 7 || {{w.Bool}} => 7, _ => 9 };
            """)
        {
            Types = """
                public readonly record struct Duo(int Left, uint Right);
                public record struct Trio(Duo Head, short Tail);
                """,
        },

        // Parameters that members use, properties with field, indexers with an end.
        new(static w => $$"""
            Stepper stepper = new({{w.Byte}}, {{w.Int}});
            stepper.Limit = {{w.Int}};
            sum ^= (ulong)(stepper.Next() + stepper[^{{w.Small(4) + 1}}] + stepper.Limit);
            if (stepper is [> {{w.Small(50)}}, .., var last]) sum += (ulong)last;
            Stepper copy = stepper;
            sum = (sum * 3) + (ulong)copy.Next() + (ulong)stepper.Next();
            """)
        {
            Types = """
                public struct Stepper(byte step, int at)
                {
                public int Limit { readonly get; set => field = value < 0 ? step : value; } = step;
                public readonly int Length => 4;
                public readonly int this[int i] => unchecked(at + (i * step));
                public int Next() => unchecked(at += step);
                }
                """,
        },

        // Fields over each other.
        new(static w => $$"""
            Overlaid overlaid = default;
            overlaid.Whole = {{w.ULong}};
            overlaid.High ^= {{w.Short}};
            overlaid.Top++;
            sum ^= overlaid.Whole + overlaid.Low;
            Overlaid other = overlaid with { Low = {{w.UInt}} };
            sum += (ulong)other.High ^ other.Whole;
            """)
        {
            Types = """
                [StructLayout(LayoutKind.Explicit)]
                public struct Overlaid
                {
                [FieldOffset(0)] public ulong Whole;
                [FieldOffset(0)] public uint Low;
                [FieldOffset(4)] public short High;
                [FieldOffset(6)] public byte Top;
                }
                """,
        },

        // Fixed buffers, inline arrays in structs, structs in structs.
        new(static w => $$"""
            unsafe
            {
            Buffers buffers = default;
            buffers.Bytes[{{w.UInt}} & 7] = {{w.Byte}};
            buffers.Words[{{w.Small(4)}}] += {{w.UShort}};
            buffers.Inner.Row[(int)({{w.UInt}} & 3)] = {{w.UShort}};
            buffers.Inner.Row[^1]++;
            Buffers copy = buffers;
            copy.Bytes[{{w.Small(8)}}] ^= {{w.Byte}};
            for (int i = 0; i < 4; i++) sum = (sum * 3) + copy.Bytes[i] + buffers.Words[i];
            foreach (ushort e in copy.Inner.Row) sum = (sum * 5) ^ e;
            }
            """)
        {
            Types = """
                public unsafe struct Buffers
                {
                public fixed byte Bytes[8];
                public fixed ushort Words[4];
                public Boxed Inner;
                public struct Boxed
                {
                public Row<ushort> Row;
                public byte Tail;
                }
                }
                """,
        },

        // Extension methods of both forms, arguments by name and arguments that are left out.
        new(static w => $$"""
            sum = sum.Twisted({{w.Either("", $"flip: {w.Bool}", $"flip: {w.Bool}, by: {w.Int}", w.Int)}});
            sum += ({{w.UInt}}).Half;
            if (({{w.UInt}}).IsOdd()) sum.Push({{w.ULong}});
            sum ^= uint.Largest;
            """)
        {
            Types = """
                public static class Extensions
                {
                public static ulong Twisted(this ulong value, int by = 7, bool flip = false) => unchecked(flip ? ~value + (ulong)by : (value * 3) ^ (ulong)by);
                extension(uint value)
                {
                public static uint Largest => uint.MaxValue >> 3;
                public uint Half => value >> 1;
                public bool IsOdd() => (value & 1) != 0;
                }
                extension(ref ulong target)
                {
                public void Push(ulong more) => target = unchecked((target << 1) ^ more);
                }
                }
                """,
        },

        // Operators: conversions, C# 14's assignments, true and false.
        new(static w => $$"""
            Meter meter = {{w.Int}};
            meter += {{w.Int}};
            meter++;
            meter *= {{w.Short}};
            sum ^= (ulong)meter.Value + (uint)meter;
            Verdict yes = new({{w.Bool}}), no = new(meter > {{w.Small(1000)}});
            sum += yes && no ? 3ul : yes || no ? 5ul : 7ul;
            """)
        {
            Types = """
                public struct Meter
                {
                public long Value;
                public int Count;
                public void operator +=(int by)
                {
                Value = unchecked(Value + by);
                Count++;
                }
                public void operator ++() => Value = unchecked(Value + 1000);
                public static Meter operator *(Meter left, int right) => new() { Value = unchecked(left.Value * right), Count = left.Count };
                public static implicit operator Meter(int value) => new() { Value = value };
                public static explicit operator uint(Meter meter) => unchecked((uint)meter.Value ^ (uint)meter.Count);
                public static bool operator >(Meter left, int right) => left.Value > right;
                public static bool operator <(Meter left, int right) => left.Value < right;
                }
                public readonly struct Verdict(bool isYes)
                {
                private readonly bool isYes = isYes;
                public static bool operator true(Verdict verdict) => verdict.isYes;
                public static bool operator false(Verdict verdict) => !verdict.isYes;
                public static Verdict operator &(Verdict left, Verdict right) => new(left.isYes & right.isYes);
                public static Verdict operator |(Verdict left, Verdict right) => new(left.isYes | right.isYes);
                }
                """,
        },

        // Enumerators of the user's, with Dispose.
        new(static w => $$"""
            foreach (uint step in new CountDown({{w.UInt}} & 7, ref sum))
            {
            if (step == {{w.Small(8)}}) {{w.Either("break", "continue")}};
            sum ^= {{w.ULong}} + step;
            }
            """)
        {
            Types = """
                public ref struct CountDown(uint from, ref ulong log)
                {
                private readonly ref ulong log = ref log;
                private uint next = from;
                public uint Current { readonly get; private set; } = 0;
                public readonly CountDown GetEnumerator() => this;
                public bool MoveNext()
                {
                if (next == 0 || next > 8) return false;
                Current = next--;
                return true;
                }
                public readonly void Dispose() => log = unchecked((log * 3) + next);
                }
                """,
        },

        // Bodies in interfaces, which run on a copy.
        new(static w => $$"""
            Tally tally = new() { Total = {{w.Int}} };
            sum ^= (ulong)Tallied(ref tally, {{w.Int}}) + (ulong)tally.Total;
            """)
        {
            Types = """
                public interface ITally
                {
                int Total { get; set; }
                static virtual int Kind() => 5;
                int Twice() => unchecked((Total * 2) + 1);
                void Grow(int by) => Total = unchecked(Total + by);
                }
                public struct Tally : ITally
                {
                public int Total { readonly get; set; }
                public void Grow(int by) => Total ^= by;
                }
                """,
            Members = """
                private static int Tallied<T>(ref T tally, int by) where T : struct, ITally
                {
                tally.Grow(by);
                tally.Total = unchecked(tally.Total + T.Kind());
                return tally.Twice();
                }
                """,
        },

        // A value that may be missing and is no number.
        new(static w =>
        {
            FuzzType type = w.OwnStruct;
            return $$"""
                {{type}}? maybe = {{w.Bool}} ? {{w.Value(type)}} : null;
                sum += (ulong)(maybe?.Fold() ?? {{w.Long}});
                if (maybe is { } found) sum ^= (ulong)found.Fold();
                maybe ??= {{w.Value(type)}};
                sum += maybe.HasValue ? (ulong)maybe.GetValueOrDefault().Fold() : 1;
                bool? one = {{w.Bool}} ? {{w.Bool}} : null, two = {{w.Bool}} ? null : {{w.Bool}};
                sum ^= (one & two) == true ? 1ul : (one | two) is null ? 3ul : !one == false ? 5ul : 7ul;
                """;
        }),

        // Tuples: named, nested, compared, taken apart, as results, and in patterns.
        new(static w => $$"""
            (int Low, (uint Middle, bool High) Tail) tuple = ({{w.Int}}, ({{w.UInt}}, {{w.Bool}}));
            if (tuple == ({{w.Int}}, (tuple.Tail.Middle, {{w.Bool}}))) sum += 3;
            (tuple.Low, tuple.Tail.Middle) = ((int)tuple.Tail.Middle, (uint)tuple.Low);
            var (low, high) = Halves({{w.ULong}});
            sum ^= (ulong)tuple.Low + low + ((ulong)high << 9);
            sum += (tuple.Tail.High, high) switch { (true, > {{w.Small(5000)}}) => 11ul, (false, var x) => x, _ => 13ul };
            """)
        {
            Members = "private static (uint Low, ushort High) Halves(ulong value) => ((uint)value, unchecked((ushort)(value >> 40)));",
        },
    ];
}
