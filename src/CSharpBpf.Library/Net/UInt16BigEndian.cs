using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CSharpBpf.Net;

/// <summary>A 16-bit number stored in network byte order.</summary>
public readonly struct UInt16BigEndian : IEquatable<UInt16BigEndian>
{
    private readonly ushort raw;

    /// <summary>Stores a number.</summary>
    /// <param name="value">The number, in host byte order.</param>
    public UInt16BigEndian(ushort value)
    {
        raw = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>The number, in host byte order.</summary>
    public ushort Value => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(raw) : raw;

    /// <summary>The two bytes as they lie in memory, read as a host number: for checksums, whose sum is the same in either order.</summary>
    public ushort Raw => raw;

    /// <summary>The inverse of <see cref="Raw"/>.</summary>
    /// <param name="raw">Two bytes as they lie in memory, read as a host number.</param>
    public static UInt16BigEndian FromRaw(ushort raw) => Unsafe.BitCast<ushort, UInt16BigEndian>(raw);

    /// <summary>Whether the numbers are equal.</summary>
    public static bool operator ==(UInt16BigEndian left, UInt16BigEndian right) => left.raw == right.raw;

    /// <summary>Whether the numbers differ.</summary>
    public static bool operator !=(UInt16BigEndian left, UInt16BigEndian right) => left.raw != right.raw;

    /// <inheritdoc/>
    public bool Equals(UInt16BigEndian other) => raw == other.raw;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UInt16BigEndian other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
