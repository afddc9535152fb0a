using System;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace CSharpBpf.Net;

/// <summary>An IPv6 network such as 2001:db8::/32. Usable as the key of an <see cref="LpmTrieMap{TKey, TValue}"/>.</summary>
// Fields of 4 bytes, so that no padding stands between length and address: a trie's key has none.
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly struct IPv6Prefix : IEquatable<IPv6Prefix>
{
    /// <summary>The length of an address, and so of the longest prefix, in bits.</summary>
    public const uint MaxLength = 128;

    private readonly uint length;
    private readonly IPv6Address address;

    /// <summary>A network. The address's bits behind the prefix stay as they are: they count in no comparison of <see cref="Contains"/>.</summary>
    /// <param name="address">An address of the network.</param>
    /// <param name="length">How many bits are equal in all of the network: 0 to 128.</param>
    public IPv6Prefix(IPv6Address address, uint length)
    {
        this.length = length;
        this.address = address;
    }

    /// <summary>How many bits are equal in all of the network.</summary>
    public uint Length => length;

    /// <summary>The address that the network was made with.</summary>
    public IPv6Address Address => address;

    /// <summary>The prefix to look an address up with: all of its bits.</summary>
    public static IPv6Prefix Of(IPv6Address address) => new(address, MaxLength);

    /// <summary>Reads an address and a length with a slash between; without one it is a single address.</summary>
    /// <exception cref="FormatException">Not an address, or not a length from 0 to 128.</exception>
    public static IPv6Prefix Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        uint length = MaxLength;
        if (slash >= 0 && (!uint.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > MaxLength))
        {
            throw new FormatException($"'{text}' is not an IPv6 network: behind the slash stands a number from 0 to {MaxLength}.");
        }

        return IPAddress.TryParse(slash < 0 ? text : text[..slash], out IPAddress? address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? new IPv6Prefix(IPv6Address.From(address), length)
            : throw new FormatException($"'{text}' is not an IPv6 network: an address such as 2001:db8:: stands before the slash.");
    }

    /// <summary>Whether the prefixes are equal: also in the bits of the address that do not count.</summary>
    public static bool operator ==(IPv6Prefix left, IPv6Prefix right) => left.length == right.length && left.address == right.address;

    /// <summary>Whether the prefixes differ.</summary>
    public static bool operator !=(IPv6Prefix left, IPv6Prefix right) => !(left == right);

    /// <summary>Whether an address belongs to the network.</summary>
    public bool Contains(IPv6Address candidate) =>
        ((candidate.High ^ address.High) & Mask(length)) == 0 && (length <= 64 || ((candidate.Low ^ address.Low) & Mask(length - 64)) == 0);

    /// <inheritdoc/>
    public bool Equals(IPv6Prefix other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IPv6Prefix other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(length, address);

    /// <summary>The address and the length: <c>2001:db8::/32</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{address}/{length}");

    private static ulong Mask(uint bits) => bits == 0 ? 0 : bits >= 64 ? ulong.MaxValue : ulong.MaxValue << (int)(64 - bits);
}
