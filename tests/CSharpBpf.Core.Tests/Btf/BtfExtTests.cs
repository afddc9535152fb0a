using CSharpBpf.Btf;
using CSharpBpf.Isa;
using Xunit;

namespace CSharpBpf.Core.Tests.Btf;

public sealed class BtfExtTests
{
    public static BtfExtSpec Sample() => new()
    {
        Functions = [new("xdp", [new(0, 3), new(16, 4)]), new(".text", [new(0, 5)])],
        Lines = [new("xdp", [new(0, "A.cs", "int x = 1;", 10, 5), new(16, "A.cs", "return x;", 11, 9)])],
        CoreRelocations = [new("xdp", [new(8, 2, "0:1", 0)])],
    };

    [Theory]
    [InlineData(ByteOrder.LittleEndian)]
    [InlineData(ByteOrder.BigEndian)]
    public void RecordsSurviveWritingAndReading(ByteOrder order)
    {
        BtfExtSpec spec = Sample();
        (byte[] bytes, BtfStringSection strings) = Write(spec, order);
        BtfExtSpec read = BtfExtReader.Read(bytes, strings);
        Assert.Equal(spec.Functions, read.Functions);
        Assert.Equal(spec.Lines, read.Lines);
        Assert.Equal(spec.CoreRelocations, read.CoreRelocations);
    }

    [Fact]
    public void PositionsBeyondTheFormatAreCut()
    {
        Assert.Equal((7u << 10) | 1023, BtfExtWriter.PackPosition(7, 5000));
        Assert.Equal(uint.MaxValue, BtfExtWriter.PackPosition(int.MaxValue, int.MaxValue));
        Assert.Equal(0u, BtfExtWriter.PackPosition(-1, -1));
    }

    [Fact]
    public void RecordSizeMustHoldTheRecord()
    {
        (byte[] bytes, BtfStringSection strings) = Write(Sample(), ByteOrder.LittleEndian);
        bytes[32] = 4;
        BtfFormatException error = Assert.Throws<BtfFormatException>(() => BtfExtReader.Read(bytes, strings));
        Assert.Equal(32, error.Offset);
        Assert.Contains("func_info record of 4 bytes", error.Message);
    }

    internal static (byte[] Bytes, BtfStringSection Strings) Write(BtfExtSpec spec, ByteOrder order)
    {
        BtfStringTable table = new();
        byte[] bytes = BtfExtWriter.Write(spec, table, order);
        BtfReader.Read(BtfWriter.Write(new BtfSpec { Types = [] }, table, order), out BtfStringSection strings);
        return (bytes, strings);
    }
}
