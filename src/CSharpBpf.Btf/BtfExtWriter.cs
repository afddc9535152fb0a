using System.Collections.Generic;
using System;
using CSharpBpf.Isa;

namespace CSharpBpf.Btf;

/// <summary>
/// Writes a .BTF.ext section: header (32 bytes), func_info, line_info, core_relo. Each of the three is a record size and then, per ELF section,
/// the section's name, a count and the records. A part without sections has length 0.
/// </summary>
public static class BtfExtWriter
{
    internal const int HeaderSize = 32;
    internal const int MinimumHeaderSize = 24;
    internal const int FunctionInfoSize = 8;
    internal const int LineInfoSize = 16;
    internal const int CoreRelocationSize = 16;
    private const int MaxLine = (1 << 22) - 1;
    private const int MaxColumn = (1 << 10) - 1;

    /// <summary>Writes <paramref name="spec"/>; its strings are added to <paramref name="strings"/>, so the .BTF section must be written after it.</summary>
    /// <exception cref="BtfFormatException">A string contains a NUL.</exception>
    public static byte[] Write(BtfExtSpec spec, BtfStringTable strings, ByteOrder order = ByteOrder.LittleEndian)
    {
        bool bigEndian = order == ByteOrder.BigEndian;
        ByteBuffer functions = new(bigEndian);
        WritePart(functions, strings, spec.Functions, FunctionInfoSize, (to, record) =>
        {
            to.I32(record.InstructionOffset);
            to.I32(record.TypeId);
        });
        ByteBuffer lines = new(bigEndian);
        WritePart(lines, strings, spec.Lines, LineInfoSize, (to, record) =>
        {
            to.I32(record.InstructionOffset);
            to.I32(strings.Add(record.FileName));
            to.I32(strings.Add(record.Text));
            to.U32(PackPosition(record.Line, record.Column));
        });
        ByteBuffer core = new(bigEndian);
        WritePart(core, strings, spec.CoreRelocations, CoreRelocationSize, (to, record) =>
        {
            to.I32(record.InstructionOffset);
            to.I32(record.TypeId);
            to.I32(strings.Add(record.Access));
            to.I32(record.Kind);
        });

        ByteBuffer section = new(bigEndian);
        section.U16(BtfWriter.Magic);
        section.U8(1);
        section.U8(0);
        section.U32(HeaderSize);
        section.I32(0);
        section.I32(functions.Length);
        section.I32(functions.Length);
        section.I32(lines.Length);
        section.I32(functions.Length + lines.Length);
        section.I32(core.Length);
        section.Bytes(functions.ToArray());
        section.Bytes(lines.ToArray());
        section.Bytes(core.ToArray());
        return section.ToArray();
    }

    /// <summary>The line_col word of struct bpf_line_info: line in bits 10-31, column in bits 0-9; what does not fit is cut to the largest value that does.</summary>
    public static uint PackPosition(int line, int column) =>
        ((uint)Math.Min(Math.Max(line, 0), MaxLine) << 10) | (uint)Math.Min(Math.Max(column, 0), MaxColumn);

    private static void WritePart<T>(
        ByteBuffer to, BtfStringTable strings, IReadOnlyList<BtfExtSection<T>> sections, int recordSize, Action<ByteBuffer, T> write)
        where T : struct
    {
        bool first = true;
        foreach (BtfExtSection<T> section in sections)
        {
            if (section.Records.Count == 0)
            {
                continue;
            }

            if (first)
            {
                to.I32(recordSize);
                first = false;
            }

            to.I32(strings.Add(section.SectionName));
            to.I32(section.Records.Count);
            foreach (T record in section.Records)
            {
                write(to, record);
            }
        }
    }
}
