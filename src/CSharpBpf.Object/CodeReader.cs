using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Object.Elf;

namespace CSharpBpf.Object;

/// <summary>A function as the symbol table describes it: a stretch of a code section.</summary>
internal sealed record CodeFunction(string Name, ElfSection Section, int StartSlot, int EndSlot, bool IsGlobal, Instruction[] Instructions)
{
    public IReadOnlyList<ElfRelocation> Relocations { get; init; } = [];
}

/// <summary>Cuts the code sections into functions along their symbols.</summary>
internal sealed class CodeReader
{
    private readonly List<CodeFunction> functions = [];

    public CodeReader(ElfReader elf)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        // Global names are taken first: a static function of the same name is the one to get a number.
        foreach (ElfSymbol symbol in elf.Symbols.Where(s => s.Type == ElfSymbolType.Function && s.Binding != ElfBinding.Local))
        {
            if (symbol.SectionIndex != ElfConstants.IndexUndefined && !names.Add(symbol.Name))
            {
                throw new ObjectFormatException($"Global function '{symbol.Name}' is defined twice.");
            }
        }

        foreach (ElfSection section in elf.Sections.Where(s => s.IsCode && s.Size > 0))
        {
            ReadSection(elf, section, names);
        }
    }

    /// <summary>All functions, in the order of sections and offsets.</summary>
    public IReadOnlyList<CodeFunction> Functions => functions;

    /// <summary>The function that starts at a slot of a section.</summary>
    public CodeFunction? At(int sectionIndex, long slot) =>
        functions.Find(function => function.Section.Index == sectionIndex && function.StartSlot == slot);

    private void ReadSection(ElfReader elf, ElfSection section, HashSet<string> names)
    {
        List<ElfSymbol> symbols =
        [
            .. elf.Symbols
                .Where(s => s.SectionIndex == section.Index && s.Type == ElfSymbolType.Function && s.Size != 0)
                .OrderBy(s => s.Value),
        ];
        if (symbols.Count == 0)
        {
            throw new ObjectFormatException($"Section '{section.Name}' holds code but no function symbol (STT_FUNC with a size) says where its functions are.");
        }

        List<ElfRelocation> relocations = elf.RelocationsOf(section);
        long end = 0;
        foreach (ElfSymbol symbol in symbols)
        {
            if (symbol.Value < 0 || symbol.Size < 0 || symbol.Value % InstructionCodec.SlotSize != 0 || symbol.Size % InstructionCodec.SlotSize != 0
                || symbol.Value > section.Size || symbol.Size > section.Size - symbol.Value)
            {
                throw new ObjectFormatException(
                    $"Function '{symbol.Name}': {symbol.Size} bytes at offset {symbol.Value} are not whole instructions within section '{section.Name}' of {section.Size} bytes.");
            }

            if (symbol.Value < end)
            {
                // Two names for one function: the first stands for both, since uses are resolved by place.
                if (At(section.Index, symbol.Value / InstructionCodec.SlotSize) is not null)
                {
                    continue;
                }

                throw new ObjectFormatException($"Function '{symbol.Name}' at offset {symbol.Value} of section '{section.Name}' overlaps the one before, which ends at {end}.");
            }

            end = symbol.Value + symbol.Size;
            long start = symbol.Value;
            bool isLocal = symbol.Binding == ElfBinding.Local;
            functions.Add(new CodeFunction(
                isLocal ? Unique(symbol.Name, names) : symbol.Name,
                section,
                (int)(start / InstructionCodec.SlotSize),
                (int)(end / InstructionCodec.SlotSize),
                !isLocal && symbol.Visibility is not (ElfConstants.VisibilityHidden or ElfConstants.VisibilityInternal),
                Decode(elf, section, symbol))
            {
                Relocations = relocations.FindAll(relocation => relocation.Offset >= start && relocation.Offset < end),
            });
        }
    }

    private static Instruction[] Decode(ElfReader elf, ElfSection section, ElfSymbol symbol)
    {
        try
        {
            return InstructionCodec.Decode(
                section.Contents.AsSpan((int)symbol.Value, (int)symbol.Size), elf.IsBigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian);
        }
        catch (InstructionFormatException e)
        {
            throw new ObjectFormatException($"Function '{symbol.Name}' of section '{section.Name}': {e.Message}", e);
        }
    }

    private static string Unique(string name, HashSet<string> names)
    {
        string unique = name;
        for (int i = 2; !names.Add(unique); i++)
        {
            unique = name + "_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return unique;
    }
}
