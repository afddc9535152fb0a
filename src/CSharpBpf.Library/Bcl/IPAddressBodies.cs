using System.Buffers.Binary;

namespace CSharpBpf.Bcl;

/// <summary>The byte order methods of System.Net.IPAddress; see <see cref="BitOperationsBodies"/>. BPF runs on little-endian machines.</summary>
internal static class IPAddressBodies
{
    internal static short NetworkToHostOrder(short network) => BinaryPrimitives.ReverseEndianness(network);

    internal static int NetworkToHostOrder(int network) => BinaryPrimitives.ReverseEndianness(network);

    internal static long NetworkToHostOrder(long network) => BinaryPrimitives.ReverseEndianness(network);

    internal static short HostToNetworkOrder(short host) => BinaryPrimitives.ReverseEndianness(host);

    internal static int HostToNetworkOrder(int host) => BinaryPrimitives.ReverseEndianness(host);

    internal static long HostToNetworkOrder(long host) => BinaryPrimitives.ReverseEndianness(host);
}
