using System;
using System.Runtime.CompilerServices;

namespace CSharpBpf.Net;

/// <summary>
/// Reads a packet from front to back. Each Try method is the bounds check in the shape the kernel's verifier understands: where it returned
/// true, what it read lies inside the packet. A failed one leaves the cursor where it was.
/// </summary>
public unsafe ref struct PacketCursor
{
    /// <summary>The farthest <see cref="TrySkip"/> goes in one step, in bytes.</summary>
    public const int MaxSkip = 16_383;

    private readonly byte* end;
    private byte* position;

    internal PacketCursor(byte* start, byte* end)
    {
        position = start;
        this.end = end;
    }

    /// <summary>The bytes from the cursor to the packet's end.</summary>
    public readonly int Remaining => (int)(end - position);

    /// <summary>The packet's bytes from the cursor on, to be read and written in place; the cursor stays where it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Skip"/> went behind the packet's end. In BPF that is a fault.</exception>
    public readonly Span<byte> UnreadSpan => new(position, Remaining);

    /// <summary>Reads a value and moves behind it. Costs only the fields that are used.</summary>
    /// <param name="value">The value, or its default if the packet is too short.</param>
    /// <returns>Whether the packet was long enough.</returns>
    public bool TryRead<T>(out T value)
        where T : unmanaged
    {
        byte* start = position;
        if (start + sizeof(T) > end)
        {
            value = default;
            return false;
        }

        value = Unsafe.ReadUnaligned<T>(start);
        position = start + sizeof(T);
        return true;
    }

    /// <summary>Reads a value and stays where it is.</summary>
    /// <param name="value">The value, or its default if the packet is too short.</param>
    /// <returns>Whether the packet was long enough.</returns>
    public readonly bool TryPeek<T>(out T value)
        where T : unmanaged
    {
        if (position + sizeof(T) > end)
        {
            value = default;
            return false;
        }

        value = Unsafe.ReadUnaligned<T>(position);
        return true;
    }

    /// <summary>A reference to a value in the packet itself, to change it in place; moves behind it.</summary>
    /// <returns>The reference, or the null reference (see <see cref="Unsafe.IsNullRef{T}(ref readonly T)"/>) if the packet is too short.</returns>
    public ref T ReadRefOrNullRef<T>()
        where T : unmanaged
    {
        byte* start = position;
        if (start + sizeof(T) > end)
        {
            return ref Unsafe.NullRef<T>();
        }

        position = start + sizeof(T);
        return ref Unsafe.AsRef<T>(start);
    }

    /// <summary>Moves forward.</summary>
    /// <param name="count">Bytes, from 0 to <see cref="MaxSkip"/>.</param>
    /// <returns>Whether the count is in its range and the packet long enough.</returns>
    public bool TrySkip(int count)
    {
        if ((uint)count > MaxSkip)
        {
            return false;
        }

        byte* next = position + count;
        if (next > end)
        {
            return false;
        }

        position = next;
        return true;
    }

    /// <summary>Moves forward without a check, perhaps behind the packet's end: whatever is read next is checked.</summary>
    /// <param name="count">Bytes.</param>
    public void Skip(ushort count) => position += count;

    /// <summary>
    /// The bytes from a cursor of the same packet to this one. To the kernel the difference of two pointers is any number: a walker that moves its
    /// caller's cursor by it, in one place, gives the kernel one state to go on with and not one for each way through the walk.
    /// </summary>
    internal readonly uint DistanceFrom(PacketCursor start) => (uint)(position - start.position);
}
