using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CSharpBpf.Net;

/// <summary>An Ethernet address: six bytes, in the order they travel.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
public readonly struct MacAddress : IEquatable<MacAddress>
{
    private readonly uint first;
    private readonly ushort last;

    /// <summary>An address from its bytes.</summary>
    /// <param name="bytes">Six bytes.</param>
    /// <exception cref="ArgumentException">Not six bytes.</exception>
    public MacAddress(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != 6)
        {
            throw new ArgumentException($"A MAC address has 6 bytes, not {bytes.Length}.", nameof(bytes));
        }

        first = MemoryMarshal.Read<uint>(bytes);
        last = MemoryMarshal.Read<ushort>(bytes[4..]);
    }

    /// <summary>Whether the addresses are equal.</summary>
    public static bool operator ==(MacAddress left, MacAddress right) => left.first == right.first && left.last == right.last;

    /// <summary>Whether the addresses differ.</summary>
    public static bool operator !=(MacAddress left, MacAddress right) => !(left == right);

    /// <inheritdoc/>
    public bool Equals(MacAddress other) => this == other;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MacAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(first, last);

    /// <summary>Colon-separated hexadecimal: <c>02:aa:bb:cc:dd:01</c>.</summary>
    public override string ToString()
    {
        MacAddress copy = this;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<MacAddress>(ref copy));
        return string.Create(CultureInfo.InvariantCulture, $"{bytes[0]:x2}:{bytes[1]:x2}:{bytes[2]:x2}:{bytes[3]:x2}:{bytes[4]:x2}:{bytes[5]:x2}");
    }
}
