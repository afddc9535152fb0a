using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text;

namespace CSharpBpf.Object.Elf;

/// <summary>Reads the sections, symbols and relocations of a relocatable ELF64 file of either byte order. Every offset is checked before it is followed.</summary>
internal sealed class ElfReader
{
    private readonly byte[] bytes;
    private readonly bool bigEndian;
    private readonly List<ElfSection> sections = [];
    private readonly List<ElfSymbol> symbols = [];

    public ElfReader(ReadOnlySpan<byte> bytes)
    {
        this.bytes = bytes.ToArray();
        bigEndian = ReadIdent();
        ReadSections();
        ReadSymbols();
    }

    public bool IsBigEndian => bigEndian;

    public IReadOnlyList<ElfSection> Sections => sections;

    public IReadOnlyList<ElfSymbol> Symbols => symbols;

    /// <summary>The first section called <paramref name="name"/>.</summary>
    public ElfSection? Find(string name) => sections.Find(section => section.Name == name);

    /// <summary>The relocations that apply to <paramref name="target"/>, ascending by offset.</summary>
    public List<ElfRelocation> RelocationsOf(ElfSection target)
    {
        List<ElfRelocation> relocations = [];
        foreach (ElfSection section in sections)
        {
            if (section.Type != ElfSectionType.Relocations || section.Info != target.Index)
            {
                continue;
            }

            for (int at = 0; at + ElfConstants.RelocationSize <= section.Contents.Length; at += ElfConstants.RelocationSize)
            {
                long offset = I64(section.Contents, at);
                ulong info = unchecked((ulong)I64(section.Contents, at + 8));
                long symbol = (long)(info >> 32);
                if (symbol >= symbols.Count)
                {
                    throw new ObjectFormatException(
                        $"Section '{section.Name}', relocation {at / ElfConstants.RelocationSize}: symbol {symbol} does not exist; there are {symbols.Count}.");
                }

                if (offset < 0 || offset >= target.Size)
                {
                    throw new ObjectFormatException(
                        $"Section '{section.Name}', relocation {at / ElfConstants.RelocationSize}: offset {offset} lies outside section '{target.Name}' of {target.Size} bytes.");
                }

                relocations.Add(new ElfRelocation(offset, (uint)info, (int)symbol));
            }
        }

        relocations.Sort((left, right) => left.Offset.CompareTo(right.Offset));
        return relocations;
    }

