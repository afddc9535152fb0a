using System;
using CSharpBpf.Btf;
using CSharpBpf.Isa;
using Xunit;

namespace CSharpBpf.Core.Tests.Btf;

/// <summary>Bad bytes give <see cref="BtfFormatException"/> and nothing else, wherever they are bad.</summary>
public sealed class BtfMalformedTests
{
    [Theory]
    [InlineData(0, 0x00, "magic")]
    [InlineData(2, 0x02, "version")]
    [InlineData(4, 0x04, "hdr_len")]
    [InlineData(15, 0x80, "type_len")]
    [InlineData(14, 0x10, "beyond the section's end")]
    [InlineData(24, 0xff, "string offset")]
    [InlineData(31, 0x1f, "kind 31 is unknown")]
    public void HeaderAndTypesAreChecked(int offset, byte value, string expected)
    {
        byte[] bytes = BtfWriter.Write(BtfSamples.EveryKind());
        bytes[offset] = value;
        // The string offset needs its high bytes set as well to leave the section.
        if (offset == 24)
        {
            bytes[26] = value;
        }

        BtfFormatException error = Assert.Throws<BtfFormatException>(() => BtfReader.Read(bytes));
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void TypeIdThatDoesNotExistIsNamedWhereItStands()
    {
        byte[] bytes = BtfWriter.Write(new BtfSpec { Types = [new BtfPointer(7)] });
        BtfFormatException error = Assert.Throws<BtfFormatException>(() => BtfReader.Read(bytes));
        Assert.Equal(32, error.Offset);
        Assert.Contains("type id 7 does not exist; the last is 1", error.Message);
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] bytes = BtfWriter.Write(BtfSamples.EveryKind());
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<BtfFormatException>(() => BtfReader.Read(bytes.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData(ByteOrder.LittleEndian)]
    [InlineData(ByteOrder.BigEndian)]
    public void FlippedBytesNeverEscapeTheException(ByteOrder order)
    {
        byte[] original = BtfWriter.Write(BtfSamples.EveryKind(), order);
        (byte[] originalExt, BtfStringSection strings) = BtfExtTests.Write(BtfExtTests.Sample(), order);
        Random random = new(20_261_121);
        int refused = 0;
        for (int round = 0; round < 20_000; round++)
        {
            refused += Refuses(Flip(original, random), bytes => BtfWriter.Write(BtfReader.Read(bytes), order));
            refused += Refuses(Flip(originalExt, random), bytes => BtfExtReader.Read(bytes, strings));
        }

        Assert.InRange(refused, 1_000, 39_000);
    }

    private static byte[] Flip(byte[] original, Random random)
    {
        byte[] bytes = (byte[])original.Clone();
        for (int flips = random.Next(1, 4); flips > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private static int Refuses(byte[] bytes, Action<byte[]> read)
    {
        try
        {
            read(bytes);
            return 0;
        }
        catch (BtfFormatException)
        {
            return 1;
        }
    }
}
