using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CSharpBpf.Bcl;

/// <summary>What <see cref="Span{T}"/> and <see cref="MemoryExtensions"/> do, as BPF programs do it: loops that the kernel can follow. Plain C# calls the BCL's own.</summary>
internal static class SpanBodies
{
    internal static void Clear<T>(Span<T> span)
        where T : unmanaged
    {
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = default;
        }
    }

    internal static void Fill<T>(Span<T> span, T value)
        where T : unmanaged
    {
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = value;
        }
    }

    internal static void CopyTo<T>(Span<T> span, Span<T> destination)
        where T : unmanaged => Copy(span, destination[..span.Length]);

    internal static void CopyTo<T>(ReadOnlySpan<T> span, Span<T> destination)
        where T : unmanaged => Copy(span, destination[..span.Length]);

    internal static bool TryCopyTo<T>(Span<T> span, Span<T> destination)
        where T : unmanaged => TryCopyTo((ReadOnlySpan<T>)span, destination);

    internal static bool TryCopyTo<T>(ReadOnlySpan<T> span, Span<T> destination)
        where T : unmanaged
    {
        if (span.Length > destination.Length)
        {
            return false;
        }

        Copy(span, destination);
        return true;
    }

    internal static bool SequenceEqual<T>(Span<T> span, ReadOnlySpan<T> other)
        where T : unmanaged => SequenceEqual((ReadOnlySpan<T>)span, other);

    internal static bool SequenceEqual<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> other)
        where T : unmanaged => span.Length == other.Length && StartsEqual(span, other);

    internal static bool StartsWith<T>(Span<T> span, ReadOnlySpan<T> value)
        where T : unmanaged => StartsWith((ReadOnlySpan<T>)span, value);

    internal static bool StartsWith<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> value)
        where T : unmanaged => value.Length <= span.Length && StartsEqual(span, value);

    internal static int IndexOf<T>(Span<T> span, T value)
        where T : unmanaged => IndexOf((ReadOnlySpan<T>)span, value);

    internal static int IndexOf<T>(ReadOnlySpan<T> span, T value)
        where T : unmanaged
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (AreEqual(in span[i], in value))
            {
                return i;
            }
        }

        return -1;
    }

    internal static bool Contains<T>(Span<T> span, T value)
        where T : unmanaged => IndexOf((ReadOnlySpan<T>)span, value) >= 0;

    internal static bool Contains<T>(ReadOnlySpan<T> span, T value)
        where T : unmanaged => IndexOf(span, value) >= 0;

    internal static bool EndsWith<T>(Span<T> span, ReadOnlySpan<T> value)
        where T : unmanaged => EndsWith((ReadOnlySpan<T>)span, value);

    internal static bool EndsWith<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> value)
        where T : unmanaged => value.Length <= span.Length && StartsEqual(span[(span.Length - value.Length)..], value);

    internal static int LastIndexOf<T>(Span<T> span, T value)
        where T : unmanaged => LastIndexOf((ReadOnlySpan<T>)span, value);

    internal static int LastIndexOf<T>(ReadOnlySpan<T> span, T value)
        where T : unmanaged
    {
        int last = -1;
        for (int i = 0; i < span.Length; i++)
        {
            if (AreEqual(in span[i], in value))
            {
                last = i;
            }
        }

        return last;
    }

    internal static int IndexOfAny<T>(Span<T> span, T value0, T value1)
        where T : unmanaged => IndexOfAny((ReadOnlySpan<T>)span, value0, value1);

    internal static int IndexOfAny<T>(ReadOnlySpan<T> span, T value0, T value1)
        where T : unmanaged => IndexOfAny(span, value0, value1, value1);

    internal static int IndexOfAny<T>(Span<T> span, T value0, T value1, T value2)
        where T : unmanaged => IndexOfAny((ReadOnlySpan<T>)span, value0, value1, value2);

    internal static int IndexOfAny<T>(ReadOnlySpan<T> span, T value0, T value1, T value2)
        where T : unmanaged
    {
        for (int i = 0; i < span.Length; i++)
        {
            if (AreEqual(in span[i], in value0) || AreEqual(in span[i], in value1) || AreEqual(in span[i], in value2))
            {
                return i;
            }
        }

        return -1;
    }

    internal static int Count<T>(Span<T> span, T value)
        where T : unmanaged => Count((ReadOnlySpan<T>)span, value);

    internal static int Count<T>(ReadOnlySpan<T> span, T value)
        where T : unmanaged
    {
        int count = 0;
        for (int i = 0; i < span.Length; i++)
        {
            if (AreEqual(in span[i], in value))
            {
                count++;
            }
        }

        return count;
    }

    internal static void Reverse<T>(Span<T> span)
        where T : unmanaged
    {
        for (int i = 0; i < span.Length / 2; i++)
        {
            (span[i], span[span.Length - 1 - i]) = (span[span.Length - 1 - i], span[i]);
        }
    }

    // The direction matters where the two overlap.
    private static void Copy<T>(ReadOnlySpan<T> span, Span<T> destination)
        where T : unmanaged
    {
        if (Unsafe.IsAddressGreaterThan(ref MemoryMarshal.GetReference(destination), ref MemoryMarshal.GetReference(span)))
        {
            for (int i = span.Length - 1; i >= 0; i--)
            {
                destination[i] = span[i];
            }
        }
        else
        {
            for (int i = 0; i < span.Length; i++)
            {
                destination[i] = span[i];
            }
        }
    }

    private static bool StartsEqual<T>(ReadOnlySpan<T> span, ReadOnlySpan<T> value)
        where T : unmanaged
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (!AreEqual(in span[i], in value[i]))
            {
                return false;
            }
        }

        return true;
    }

    // Numbers only: the compiler takes these bodies for no other element type, because another type may compare itself otherwise.
    private static unsafe bool AreEqual<T>(ref readonly T left, ref readonly T right)
        where T : unmanaged => sizeof(T) switch
        {
            1 => Unsafe.As<T, byte>(ref Unsafe.AsRef(in left)) == Unsafe.As<T, byte>(ref Unsafe.AsRef(in right)),
            2 => Unsafe.As<T, ushort>(ref Unsafe.AsRef(in left)) == Unsafe.As<T, ushort>(ref Unsafe.AsRef(in right)),
            4 => Unsafe.As<T, uint>(ref Unsafe.AsRef(in left)) == Unsafe.As<T, uint>(ref Unsafe.AsRef(in right)),
            _ => Unsafe.As<T, ulong>(ref Unsafe.AsRef(in left)) == Unsafe.As<T, ulong>(ref Unsafe.AsRef(in right)),
        };
}
