using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CSharpBpf.Bcl;

/// <summary>What <see cref="MemoryMarshal"/> does, for BPF programs.</summary>
internal static unsafe class MemoryMarshalBodies
{
    internal static T Read<T>(ReadOnlySpan<byte> source)
        where T : unmanaged => Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(source[..sizeof(T)]));

    internal static bool TryRead<T>(ReadOnlySpan<byte> source, out T value)
        where T : unmanaged
    {
        if (source.Length < sizeof(T))
        {
            value = default;
            return false;
        }

        value = Unsafe.ReadUnaligned<T>(ref MemoryMarshal.GetReference(source));
        return true;
    }

    internal static void Write<T>(Span<byte> destination, in T value)
        where T : unmanaged => Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(destination[..sizeof(T)]), value);

    internal static bool TryWrite<T>(Span<byte> destination, in T value)
        where T : unmanaged
    {
        if (destination.Length < sizeof(T))
        {
            return false;
        }

        Unsafe.WriteUnaligned(ref MemoryMarshal.GetReference(destination), value);
        return true;
    }

    internal static ref T AsRef<T>(Span<byte> span)
        where T : unmanaged => ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(span[..sizeof(T)]));

    internal static ref readonly T AsRef<T>(ReadOnlySpan<byte> span)
        where T : unmanaged => ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(span[..sizeof(T)]));

    internal static Span<byte> AsBytes<T>(Span<T> span)
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(span)), span.Length * sizeof(T));

    internal static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> span)
        where T : unmanaged => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(span)), span.Length * sizeof(T));

    internal static Span<TTo> Cast<TFrom, TTo>(Span<TFrom> span)
        where TFrom : unmanaged
        where TTo : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<TFrom, TTo>(ref MemoryMarshal.GetReference(span)), Length<TFrom, TTo>(span.Length));

    internal static ReadOnlySpan<TTo> Cast<TFrom, TTo>(ReadOnlySpan<TFrom> span)
        where TFrom : unmanaged
        where TTo : unmanaged => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TFrom, TTo>(ref MemoryMarshal.GetReference(span)), Length<TFrom, TTo>(span.Length));

    private static int Length<TFrom, TTo>(int length)
        where TFrom : unmanaged
        where TTo : unmanaged => sizeof(TFrom) == sizeof(TTo) ? length : (int)((ulong)(uint)length * (ulong)sizeof(TFrom) / (ulong)sizeof(TTo));
}
