using System;
using System.Net;
using System.Runtime.InteropServices;

namespace CSharpBpf.Net;

/// <summary>An IPv6 address: sixteen bytes in network byte order. Usable as a map key.</summary>
public readonly struct IPv6Address : IEquatable<IPv6Address>
{
    private readonly UInt64BigEndian high;
    private readonly UInt64BigEndian low;

    /// <summary>An address from its two halves in host byte order.</summary>
    /// <param name="high">The first eight bytes: 0x20010db8_00000000 for 2001:db8::.</param>
    /// <param name="low">The last eight bytes.</param>
    public IPv6Address(ulong high, ulong low)
    {
        this.high = new UInt64BigEndian(high);
        this.low = new UInt64BigEndian(low);
    }

    /// <summary>The first eight bytes as a number in host byte order.</summary>
    public ulong High => high.Value;

    /// <summary>The last eight bytes as a number in host byte order.</summary>
    public ulong Low => low.Value;

    internal ulong RawHigh => high.Raw;

    internal ulong RawLow => low.Raw;

    /// <summary>The address of the BCL's type.</summary>
    /// <exception cref="ArgumentException">Not an IPv6 address.</exception>
    public static IPv6Address From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out int written) && written == 16
            ? MemoryMarshal.Read<IPv6Address>(bytes)
            : throw new ArgumentException($"{address} is not an IPv6 address.", nameof(address));
    }

    /// <summary>Whether the addresses are equal.</summary>
    public static bool operator ==(IPv6Address left, IPv6Address right) => left.high == right.high && left.low == right.low;

    /// <summary>Whether the addresses differ.</summary>
    public static bool operator !=(IPv6Address left, IPv6Address right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(IPv6Address other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IPv6Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(high, low);

    /// <summary>The shortest usual notation: <c>2001:db8::1</c>.</summary>
    public override string ToString()
    {
        IPv6Address copy = this;
        return new IPAddress(MemoryMarshal.AsBytes(new ReadOnlySpan<IPv6Address>(ref copy))).ToString();
    }
}
