using System;
using System.Collections.Generic;

namespace CSharpBpf.Btf;

/// <summary>Reads a .BTF.ext section of either byte order. Records longer than those known here are read by their first bytes, as the format wants it.</summary>
public static class BtfExtReader
{
    private delegate T RecordReader<T>(ref BtfCursor cursor, BtfStringSection strings);

    /// <summary>Reads the section with the strings of the .BTF section beside it.</summary>
    /// <exception cref="BtfFormatException">The bytes are not well-formed; it says where and why.</exception>
    public static BtfExtSpec Read(ReadOnlySpan<byte> bytes, BtfStringSection strings)
    {
        (int headerSize, bool bigEndian) = BtfReader.ReadPreamble(bytes, BtfExtWriter.MinimumHeaderSize);
        BtfCursor header = new(bytes, 8, headerSize, bigEndian);
        BtfCursor functions = Part(bytes, ref header, headerSize, bigEndian, "func_info");
        BtfCursor lines = Part(bytes, ref header, headerSize, bigEndian, "line_info");
        BtfCursor core = headerSize >= BtfExtWriter.HeaderSize
            ? Part(bytes, ref header, headerSize, bigEndian, "core_relo")
            : new BtfCursor(bytes, headerSize, headerSize, bigEndian);
        return new BtfExtSpec
        {
            Functions = Sections(functions, strings, "func_info", BtfExtWriter.FunctionInfoSize, ReadFunction),
            Lines = Sections(lines, strings, "line_info", BtfExtWriter.LineInfoSize, ReadLine),
            CoreRelocations = Sections(core, strings, "core_relo", BtfExtWriter.CoreRelocationSize, ReadCore),
        };
    }

    private static BtfCursor Part(ReadOnlySpan<byte> bytes, ref BtfCursor header, int headerSize, bool bigEndian, string what)
    {
        int where = header.Position;
        int offset = header.Size(what + "_off");
        int length = header.Size(what + "_len");
        int start = BtfReader.Locate(bytes.Length, headerSize, offset, length, what + " records", where);
        return new BtfCursor(bytes, start, start + length, bigEndian);
    }

    private static List<BtfExtSection<T>> Sections<T>(
        BtfCursor cursor, BtfStringSection strings, string what, int minimumSize, RecordReader<T> read)
        where T : struct
    {
        List<BtfExtSection<T>> sections = [];
        if (cursor.AtEnd)
        {
            return sections;
        }

        int where = cursor.Position;
        int size = cursor.Size(what + " record size");
        if (size < minimumSize || (size & 3) != 0)
        {
            throw new BtfFormatException(where, $"a {what} record of {size} bytes; it must have at least {minimumSize}, and a multiple of 4.");
        }

        while (!cursor.AtEnd)
        {
            where = cursor.Position;
            string name = strings.Get(cursor.I32(what + " section name"), where);
            where = cursor.Position;
            int count = cursor.Size(what + " count");
            if ((long)count * size > cursor.End - cursor.Position)
            {
                throw new BtfFormatException(where, $"{count} {what} records of {size} bytes for section '{name}' do not fit the {cursor.End - cursor.Position} bytes left.");
            }

            T[] records = new T[count];
            for (int i = 0; i < count; i++)
            {
                int next = cursor.Position + size;
                records[i] = read(ref cursor, strings);
                cursor.Skip(next - cursor.Position, what);
            }

            sections.Add(new BtfExtSection<T>(name, records));
        }

        return sections;
    }

    private static BtfFunctionInfo ReadFunction(ref BtfCursor cursor, BtfStringSection strings)
    {
        int offset = cursor.Size("insn_off");
        return new BtfFunctionInfo(offset, cursor.Size("type_id"));
    }

    private static BtfLineInfo ReadLine(ref BtfCursor cursor, BtfStringSection strings)
    {
        int offset = cursor.Size("insn_off");
        string file = Text(ref cursor, strings, "file_name_off");
        string text = Text(ref cursor, strings, "line_off");
        uint position = unchecked((uint)cursor.I32("line_col"));
        return new BtfLineInfo(offset, file, text, (int)(position >> 10), (int)(position & 0x3ff));
    }

    private static BtfCoreRelocation ReadCore(ref BtfCursor cursor, BtfStringSection strings)
    {
        int offset = cursor.Size("insn_off");
        int type = cursor.Size("type_id");
        string access = Text(ref cursor, strings, "access_str_off");
        return new BtfCoreRelocation(offset, type, access, cursor.I32("kind"));
    }

    private static string Text(ref BtfCursor cursor, BtfStringSection strings, string what)
    {
        int where = cursor.Position;
        return strings.Get(cursor.I32(what), where);
    }
}
