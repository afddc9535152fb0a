using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CSharpBpf.Btf;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object.Elf;

namespace CSharpBpf.Object;

/// <summary>
/// Reads an ELF object that our compiler, clang or libbpf's static linker made. What the file leaves to its loader is settled here: every call and
/// address is a named relocation, whether the file had a symbol, a section and an offset, or only a distance; DATASEC sizes and offsets are filled
/// in; functions of hidden visibility are static. Names that occur twice among static functions get a number, so every symbol name is unique.
/// Refused, because a blueprint has no place for them yet: undefined symbols other than kfuncs (ksyms, Kconfig values), legacy <c>maps</c> sections.
/// </summary>
public static class ObjectReader
{
    // Far beyond what the kernel takes as one map value; a bound because a .bss section claims its size without having the bytes.
    private const long MaxDataSize = 1 << 28;

    /// <summary>Reads an object.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="name">The object's name, for messages.</param>
    /// <exception cref="ObjectFormatException">The bytes are no well-formed BPF object, or it uses what is not supported; it says what, where and why.</exception>
    public static ObjectSpec Read(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            return Read(new ElfReader(bytes), name);
        }
        catch (ObjectFormatException e)
        {
            throw new ObjectFormatException($"Object '{name}': {e.Message}", e);
        }
        catch (BtfFormatException e)
        {
            throw new ObjectFormatException($"Object '{name}': {e.Message}", e);
        }
        catch (InstructionFormatException e)
        {
            throw new ObjectFormatException($"Object '{name}': {e.Message}", e);
        }
    }

    private static ObjectSpec Read(ElfReader elf, string name)
    {
        if (elf.Find(SectionNames.LegacyMaps) is { Size: > 0 })
        {
            throw new ObjectFormatException("Its maps are in the legacy 'maps' section; define them in '.maps' with BTF, as libbpf 1.0 demands.");
        }

        BtfStringSection? strings = null;
        BtfSpec? btf = elf.Find(SectionNames.Btf) is { Size: > 0 } btfSection ? BtfReader.Read(btfSection.Contents, out strings) : null;
        BtfExtSpec ext = strings is not null && elf.Find(SectionNames.BtfExt) is { Size: > 0 } extSection
            ? BtfExtReader.Read(extSection.Contents, strings)
            : new BtfExtSpec();
        CodeReader code = new(elf);
        btf = btf is null ? null : BtfFixup.Apply(btf, elf);
        List<DataSectionSpec> data = ReadData(elf, btf);
        MapSectionReader maps = new(elf, btf);
        SymbolResolver symbols = new(elf, code, maps, data, btf);
        Dictionary<CodeFunction, FunctionSpec> functions = code.Functions.ToDictionary(
            function => function, function => FunctionReader.Read(function, symbols, ext, btf));
        return new ObjectSpec
        {
            Name = name,
            ByteOrder = elf.IsBigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian,
            License = ReadLicense(elf),
            Programs = [.. code.Functions.Where(f => f.Section.Name != SectionNames.Text).Select(f => Program(f, functions[f]))],
            Subprograms = [.. code.Functions.Where(f => f.Section.Name == SectionNames.Text).Select(f => functions[f])],
            Maps = maps.WithInitialElements(symbols),
            DataSections = data,
            Btf = btf,
        };
    }

    private static ProgramSpec Program(CodeFunction function, FunctionSpec spec)
    {
        // A leading question mark tells libbpf not to load the program unless asked; it is no part of what the section means.
        string section = function.Section.Name;
        SectionInfo? known = SectionTable.Find(section.TrimStart('?'), out _);
        return new ProgramSpec
        {
            Name = spec.Name,
            SectionName = section,
            Type = known?.ProgramType ?? default,
            ExpectedAttachType = known?.AttachType,
            Function = spec,
        };
    }

    private static string? ReadLicense(ElfReader elf)
    {
        if (elf.Find(SectionNames.License) is not { } section)
        {
            return null;
        }

        int length = Array.IndexOf(section.Contents, (byte)0);
        return Encoding.UTF8.GetString(section.Contents, 0, length < 0 ? section.Contents.Length : length);
    }

    private static List<DataSectionSpec> ReadData(ElfReader elf, BtfSpec? btf)
    {
        List<DataSectionSpec> sections = [];
        foreach (ElfSection section in elf.Sections)
        {
            if (section.Type is not (ElfSectionType.ProgramBits or ElfSectionType.NoBits) || section.Size == 0
                || SectionNames.DataKind(section.Name) is not { } kind)
            {
                continue;
            }

            if (section.Size > MaxDataSize)
            {
                throw new ObjectFormatException($"Section '{section.Name}' claims {section.Size} bytes, more than the {MaxDataSize} taken.");
            }

            if (sections.Exists(other => other.Name == section.Name))
            {
                throw new ObjectFormatException($"There are two sections called '{section.Name}'.");
            }

            sections.Add(new DataSectionSpec
            {
                Name = section.Name,
                Kind = kind,
                Contents = section.Type == ElfSectionType.NoBits ? new byte[section.Size] : section.Contents,
                Variables = ReadVariables(elf, section, btf),
                BtfTypeId = FindDataSection(btf, section.Name),
            });
        }

        return sections;
    }

    private static List<VariableSpec> ReadVariables(ElfReader elf, ElfSection section, BtfSpec? btf)
    {
        BtfDataSection? types = ObjectBtf.FindSection(btf, section.Name);
        List<VariableSpec> variables = [];
        foreach (ElfSymbol symbol in elf.Symbols.Where(s => s.SectionIndex == section.Index && s.Type == ElfSymbolType.Object && s.Size > 0))
        {
            if (symbol.Value < 0 || symbol.Value > section.Size || symbol.Size > section.Size - symbol.Value)
            {
                throw new ObjectFormatException(
                    $"Symbol '{symbol.Name}': {symbol.Size} bytes at offset {symbol.Value} leave section '{section.Name}' of {section.Size} bytes.");
            }

            int type = types?.Variables.FirstOrDefault(v => v.Offset == symbol.Value && btf![v.TypeId].Name == symbol.Name).TypeId ?? 0;
            variables.Add(new VariableSpec(symbol.Name, (int)symbol.Value, (int)symbol.Size, type));
        }

        return [.. variables.OrderBy(variable => variable.Offset).ThenBy(variable => variable.Name, StringComparer.Ordinal)];
    }

    private static int FindDataSection(BtfSpec? btf, string name)
    {
        for (int i = 0; btf is not null && i < btf.Types.Count; i++)
        {
            if (btf.Types[i] is BtfDataSection section && section.Name == name)
            {
                return i + 1;
            }
        }

        return 0;
    }
}
