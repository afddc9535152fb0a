using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace CSharpBpf.Btf;

/// <summary>
/// Reads a raw .BTF section of either byte order: an object's, or a kernel's (/sys/kernel/btf/vmlinux). Two passes: the first walks the type
/// headers to learn how many types there are, so that the second can refuse a bad type id where it stands.
/// </summary>
public static class BtfReader
{
    /// <summary>Reads the types.</summary>
    /// <exception cref="BtfFormatException">The bytes are not well-formed BTF; it says where and why.</exception>
    public static BtfSpec Read(ReadOnlySpan<byte> bytes) => Read(bytes, out _);

    /// <summary>Reads the types, and keeps the strings for a .BTF.ext section that leans on them.</summary>
    /// <exception cref="BtfFormatException">The bytes are not well-formed BTF; it says where and why.</exception>
    public static BtfSpec Read(ReadOnlySpan<byte> bytes, out BtfStringSection strings)
    {
        (int headerSize, bool bigEndian) = ReadPreamble(bytes, BtfWriter.HeaderSize);
        BtfCursor header = new(bytes, 8, headerSize, bigEndian);
        int typeOffset = header.Size("type_off");
        int typeLength = header.Size("type_len");
        int stringOffset = header.Size("str_off");
        int stringLength = header.Size("str_len");
        int typeStart = Locate(bytes.Length, headerSize, typeOffset, typeLength, "types", 8);
        int stringStart = Locate(bytes.Length, headerSize, stringOffset, stringLength, "strings", 16);
        if ((typeStart & 3) != 0)
        {
            throw new BtfFormatException(8, $"the types start at byte {typeStart}, which is not a multiple of 4.");
        }

        strings = new BtfStringSection(bytes.Slice(stringStart, stringLength).ToArray(), stringStart);
        int count = CountTypes(new BtfCursor(bytes, typeStart, typeStart + typeLength, bigEndian));
        List<BtfType> types = new(count);
        BtfCursor cursor = new(bytes, typeStart, typeStart + typeLength, bigEndian);
        BtfTypeReader reader = new(strings, count);
        while (!cursor.AtEnd)
        {
            types.Add(reader.Read(ref cursor));
        }

        return new BtfSpec { Types = types };
    }

    /// <summary>Reads magic, version and header length, which .BTF and .BTF.ext share.</summary>
    internal static (int HeaderSize, bool BigEndian) ReadPreamble(ReadOnlySpan<byte> bytes, int minimumHeaderSize)
    {
        if (bytes.Length < minimumHeaderSize)
        {
            throw new BtfFormatException(0, $"the header needs {minimumHeaderSize} bytes, but the section has {bytes.Length}.");
        }

        bool bigEndian;
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes) == BtfWriter.Magic)
        {
            bigEndian = false;
        }
        else if (BinaryPrimitives.ReadUInt16BigEndian(bytes) == BtfWriter.Magic)
        {
            bigEndian = true;
        }
        else
        {
            throw new BtfFormatException(0, $"the magic is 0x{BinaryPrimitives.ReadUInt16LittleEndian(bytes):x4}, not 0xeb9f: this is not BTF.");
        }

        if (bytes[2] != 1)
        {
            throw new BtfFormatException(2, $"the version is {bytes[2]}; only version 1 exists.");
        }

        BtfCursor cursor = new(bytes, 4, 8, bigEndian);
        int headerSize = cursor.Size("hdr_len");
        return headerSize >= minimumHeaderSize && headerSize <= bytes.Length
            ? (headerSize, bigEndian)
            : throw new BtfFormatException(4, $"hdr_len is {headerSize}; it must be at least {minimumHeaderSize} and within the section of {bytes.Length} bytes.");
    }

    internal static int Locate(int total, int headerSize, int offset, int length, string what, int where)
    {
        long start = (long)headerSize + offset;
        return start + length <= total
            ? (int)start
            : throw new BtfFormatException(where, $"the {what} lie at bytes {start} to {start + length}, beyond the section's end at {total}.");
    }

    private static int CountTypes(BtfCursor cursor)
    {
        int count = 0;
        while (!cursor.AtEnd)
        {
            int start = cursor.Position;
            cursor.I32("a type's name");
            uint info = unchecked((uint)cursor.I32("a type's info"));
            cursor.I32("a type's size");
            int vlen = (int)(info & 0xffff);
            BtfKind kind = (BtfKind)((info >> 24) & 0x1f);
            cursor.Skip(TrailerSize(kind, vlen, start), kind.ToString());
            count++;
        }

        return count;
    }

    private static long TrailerSize(BtfKind kind, int vlen, int where) => kind switch
    {
        BtfKind.Int or BtfKind.Variable or BtfKind.DeclTag => 4,
        BtfKind.Array => 12,
        BtfKind.Struct or BtfKind.Union or BtfKind.DataSection or BtfKind.Enum64 => 12L * vlen,
        BtfKind.Enum or BtfKind.FunctionPrototype => 8L * vlen,
        BtfKind.Pointer or BtfKind.Forward or BtfKind.Typedef or BtfKind.Volatile or BtfKind.Const or BtfKind.Restrict
            or BtfKind.Function or BtfKind.Float or BtfKind.TypeTag => 0,
        _ => throw new BtfFormatException(where, $"kind {(int)kind} is unknown; the last known is {(int)BtfKind.Enum64} (BTF_KIND_ENUM64)."),
    };
}
