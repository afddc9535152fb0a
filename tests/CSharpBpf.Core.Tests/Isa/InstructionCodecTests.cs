using System;
using CSharpBpf.Isa;
using Xunit;

namespace CSharpBpf.Core.Tests.Isa;

public sealed class InstructionCodecTests
{
    private static readonly Instruction Store = Instructions.StoreRegister(MemorySize.DoubleWord, Register.R10, -8, Register.R1);
    private static readonly Instruction Wide = Instructions.LoadImmediate64(Register.R3, 0x1122334455667788);

    [Fact]
    public void Little_endian_layout_is_the_RFCs() =>
        Assert.Equal(
            [0x7b, 0x1a, 0xf8, 0xff, 0, 0, 0, 0, 0x18, 0x03, 0, 0, 0x88, 0x77, 0x66, 0x55, 0, 0, 0, 0, 0x44, 0x33, 0x22, 0x11],
            InstructionCodec.Encode([Store, Wide]));

    [Fact]
    public void Big_endian_layout_is_the_RFCs() =>
        Assert.Equal(
            [0x7b, 0xa1, 0xff, 0xf8, 0, 0, 0, 0, 0x18, 0x30, 0, 0, 0x55, 0x66, 0x77, 0x88, 0, 0, 0, 0, 0x11, 0x22, 0x33, 0x44],
            InstructionCodec.Encode([Store, Wide], ByteOrder.BigEndian));

    [Theory]
    [InlineData(ByteOrder.LittleEndian)]
    [InlineData(ByteOrder.BigEndian)]
    public void Any_bytes_decode_and_encode_to_themselves_or_are_refused_with_the_documented_exception(ByteOrder order)
    {
        Random random = new(9669);
        int decoded = 0;
        for (int round = 0; round < 5_000; round++)
        {
            byte[] bytes = new byte[random.Next(0, 41)];
            random.NextBytes(bytes);
            if (bytes.Length > 0 && random.Next(4) == 0)
            {
                bytes[0] = Instruction.LoadImmediate64;
            }

            try
            {
                Instruction[] instructions = InstructionCodec.Decode(bytes, order);
                Assert.Equal(bytes, InstructionCodec.Encode(instructions, order));
                decoded++;
            }
            catch (InstructionFormatException e)
            {
                Assert.NotEmpty(e.What);
                Assert.NotEmpty(e.Why);
                Assert.InRange(e.Position, 0, bytes.Length / 8);
            }
        }

        Assert.InRange(decoded, 250, 4_750);
    }

    [Fact]
    public void Decode_names_the_slot_of_a_broken_lddw()
    {
        byte[] bytes = InstructionCodec.Encode([Store, Wide]);
        Assert.Equal(1, Assert.Throws<InstructionFormatException>(() => InstructionCodec.Decode(bytes.AsSpan(0, 16))).Position);
        Assert.Equal(3, Assert.Throws<InstructionFormatException>(() => InstructionCodec.Decode([.. bytes, 0x95])).Position);
        for (int position = 16; position < 20; position++)
        {
            byte[] broken = [.. bytes];
            broken[position] = 1;
            Assert.Equal(2, Assert.Throws<InstructionFormatException>(() => InstructionCodec.Decode(broken)).Position);
        }
    }

    [Fact]
    public void Encode_refuses_what_does_not_fit_its_field()
    {
        Assert.Throws<InstructionFormatException>(() => InstructionCodec.Encode([new Instruction(0xb7, 0, 0, 0, 1L << 31)]));
        Assert.Throws<InstructionFormatException>(() => InstructionCodec.Encode([new Instruction(0xb7, 16, 0, 0, 0)]));
        Assert.Equal(2, Assert.Throws<InstructionFormatException>(() => InstructionCodec.Encode([Wide, new Instruction(0xb7, 0, 16, 0, 0)])).Position);
    }
}
