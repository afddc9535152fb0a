using System;
using System.Buffers.Binary;

namespace CSharpBpf.Btf;

/// <summary>Reads words of one byte order front to back, never past the end.</summary>
internal ref struct BtfCursor(ReadOnlySpan<byte> bytes, int position, int end, bool bigEndian)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    public int Position { get; private set; } = position;

    public readonly int End => end;

    public readonly bool AtEnd => Position >= end;

    public int I32(string what)
    {
        if (end - Position < 4)
        {
            throw new BtfFormatException(Position, $"{what} needs 4 bytes, but only {Math.Max(0, end - Position)} are left in its section.");
        }

        ReadOnlySpan<byte> word = bytes.Slice(Position, 4);
        Position += 4;
        return bigEndian ? BinaryPrimitives.ReadInt32BigEndian(word) : BinaryPrimitives.ReadInt32LittleEndian(word);
    }

    /// <summary>A size, count or offset: unsigned in the format, refused above 2^31 - 1, which nothing real reaches.</summary>
    public int Size(string what)
    {
        int where = Position;
        int value = I32(what);
        return value >= 0 ? value : throw new BtfFormatException(where, $"{what} is {unchecked((uint)value)}, beyond any real one.");
    }

    public void Skip(long count, string what)
    {
        if (count > end - Position)
        {
            throw new BtfFormatException(Position, $"{what} needs {count} bytes, but only {end - Position} are left in its section.");
        }

        Position += (int)count;
    }
}
