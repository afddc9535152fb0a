namespace CSharpBpf.Net;

/// <summary>The first two bytes of an IPv6 extension header (RFC 8200 section 4).</summary>
public struct IPv6ExtensionHeader
{
    private IPProtocol nextHeader;
    private byte length;

    /// <summary>What follows.</summary>
    public IPProtocol NextHeader
    {
        readonly get => nextHeader;
        set => nextHeader = value;
    }

    /// <summary>The length as it stands in the header, reserved in a fragment header: see <see cref="LengthAs"/>.</summary>
    public byte RawLength
    {
        readonly get => length;
        set => length = value;
    }

    /// <summary>
    /// The whole header's length in bytes: counted in words of 4 bytes less two in an authentication header, 8 in a fragment header, which does not say it,
    /// in units of 8 less one in the others.
    /// </summary>
    /// <param name="kind">What the header is: the value that announced it.</param>
    public readonly ushort LengthAs(IPProtocol kind) => (ushort)(kind switch
    {
        IPProtocol.AuthenticationHeader => (length + 2) * 4,
        IPProtocol.Fragment => 8,
        _ => (length + 1) * 8,
    });
}
