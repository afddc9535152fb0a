using System;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace CSharpBpf.Net;

/// <summary>An IPv4 address: four bytes in network byte order. Usable as a map key.</summary>
public readonly struct IPv4Address : IEquatable<IPv4Address>
{
    private readonly UInt32BigEndian value;

    /// <summary>An address from its four numbers.</summary>
    public IPv4Address(byte first, byte second, byte third, byte fourth)
    {
        value = new UInt32BigEndian(((uint)first << 24) | ((uint)second << 16) | ((uint)third << 8) | fourth);
    }

    /// <summary>An address from its number in host byte order: 0x7f000001 is 127.0.0.1.</summary>
    /// <param name="value">The number.</param>
    public IPv4Address(uint value)
    {
        this.value = new UInt32BigEndian(value);
    }

    /// <summary>The number in host byte order: 0x7f000001 for 127.0.0.1.</summary>
    public uint Value => value.Value;

    /// <summary>The four bytes as they lie in memory, read as a host number: what checksum helpers take.</summary>
    public uint Raw => value.Raw;

    /// <summary>The address of the BCL's type.</summary>
    /// <exception cref="ArgumentException">Not an IPv4 address.</exception>
    public static IPv4Address From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[4];
        return address.TryWriteBytes(bytes, out int written) && written == 4
            ? MemoryMarshal.Read<IPv4Address>(bytes)
            : throw new ArgumentException($"{address} is not an IPv4 address.", nameof(address));
    }

    /// <summary>Reads dotted notation.</summary>
    /// <exception cref="FormatException">Not four numbers from 0 to 255 with dots between.</exception>
    public static IPv4Address Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // The BCL also takes the old short forms (10.1 for 10.0.0.1); four numbers leave no doubt.
        return text.Split('.').Length == 4 && IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            ? From(address)
            : throw new FormatException($"'{text}' is not an IPv4 address.");
    }

    /// <summary>Whether the addresses are equal.</summary>
    public static bool operator ==(IPv4Address left, IPv4Address right) => left.value == right.value;

    /// <summary>Whether the addresses differ.</summary>
    public static bool operator !=(IPv4Address left, IPv4Address right) => left.value != right.value;

    /// <inheritdoc/>
    public bool Equals(IPv4Address other) => value == other.value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IPv4Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => value.GetHashCode();

    /// <summary>Dotted notation.</summary>
    public override string ToString()
    {
        uint number = Value;
        return string.Create(CultureInfo.InvariantCulture, $"{number >> 24}.{(number >> 16) & 255}.{(number >> 8) & 255}.{number & 255}");
    }
}
