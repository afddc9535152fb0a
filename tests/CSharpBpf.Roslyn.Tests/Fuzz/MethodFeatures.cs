using System.Collections.Generic;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Methods that take methods, references, spans and type parameters; the library's methods on memory and numbers; rarer statements.</summary>
internal static class MethodFeatures
{
    public static readonly IReadOnlyList<Feature> All =
    [
        // Delegates and function pointers as arguments.
        new(static w => $$"""
            uint captured = {{w.UInt}};
            sum += Applied({{w.Either("static v => unchecked(v * 3)", "v => v ^ captured", "Third")}}, {{w.UInt}});
            Repeat((int)({{w.UInt}} & 3), v => captured = unchecked((captured * 5) + v));
            sum ^= captured;
            unsafe
            {
            sum += Pointed(&Third, {{w.UInt}});
            }
            """)
        {
            Members = """
                private static uint Applied(Func<uint, uint> f, uint value) => unchecked(f(value) + f(value ^ 5));
                private static unsafe uint Pointed(delegate*<uint, uint> f, uint value) => f(f(value));
                private static uint Third(uint value) => unchecked((value / 3) ^ (value << 2));
                private static void Repeat(int count, Action<uint> body)
                {
                for (int i = 0; i < count; i++) body((uint)i);
                }
                """,
        },

        // Generic mathematics.
        new(static w =>
        {
            FuzzType type = w.NumberType;
            return $"""
                sum ^= (ulong)Blend<{type}>({w.Value(type)}, {w.Value(type)});
                sum += (ulong)Judge({w.Value(type)});
                sum ^= (ulong)Saturated<{type}>({w.Long});
                """;
        })
        {
            Members = """
                private static T Blend<T>(T left, T right) where T : unmanaged, IBinaryInteger<T> => unchecked((left * right) ^ (left - right) ^ (left & T.One) ^ (right >> 3));
                private static int Judge<T>(T value) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> =>
                T.Sign(value) + (T.IsEvenInteger(value) ? 8 : 0) + (T.IsPow2(value) ? 16 : 0) + int.CreateTruncating(T.PopCount(value)) + (value.CompareTo(T.MaxValue) < 0 ? 32 : 0);
                private static T Saturated<T>(long value) where T : unmanaged, IBinaryInteger<T> => T.CreateSaturating(value);
                """,
        },

        // Spans as parameters, spreads.
        new(static w => $$"""
            sum ^= Total({{w.UInt}}, {{w.UInt}}, {{w.UInt}});
            Span<uint> few = [{{w.UInt}}, {{w.Small(100)}}];
            Row<uint> row = default;
            row[{{w.Small(4)}}] = {{w.UInt}};
            sum += Total([{{w.UInt}}, .. row, 7]) + Total(few[1..]) + Total();
            """)
        {
            Allocates = true,
            Members = """
                private static ulong Total(params ReadOnlySpan<uint> values)
                {
                ulong total = 1;
                foreach (uint value in values) total = unchecked((total * 5) + value);
                return total;
                }
                """,
        },

        // Constants that lie in the object: text, fields, a table of structs.
        new(static w => $$"""
            sum += Letters[(int)({{w.UInt}} & 7)];
            ReadOnlySpan<byte> word = "q\u0001r"u8;
            sum ^= (ulong)Letters.IndexOf({{w.Byte}}) + word[{{w.Small(3)}}] + (ulong)Letters[1..].Length;
            if (Letters.StartsWith("GE"u8)) sum += Unit + (ulong)Twice;
            Corner corner = Corners[{{w.UInt}} % 3];
            sum ^= (ulong)corner.X * corner.Y;
            """)
        {
            Types = """
                public readonly record struct Corner(short X, byte Y);
                """,
            Members = """
                private const uint Unit = 21;
                private static readonly int First = 5 + (int)Unit;
                private static readonly int Twice = First * -2;
                private static readonly Corner[] Corners = [new(1, 2), new(-300, 200), default];
                private static ReadOnlySpan<byte> Letters => "GET /fuzz"u8;
                """,
        },

        // Memory seen as another type.
        new(static w => $$"""
            ulong memory = {{w.ULong}};
            ref uint half = ref Unsafe.As<ulong, uint>(ref memory);
            half ^= {{w.UInt}};
            Unsafe.Add(ref half, 1) += 3;
            Span<byte> bytes = MemoryMarshal.AsBytes(new Span<ulong>(ref memory));
            bytes[{{w.Small(8)}}] ^= {{w.Byte}};
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[{{w.Small(6)}}..]) + (ulong)BinaryPrimitives.ReadInt32LittleEndian(bytes[2..]);
            MemoryMarshal.Cast<byte, short>(bytes)[{{w.Small(4)}}] = {{w.Short}};
            BinaryPrimitives.WriteInt32{{w.Either("Big", "Little")}}Endian(bytes[{{w.Small(4)}}..], {{w.Int}});
            sum ^= memory + MemoryMarshal.Read<uint>(bytes[1..]);
            Volatile.Write(ref memory, {{w.ULong}});
            sum += Volatile.Read(ref memory) + (ulong)Unsafe.BitCast<ulong, long>(memory);
            """),

        // References as results.
        new(static w => $$"""
            uint left = {{w.UInt}}, right = {{w.UInt}};
            Larger(ref left, ref right) += {{w.UInt}};
            ref readonly uint least = ref Least(in left, in right);
            sum ^= left + ((ulong)right << 8) + least;
            Larger(ref right, ref left)--;
            sum += (left * 3) ^ right;
            """)
        {
            Members = """
                private static ref uint Larger(ref uint left, ref uint right) => ref (left > right ? ref left : ref right);
                private static ref readonly uint Least(in uint left, in uint right) => ref (left < right ? ref left : ref right);
                """,
        },

        // Structs through pointers; numbers of the machine's width.
        new(static w =>
        {
            FuzzType type = w.OwnStruct;
            return $$"""
                {{type}} target = {{w.Value(type)}};
                unsafe
                {
                {{type}}* pointer = &target;
                pointer->Bump({{w.Int}});
                sum ^= (ulong)pointer->Fold();
                *pointer = {{w.Value(type)}};
                pointer->{{type.Members[0].Name}} = {{w.Value(type.Members[0].Type)}};
                }
                sum += (ulong)target.Fold();
                nint signed = (nint){{w.Long}};
                nuint wide = (nuint){{w.ULong}};
                sum ^= (ulong)((signed >> 3) * 5) + (ulong)(wide / 7);
                """;
        }),

        // Jumps between cases, and back.
        new(static w => $$"""
            switch ({{w.UInt}} & 3)
            {
            case 0: sum += 3; goto case 2;
            case 1: sum ^= {{w.ULong}}; break;
            case 2: sum *= 5; if ({{w.Bool}}) goto default; break;
            default: sum -= {{w.ULong}}; break;
            }
            int tries = 0;
            Again: sum = (sum * 7) + (ulong)tries;
            if (++tries < {{w.Small(4) + 1}}) goto Again;
            """),

        // Hashes of the library.
        new(static w => $$"""
            sum ^= Jhash.Hash({{w.UInt}}, {{w.UInt}}, {{w.UInt}}) + Log2Histogram.Slot({{w.ULong}});
            MurmurHash3 murmur = new({{w.UInt}});
            murmur.Add({{w.UInt}});
            sum += murmur.Finish(4);
            InternetChecksum checksum = default;
            checksum.Add({{w.UInt}});
            checksum.Add({{w.UShort}});
            sum ^= checksum.Value.Value + (checksum.IsValid ? 1ul : 0);
            sum += InternetChecksum.Update(checksum.Value, {{w.UShort}}, {{w.UShort}}).Raw;
            """),

        // Enums: defined values, patterns, a switch.
        new(static w =>
        {
            FuzzType type = w.OwnEnum;
            return $$"""
                {{type}} choice = {{w.Value(type)}};
                sum += Enum.IsDefined(choice) ? 3ul : choice is {{type.Constants[0]}} ? 5ul : 7ul;
                sum ^= choice switch { {{type.Constants[1]}} => 11ul, _ when sum > 7 || {{w.Bool}} => (ulong)choice, _ => 13ul };
                switch (choice)
                {
                case {{type.Constants[2]}} when {{w.Bool}}: sum += 17; break;
                case not {{type.Constants[3]}}: sum ^= 19; break;
                default: sum--; break;
                }
                """;
        }),
    ];
}
