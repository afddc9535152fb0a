using System;
using System.Buffers.Binary;
using System.Text;

namespace CSharpBpf;

/// <summary>A growing run of bytes with integers in one byte order. Linked into each floor that writes a format.</summary>
internal sealed class ByteBuffer(bool bigEndian)
{
    private byte[] bytes = new byte[256];

    public int Length { get; private set; }

    public void U8(byte value) => Extend(1)[0] = value;

    public void U16(ushort value)
    {
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(Extend(2), value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(Extend(2), value);
        }
    }

    public void U32(uint value)
    {
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(Extend(4), value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(Extend(4), value);
        }
    }

    public void I32(int value) => U32(unchecked((uint)value));

    public void U64(ulong value)
    {
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(Extend(8), value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(Extend(8), value);
        }
    }

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Extend(value.Length));

    /// <summary>UTF-8 and a terminating NUL.</summary>
    public void NulTerminated(string value)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        Bytes(bytes);
        U8(0);
    }

    /// <summary>Zeros up to the next multiple of <paramref name="alignment"/>, a power of two.</summary>
    public void Align(int alignment)
    {
        int padding = -Length & (alignment - 1);
        Extend(padding);
    }

    public byte[] ToArray() => bytes.AsSpan(0, Length).ToArray();

    private Span<byte> Extend(int count)
    {
        int start = Length;
        if (bytes.Length - start < count)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, start + count));
        }

        Length = start + count;
        return bytes.AsSpan(start, count);
    }
}
