using System;
using CSharpBpf.Isa;
using Xunit;

namespace CSharpBpf.Core.Tests.Isa;

/// <summary>The factory gives the encodings of RFC 9669, written out here byte by byte.</summary>
public sealed class InstructionsTests
{
    public static TheoryData<Instruction, Instruction> Encodings => new()
    {
        { Instructions.AluRegister(AluOperation.Add, true, 1, 2), new(0x0f, 1, 2, 0, 0) },
        { Instructions.AluImmediate(AluOperation.Add, false, 1, -5), new(0x04, 1, 0, 0, -5) },
        { Instructions.AluRegister(AluOperation.Sdiv, true, 3, 4), new(0x3f, 3, 4, 1, 0) },
        { Instructions.AluImmediate(AluOperation.Smod, false, 3, 7), new(0x94, 3, 0, 1, 7) },
        { Instructions.MovRegister(true, 6, 1), new(0xbf, 6, 1, 0, 0) },
        { Instructions.MovImmediate(false, 0, 2), new(0xb4, 0, 0, 0, 2) },
        { Instructions.MovSignExtend(true, 1, 2, 32), new(0xbf, 1, 2, 32, 0) },
        { Instructions.MovSignExtend(false, 1, 2, 8), new(0xbc, 1, 2, 8, 0) },
        { Instructions.AddressSpaceCast(1, 2, 0, 1), new(0xbf, 1, 2, 1, 1) },
        { Instructions.AddressSpaceCast(1, 2, 1, 0), new(0xbf, 1, 2, 1, 0x10000) },
        { Instructions.Neg(true, 9), new(0x87, 9, 0, 0, 0) },
        { Instructions.EndianSwap(ByteSwap.BigEndian, 2, 16), new(0xdc, 2, 0, 0, 16) },
        { Instructions.EndianSwap(ByteSwap.LittleEndian, 2, 32), new(0xd4, 2, 0, 0, 32) },
        { Instructions.EndianSwap(ByteSwap.Always, 2, 64), new(0xd7, 2, 0, 0, 64) },
        { Instructions.LoadMemory(MemorySize.HalfWord, 1, 2, 12), new(0x69, 1, 2, 12, 0) },
        { Instructions.LoadMemorySignExtend(MemorySize.Byte, 1, 2, -1), new(0x91, 1, 2, -1, 0) },
        { Instructions.StoreRegister(MemorySize.DoubleWord, 10, -8, 1), new(0x7b, 10, 1, -8, 0) },
        { Instructions.StoreImmediate(MemorySize.Word, 10, -4, 7), new(0x62, 10, 0, -4, 7) },
        { Instructions.Atomic(AtomicOperation.FetchAdd, MemorySize.DoubleWord, 1, 0, 2), new(0xdb, 1, 2, 0, 1) },
        { Instructions.Atomic(AtomicOperation.LoadAcquire, MemorySize.Byte, 1, 4, 2), new(0xd3, 1, 2, 4, 0x100) },
        { Instructions.LoadPacketAbsolute(MemorySize.HalfWord, 12), new(0x28, 0, 0, 0, 12) },
        { Instructions.LoadPacketIndirect(MemorySize.Byte, 3, 1), new(0x50, 0, 3, 0, 1) },
        { Instructions.JumpRegister(JumpOperation.Jgt, true, 2, 3, 5), new(0x2d, 2, 3, 5, 0) },
        { Instructions.JumpImmediate(JumpOperation.Jsle, false, 2, -1, -6), new(0xd6, 2, 0, -6, -1) },
        { Instructions.Goto(-3), new(0x05, 0, 0, -3, 0) },
        { Instructions.GotoLong(100_000), new(0x06, 0, 0, 0, 100_000) },
        { Instructions.MayGoto(2), new(0xe5, 0, 0, 2, 0) },
        { Instructions.CallHelper(1), new(0x85, 0, 0, 0, 1) },
        { Instructions.CallLocal(4), new(0x85, 0, 1, 0, 4) },
        { Instructions.CallKfunc(1234, 1), new(0x85, 0, 2, 1, 1234) },
        { Instructions.Exit(), new(0x95, 0, 0, 0, 0) },
        { Instructions.LoadImmediate64(1, -1), new(0x18, 1, 0, 0, -1) },
        { Instructions.LoadMapFd(1, 3), new(0x18, 1, 1, 0, 3) },
        { Instructions.LoadMapValue(1, 3, 8), new(0x18, 1, 2, 0, 0x8_0000_0003) },
        { Instructions.LoadFunction(2, 6), new(0x18, 2, 4, 0, 6) },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Factory_gives_the_encoding_of_the_RFC(Instruction made, Instruction expected) => Assert.Equal(expected, made);

    [Fact]
    public void A_value_that_does_not_fit_is_the_callers_mistake()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Instructions.Goto(32768));
        Assert.Throws<ArgumentOutOfRangeException>(() => Instructions.MovRegister(true, 11, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Instructions.MovSignExtend(false, 0, 1, 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => Instructions.LoadMemorySignExtend(MemorySize.DoubleWord, 0, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Instructions.Atomic(AtomicOperation.Add, MemorySize.HalfWord, 1, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Instructions.EndianSwap(ByteSwap.BigEndian, 0, 8));
    }
}