    private bool ReadIdent()
    {
        if (bytes.Length < ElfConstants.HeaderSize)
        {
            throw new ObjectFormatException($"The file has {bytes.Length} bytes; an ELF64 header alone takes {ElfConstants.HeaderSize}.");
        }

        if (bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F')
        {
            throw new ObjectFormatException("The file does not start with the ELF magic 7f 45 4c 46: it is not an ELF object.");
        }

        if (bytes[4] != ElfConstants.Class64)
        {
            throw new ObjectFormatException($"ELF class {bytes[4]} at offset 4: BPF objects are ELF64 (class 2).");
        }

        return bytes[5] switch
        {
            ElfConstants.Data2Lsb => false,
            ElfConstants.Data2Msb => true,
            _ => throw new ObjectFormatException($"ELF data encoding {bytes[5]} at offset 5: it must be 1 (little-endian) or 2 (big-endian)."),
        };
    }

    private void ReadSections()
    {
        int type = U16(bytes, 16);
        int machine = U16(bytes, 18);
        if (type != ElfConstants.TypeRelocatable)
        {
            throw new ObjectFormatException($"ELF type {type} at offset 16: a BPF object is relocatable (1).");
        }

        // Compilers older than the machine number left it 0, and libbpf still takes that.
        if (machine is not (ElfConstants.MachineBpf or ElfConstants.MachineNone))
        {
            throw new ObjectFormatException($"ELF machine {machine} at offset 18: it must be {ElfConstants.MachineBpf} (BPF).");
        }

        long table = I64(bytes, 40);
        int entrySize = U16(bytes, 58);
        int count = U16(bytes, 60);
        int nameTable = U16(bytes, 62);
        if (count != 0 && entrySize != ElfConstants.SectionHeaderSize)
        {
            throw new ObjectFormatException($"ELF section header size {entrySize} at offset 58: it must be {ElfConstants.SectionHeaderSize}.");
        }

        if (table < 0 || table > bytes.Length - ((long)count * ElfConstants.SectionHeaderSize))
        {
            throw new ObjectFormatException($"The ELF section header table ({count} entries at offset {table}) lies beyond the file's end at {bytes.Length}.");
        }

        if (nameTable >= count)
        {
            throw new ObjectFormatException($"ELF section name table {nameTable} at offset 62 does not exist; there are {count} sections.");
        }

        byte[] names = Contents((int)table + (nameTable * ElfConstants.SectionHeaderSize), nameTable);
        for (int i = 0; i < count; i++)
        {
            int at = (int)table + (i * ElfConstants.SectionHeaderSize);
            ElfSectionType sectionType = (ElfSectionType)U32(bytes, at + 4);
            string name = Text(names, U32(bytes, at), $"section {i}");
            long size = I64(bytes, at + 32);
            if (size < 0)
            {
                throw new ObjectFormatException($"Section '{name}' claims {unchecked((ulong)size)} bytes.");
            }

            sections.Add(new ElfSection(
                i, name, sectionType, unchecked((ulong)I64(bytes, at + 8)), size, Contents(at, i), (int)U32(bytes, at + 40), (int)U32(bytes, at + 44)));
        }
    }

    private byte[] Contents(int header, int index)
    {
        ElfSectionType type = (ElfSectionType)U32(bytes, header + 4);
        if (type is ElfSectionType.NoBits or ElfSectionType.Null)
        {
            return [];
        }

        long offset = I64(bytes, header + 24);
        long size = I64(bytes, header + 32);
        if (offset < 0 || size < 0 || offset > bytes.Length || size > bytes.Length - offset)
        {
            throw new ObjectFormatException($"Section {index} ({unchecked((ulong)size)} bytes at offset {unchecked((ulong)offset)}) lies beyond the file's end at {bytes.Length}.");
        }

        return bytes.AsSpan((int)offset, (int)size).ToArray();
    }

    private void ReadSymbols()
    {
        ElfSection? table = sections.Find(section => section.Type == ElfSectionType.SymbolTable);
        if (table is null)
        {
            return;
        }

        if (table.Link < 0 || table.Link >= sections.Count)
        {
            throw new ObjectFormatException($"Section '{table.Name}': its string table {unchecked((uint)table.Link)} does not exist; there are {sections.Count} sections.");
        }

        byte[] names = sections[table.Link].Contents;
        for (int at = 0; at + ElfConstants.SymbolSize <= table.Contents.Length; at += ElfConstants.SymbolSize)
        {
            int index = at / ElfConstants.SymbolSize;
            byte info = table.Contents[at + 4];
            int section = U16(table.Contents, at + 6);
            if (section >= sections.Count && section < ElfConstants.IndexReserved)
            {
                throw new ObjectFormatException($"Symbol {index}: section {section} does not exist; there are {sections.Count}.");
            }

            symbols.Add(new ElfSymbol(
                Text(names, U32(table.Contents, at), $"symbol {index}"),
                (ElfSymbolType)(info & 0xf),
                (ElfBinding)(info >> 4),
                (byte)(table.Contents[at + 5] & 3),
                section,
                I64(table.Contents, at + 8),
                I64(table.Contents, at + 16)));
        }
    }

    private static string Text(byte[] table, uint offset, string what)
    {
        if (offset == 0)
        {
            return "";
        }

        int length = offset < table.Length ? table.AsSpan((int)offset).IndexOf((byte)0) : -1;
        return length >= 0
            ? Encoding.UTF8.GetString(table, (int)offset, length)
            : throw new ObjectFormatException($"The name of {what} (offset {offset}) is not a terminated string within its table of {table.Length} bytes.");
    }

    private ushort U16(byte[] bytes, int at) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));

    private uint U32(byte[] bytes, int at) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private long I64(byte[] bytes, int at) =>
        bigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at)) : BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
}
