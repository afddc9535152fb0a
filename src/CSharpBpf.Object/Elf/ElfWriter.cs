using System;
using System.Collections.Generic;
using System.Linq;

namespace CSharpBpf.Object.Elf;

/// <summary>
/// Lays out a relocatable ELF64 file: header, section contents in order, section headers. Local symbols stand before global ones, as the format
/// demands, so a symbol's final index is known once all are in; relocations keep the symbol itself until then.
/// </summary>
internal sealed class ElfWriter(bool bigEndian)
{
    private readonly List<Section> sections = [];
    private readonly List<Symbol> symbols = [];

    public Section AddSection(string name, ElfSectionType type, ulong flags, int alignment, byte[] contents)
    {
        Section section = new(name, type, flags, alignment) { Contents = contents, Size = contents.Length };
        return Add(section);
    }

    /// <summary>A section of zeros that takes no room in the file.</summary>
    public Section AddNoBits(string name, ulong flags, int alignment, int size) =>
        Add(new Section(name, ElfSectionType.NoBits, flags, alignment) { Size = size });

    public Symbol AddSymbol(string name, ElfSymbolType type, ElfBinding binding, Section section, long value, long size)
    {
        Symbol symbol = new(name, type, binding, section, value, size);
        symbols.Add(symbol);
        return symbol;
    }

    /// <summary>A symbol that someone else defines.</summary>
    public Symbol AddUndefined(string name)
    {
        Symbol symbol = new(name, ElfSymbolType.None, ElfBinding.Global, null, 0, 0);
        symbols.Add(symbol);
        return symbol;
    }

    /// <summary>Adds <c>.rel</c> + the target's name.</summary>
    public void AddRelocations(Section target, IReadOnlyList<(long Offset, uint Type, Symbol Symbol)> relocations) =>
        Add(new Section(".rel" + target.Name, ElfSectionType.Relocations, ElfConstants.FlagInfoLink, 8)
        {
            Target = target,
            Relocations = relocations,
            Size = relocations.Count * (long)ElfConstants.RelocationSize,
        });

    public byte[] Write()
    {
        List<Symbol> symbols = [.. this.symbols.Where(symbol => symbol.Binding == ElfBinding.Local), .. this.symbols.Where(symbol => symbol.Binding != ElfBinding.Local)];
        int locals = 1 + symbols.Count(symbol => symbol.Binding == ElfBinding.Local);
        for (int i = 0; i < symbols.Count; i++)
        {
            symbols[i].Index = i + 1;
        }

        Names names = new();
        Section symbolTable = Add(new Section(".symtab", ElfSectionType.SymbolTable, 0, 8));
        Section stringTable = Add(new Section(".strtab", ElfSectionType.StringTable, 0, 1));
        symbolTable.Contents = SymbolBytes(symbols, names);
        foreach (Section section in sections)
        {
            section.NameOffset = names.Add(section.Name);
            if (section.Relocations is not null)
            {
                section.Contents = RelocationBytes(section.Relocations);
            }
        }

        stringTable.Contents = names.ToArray();
        return FileBytes(symbolTable, stringTable, locals);
    }

    private Section Add(Section section)
    {
        sections.Add(section);
        section.Index = sections.Count;
        return section;
    }

    private byte[] SymbolBytes(List<Symbol> symbols, Names names)
    {
        ByteBuffer to = new(bigEndian);
        to.Bytes(new byte[ElfConstants.SymbolSize]);
        foreach (Symbol symbol in symbols)
        {
            // A section symbol's name is its section's, by convention left out here.
            to.U32(symbol.Type == ElfSymbolType.Section ? 0 : names.Add(symbol.Name));
            to.U8((byte)(((byte)symbol.Binding << 4) | (byte)symbol.Type));
            to.U8(0);
            to.U16((ushort)(symbol.Section?.Index ?? ElfConstants.IndexUndefined));
            to.U64((ulong)symbol.Value);
            to.U64((ulong)symbol.Size);
        }

        return to.ToArray();
    }

    private byte[] RelocationBytes(IReadOnlyList<(long Offset, uint Type, Symbol Symbol)> relocations)
    {
        ByteBuffer to = new(bigEndian);
        foreach ((long offset, uint type, Symbol symbol) in relocations)
        {
            to.U64((ulong)offset);
            to.U64(((ulong)symbol.Index << 32) | type);
        }

        return to.ToArray();
    }

