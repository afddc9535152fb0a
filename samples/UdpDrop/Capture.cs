using System.Buffers.Binary;

/// <summary>Reads a packet capture in the classic pcap format: a 24-byte header, then a 16-byte header and the bytes for each packet.</summary>
internal static class Capture
{
    private const int FileHeaderSize = 24;
    private const int PacketHeaderSize = 16;
    private const uint Magic = 0xA1B2C3D4;
    private const uint EthernetLinkType = 1;

    public static IEnumerable<ReadOnlyMemory<byte>> Read(byte[] file)
    {
        if (file.Length < FileHeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(file) != Magic || BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(20)) != EthernetLinkType)
        {
            throw new InvalidDataException("Not a little-endian pcap capture of Ethernet frames. 'tcpdump -w' writes one.");
        }

        for (int at = FileHeaderSize; at < file.Length;)
        {
            if (file.Length - at < PacketHeaderSize || BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)) > file.Length - at - PacketHeaderSize)
            {
                throw new InvalidDataException($"The capture ends inside the packet at byte {at}.");
            }

            int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8));
            yield return file.AsMemory(at + PacketHeaderSize, length);
            at += PacketHeaderSize + length;
        }
    }
}
