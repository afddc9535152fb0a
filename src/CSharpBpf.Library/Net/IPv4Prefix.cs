using System;
using System.Globalization;

namespace CSharpBpf.Net;

/// <summary>An IPv4 network such as 10.0.0.0/8. Usable as the key of an <see cref="LpmTrieMap{TKey, TValue}"/>.</summary>
public readonly struct IPv4Prefix : IEquatable<IPv4Prefix>
{
    /// <summary>The length of an address, and so of the longest prefix, in bits.</summary>
    public const uint MaxLength = 32;

    private readonly uint length;
    private readonly IPv4Address address;

    /// <summary>A network. The address's bits behind the prefix stay as they are: they count in no comparison of <see cref="Contains"/>.</summary>
    /// <param name="address">An address of the network.</param>
    /// <param name="length">How many bits are equal in all of the network: 0 to 32.</param>
    public IPv4Prefix(IPv4Address address, uint length)
    {
        this.length = length;
        this.address = address;
    }

    /// <summary>How many bits are equal in all of the network.</summary>
    public uint Length => length;

    /// <summary>The address that the network was made with.</summary>
    public IPv4Address Address => address;

    /// <summary>The bits that are equal in all of the network, in host byte order: 0xff000000 for /8.</summary>
    public uint Mask => length == 0 ? 0 : uint.MaxValue << (int)(MaxLength - length);

    /// <summary>The prefix to look an address up with: all of its bits.</summary>
    public static IPv4Prefix Of(IPv4Address address) => new(address, MaxLength);

    /// <summary>Reads an address and a length with a slash between; without one it is a single address.</summary>
    /// <exception cref="FormatException">Not an address, or not a length from 0 to 32.</exception>
    public static IPv4Prefix Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return Of(IPv4Address.Parse(text));
        }

        return uint.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out uint length) && length <= MaxLength
            ? new IPv4Prefix(IPv4Address.Parse(text[..slash]), length)
            : throw new FormatException($"'{text}' is not an IPv4 network: behind the slash stands a number from 0 to {MaxLength}.");
    }

    /// <summary>Whether the prefixes are equal: also in the bits of the address that do not count.</summary>
    public static bool operator ==(IPv4Prefix left, IPv4Prefix right) => left.length == right.length && left.address == right.address;

    /// <summary>Whether the prefixes differ.</summary>
    public static bool operator !=(IPv4Prefix left, IPv4Prefix right) => !(left == right);

    /// <summary>Whether an address belongs to the network.</summary>
    public bool Contains(IPv4Address candidate) => ((candidate.Value ^ address.Value) & Mask) == 0;

    /// <inheritdoc/>
    public bool Equals(IPv4Prefix other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IPv4Prefix other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(length, address);

    /// <summary>The address and the length: <c>10.0.0.0/8</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{address}/{length}");
}