    private byte[] FileBytes(Section symbolTable, Section stringTable, int firstGlobal)
    {
        ByteBuffer body = new(bigEndian);
        body.Bytes(new byte[ElfConstants.HeaderSize]);
        ByteBuffer headers = new(bigEndian);
        headers.Bytes(new byte[ElfConstants.SectionHeaderSize]);
        foreach (Section section in sections)
        {
            body.Align(section.Alignment);
            headers.U32(section.NameOffset);
            headers.U32((uint)section.Type);
            headers.U64(section.Flags);
            headers.U64(0);
            headers.U64((ulong)body.Length);
            headers.U64((ulong)(section.Type == ElfSectionType.NoBits ? section.Size : section.Contents.Length));
            headers.U32((uint)(section == symbolTable ? stringTable.Index : section.Target is null ? 0 : symbolTable.Index));
            headers.U32((uint)(section == symbolTable ? firstGlobal : section.Target?.Index ?? 0));
            headers.U64((ulong)section.Alignment);
            headers.U64(section == symbolTable ? ElfConstants.SymbolSize : section.Target is null ? 0u : ElfConstants.RelocationSize);
            body.Bytes(section.Contents);
        }

        body.Align(8);
        int table = body.Length;
        body.Bytes(headers.ToArray());
        byte[] file = body.ToArray();
        HeaderBytes(table, stringTable).CopyTo(file, 0);
        return file;
    }

    private byte[] HeaderBytes(int sectionTable, Section stringTable)
    {
        ByteBuffer to = new(bigEndian);
        to.Bytes([0x7f, (byte)'E', (byte)'L', (byte)'F', ElfConstants.Class64]);
        to.U8(bigEndian ? ElfConstants.Data2Msb : ElfConstants.Data2Lsb);
        to.U8(ElfConstants.CurrentVersion);
        to.Bytes(new byte[9]);
        to.U16(ElfConstants.TypeRelocatable);
        to.U16(ElfConstants.MachineBpf);
        to.U32(ElfConstants.CurrentVersion);
        to.U64(0);
        to.U64(0);
        to.U64((ulong)sectionTable);
        to.U32(0);
        to.U16(ElfConstants.HeaderSize);
        to.U16(0);
        to.U16(0);
        to.U16(ElfConstants.SectionHeaderSize);
        to.U16((ushort)(sections.Count + 1));
        to.U16((ushort)stringTable.Index);
        return to.ToArray();
    }

    internal sealed class Section(string name, ElfSectionType type, ulong flags, int alignment)
    {
        public string Name => name;

        public ElfSectionType Type => type;

        public ulong Flags => flags;

        public int Alignment => alignment;

        public int Index { get; set; }

        public uint NameOffset { get; set; }

        public long Size { get; init; }

        public byte[] Contents { get; set; } = [];

        public Section? Target { get; init; }

        public IReadOnlyList<(long Offset, uint Type, Symbol Symbol)>? Relocations { get; init; }
    }

    internal sealed class Symbol(string name, ElfSymbolType type, ElfBinding binding, Section? section, long value, long size)
    {
        public string Name => name;

        public ElfSymbolType Type => type;

        public ElfBinding Binding => binding;

        /// <summary>Null if someone else defines it.</summary>
        public Section? Section => section;

        public long Value => value;

        public long Size => size;

        public int Index { get; set; }
    }

    private sealed class Names
    {
        private readonly Dictionary<string, uint> offsets = new(StringComparer.Ordinal) { [""] = 0 };
        private readonly ByteBuffer bytes = new(bigEndian: false);

        public Names() => bytes.U8(0);

        public uint Add(string name)
        {
            if (!offsets.TryGetValue(name, out uint offset))
            {
                if (name.IndexOf('\0') >= 0)
                {
                    throw new ObjectFormatException($"The name '{name.Replace("\0", "\\0")}' contains a NUL, which would end it early.");
                }

                offset = (uint)bytes.Length;
                offsets.Add(name, offset);
                bytes.NulTerminated(name);
            }

            return offset;
        }

        public byte[] ToArray() => bytes.ToArray();
    }
}
