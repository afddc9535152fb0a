using System;
using System.Buffers.Binary;
using System.Linq;
using System.Text;
using CSharpBpf.Hashing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Library;

/// <summary>The hashes against the test vectors that their authors published.</summary>
public sealed class HashTests
{
    [Theory]
    [InlineData("Four score and seven years ago", 0u, 0x17770551u)]
    [InlineData("Four score and seven years ago", 1u, 0xCD628161u)]
    public void JhashIsLookup3(string text, uint seed, uint expected)
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(text), 0, 0, 0, 0, 0, 0];
        var hash = new Jhash((uint)text.Length, seed);
        hash.Add(Word(bytes, 0), Word(bytes, 4), Word(bytes, 8));
        hash.Add(Word(bytes, 12), Word(bytes, 16), Word(bytes, 20));
        Assert.Equal(expected, hash.Finish(Word(bytes, 24), Word(bytes, 28), 0));
    }

    [Fact]
    public void JhashOfFewWordsIsThatOfTheirBytes()
    {
        Assert.Equal(new Jhash(4, 3).Finish(1, 0, 0), Jhash.Hash(1, 3));
        Assert.Equal(new Jhash(8, 3).Finish(1, 2, 0), Jhash.Hash(1, 2, 3));
        Assert.Equal(new Jhash(12, 4).Finish(1, 2, 3), Jhash.Hash(1, 2, 3, 4));
    }

    [Theory]
    [InlineData("", 0u, 0u)]
    [InlineData("", 1u, 0x514E28B7u)]
    [InlineData("test", 0u, 0xBA6BD213u)]
    [InlineData("Hello, world!", 0x9747B28Cu, 0x24884CBAu)]
    [InlineData("aaa", 0x9747B28Cu, 0x283E0130u)]
    public void MurmurHash3IsTheX86Form(string text, uint seed, uint expected)
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes(text), 0, 0, 0, 0];
        var hash = new MurmurHash3(seed);
        int whole = text.Length & ~3;
        for (int i = 0; i < whole; i += 4)
        {
            hash.Add(Word(bytes, i));
        }

        Assert.Equal(expected, hash.Finish((uint)text.Length, Word(bytes, whole)));
    }

    [Theory]
    [InlineData(0, 0x726FDB47DD0E0E31ul)]
    [InlineData(1, 0x74F839C593DC67FDul)]
    [InlineData(8, 0x93F5F5799A932462ul)]
    [InlineData(15, 0xA129CA6149BE45E5ul)]
    public void SipHashIsThatOfThePaper(int length, ulong expected)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)i), 0, 0, 0, 0, 0, 0, 0, 0];
        var hash = new SipHash24(0x0706050403020100, 0x0F0E0D0C0B0A0908);
        if (length >= 8)
        {
            hash.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        Assert.Equal(expected, hash.Finish((uint)length, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(length & ~7))));
    }

    [Fact]
    public void Crc32CIsThatOfTheRfc()
    {
        var digits = Crc32C.Start();
        foreach (byte digit in "123456789"u8)
        {
            digits.Add(digit);
        }

        var zeros = Crc32C.Start();
        for (int i = 0; i < 8; i++)
        {
            zeros.Add(0u);
        }

        Assert.Equal(0u, Crc32C.Start().Value);
        Assert.Equal(0xE3069283, digits.Value);
        Assert.Equal(0x8A9136AA, zeros.Value);
    }

    private static uint Word(byte[] bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));
}
