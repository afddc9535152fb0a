using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CSharpBpf.Net;

/// <summary>A 64-bit number stored in network byte order.</summary>
public readonly struct UInt64BigEndian : IEquatable<UInt64BigEndian>
{
    private readonly ulong raw;

    /// <summary>Stores a number.</summary>
    /// <param name="value">The number, in host byte order.</param>
    public UInt64BigEndian(ulong value)
    {
        raw = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>The number, in host byte order.</summary>
    public ulong Value => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(raw) : raw;

    /// <summary>The eight bytes as they lie in memory, read as a host number: for checksums, whose sum is the same in either order.</summary>
    public ulong Raw => raw;

    /// <summary>The inverse of <see cref="Raw"/>.</summary>
    /// <param name="raw">Eight bytes as they lie in memory, read as a host number.</param>
    public static UInt64BigEndian FromRaw(ulong raw) => Unsafe.BitCast<ulong, UInt64BigEndian>(raw);

    /// <summary>Whether the numbers are equal.</summary>
    public static bool operator ==(UInt64BigEndian left, UInt64BigEndian right) => left.raw == right.raw;

    /// <summary>Whether the numbers differ.</summary>
    public static bool operator !=(UInt64BigEndian left, UInt64BigEndian right) => left.raw != right.raw;

    /// <inheritdoc/>
    public bool Equals(UInt64BigEndian other) => raw == other.raw;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UInt64BigEndian other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
