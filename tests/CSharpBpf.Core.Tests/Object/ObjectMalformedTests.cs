using System;
using System.Linq;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Object;

/// <summary>Bad bytes give <see cref="ObjectFormatException"/> and nothing else, from reader, linker and writer alike.</summary>
public sealed class ObjectMalformedTests
{
    [Theory]
    [InlineData(0, 0, "ELF magic")]
    [InlineData(4, 1, "class 1")]
    [InlineData(5, 3, "data encoding 3")]
    [InlineData(16, 2, "ELF type 2")]
    [InlineData(18, 62, "ELF machine 62")]
    [InlineData(58, 40, "section header size 40")]
    [InlineData(60, 255, "beyond the file's end")]
    [InlineData(62, 200, "section name table 200")]
    public void HeaderIsChecked(int offset, byte value, string expected)
    {
        byte[] bytes = ObjectWriter.Write(SampleObject.Create());
        bytes[offset] = value;
        string message = Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(bytes, "bad")).Message;
        Assert.StartsWith("Object 'bad': ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] bytes = ObjectWriter.Write(SampleObject.Create());
        for (int length = 0; length < bytes.Length; length += length < 64 ? 1 : 13)
        {
            Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(bytes.AsSpan(0, length), "bad"));
        }
    }

    [Fact]
    public void FlippedBytesNeverEscapeTheException() => Fuzz(ObjectWriter.Write(SampleObject.Create()));

    [SkippableFact]
    public void FlippedBytesOfClangObjectsNeverEscapeTheException() => Fuzz(ClangObjects.Compile("everything.c", "v3"));

    private static void Fuzz(byte[] original)
    {
        Random random = new(20_261_121);
        // Headers, symbols and relocations are a small part of the file but most of what can go wrong: half of the flips go there.
        int table = BitConverter.ToInt32(original, 40);
        int refused = 0;
        for (int round = 0; round < 2_000; round++)
        {
            byte[] bytes = (byte[])original.Clone();
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                int at = random.Next(2) == 0 ? random.Next(table, bytes.Length) : random.Next(bytes.Length);
                bytes[at] = (byte)random.Next(256);
            }

            try
            {
                ObjectSpec spec = ObjectReader.Read(bytes, "flipped");
                _ = spec.Programs.Select(program => Linker.Link(spec, program)).ToList();
                ObjectReader.Read(ObjectWriter.Write(spec), "again");
            }
            catch (ObjectFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 200, 1_950);
    }
}
