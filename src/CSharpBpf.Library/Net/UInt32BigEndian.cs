using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace CSharpBpf.Net;

/// <summary>A 32-bit number stored in network byte order.</summary>
public readonly struct UInt32BigEndian : IEquatable<UInt32BigEndian>
{
    private readonly uint raw;

    /// <summary>Stores a number.</summary>
    /// <param name="value">The number, in host byte order.</param>
    public UInt32BigEndian(uint value)
    {
        raw = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    /// <summary>The number, in host byte order.</summary>
    public uint Value => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(raw) : raw;

    /// <summary>The four bytes as they lie in memory, read as a host number: for checksums, whose sum is the same in either order.</summary>
    public uint Raw => raw;

    /// <summary>The inverse of <see cref="Raw"/>.</summary>
    /// <param name="raw">Four bytes as they lie in memory, read as a host number.</param>
    public static UInt32BigEndian FromRaw(uint raw) => Unsafe.BitCast<uint, UInt32BigEndian>(raw);

    /// <summary>Whether the numbers are equal.</summary>
    public static bool operator ==(UInt32BigEndian left, UInt32BigEndian right) => left.raw == right.raw;

    /// <summary>Whether the numbers differ.</summary>
    public static bool operator !=(UInt32BigEndian left, UInt32BigEndian right) => left.raw != right.raw;

    /// <inheritdoc/>
    public bool Equals(UInt32BigEndian other) => raw == other.raw;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UInt32BigEndian other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
