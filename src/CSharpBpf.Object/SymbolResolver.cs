using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Btf;
using CSharpBpf.Isa;
using CSharpBpf.Object.Elf;

namespace CSharpBpf.Object;

/// <summary>
/// Turns the file's relocations into named ones. Addresses are found by section and offset, never by symbol name: a compiler may relocate against a
/// variable's symbol, or against its section's with the offset in the instruction.
/// </summary>
internal sealed class SymbolResolver(ElfReader elf, CodeReader code, MapSectionReader maps, IReadOnlyList<DataSectionSpec> data, BtfSpec? btf)
{
    private readonly HashSet<string> kernelFunctions = [.. btf?.Types.OfType<BtfFunction>().Where(static function => function.Linkage == BtfFunctionLinkage.Extern).Select(static function => function.Name) ?? []];

    private readonly HashSet<string> ambiguous =
    [
        .. data.SelectMany(section => section.Variables).GroupBy(v => v.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key),
    ];

    /// <summary>What the relocation at <paramref name="slot"/> of <paramref name="function"/> asks for.</summary>
    public Relocation Resolve(ElfRelocation relocation, CodeFunction function, int slot, Instruction instruction)
    {
        string where = $"Function '{function.Name}', slot {slot}";
        if (relocation.Type == ElfConstants.RelocationCall && IsLocalCall(instruction)
            && elf.Symbols[relocation.SymbolIndex] is { SectionIndex: ElfConstants.IndexUndefined } wanted && kernelFunctions.Contains(wanted.Name))
        {
            return new Relocation(slot, RelocationKind.KernelFunction, wanted.Name, 0);
        }

        ElfSymbol symbol = Symbol(relocation, where);
        bool isLoad = instruction.Opcode == Instruction.LoadImmediate64;
        uint type = isLoad ? ElfConstants.RelocationLoad : ElfConstants.RelocationCall;
        if (relocation.Type != type || (!isLoad && !IsLocalCall(instruction)))
        {
            throw new ObjectFormatException($"{where}: relocation type {relocation.Type} does not fit opcode 0x{instruction.Opcode:x2} with source {instruction.Source}.");
        }

        // Of an lddw only the low half is the addend; libbpf reads it as signed, too.
        int addend = unchecked((int)instruction.Immediate);
        if (maps.Owns(symbol.SectionIndex))
        {
            MapSpec? map = isLoad ? maps.At(symbol.Value + addend) : null;
            return map is not null
                ? new Relocation(slot, RelocationKind.Map, map.Name, 0)
                : throw new ObjectFormatException($"{where}: no map starts at offset {symbol.Value + addend} of '.maps'.");
        }

        if (elf.Sections[symbol.SectionIndex] is { IsCode: true })
        {
            long target = isLoad ? (symbol.Value + addend) / InstructionCodec.SlotSize : (symbol.Value / InstructionCodec.SlotSize) + addend + 1;
            return new Relocation(slot, isLoad ? RelocationKind.Function : RelocationKind.Call, Function(symbol.SectionIndex, target, where), 0);
        }

        return isLoad ? Data(symbol, addend, slot, where) : throw new ObjectFormatException($"{where}: it calls '{symbol.Name}', which is no code.");
    }

    /// <summary>What a call without relocation goes to: a distance within its own section.</summary>
    public Relocation ResolveDistance(CodeFunction function, int slot, Instruction instruction)
    {
        string where = $"Function '{function.Name}', slot {slot}";
        RelocationKind kind = instruction.Opcode == Instruction.LoadImmediate64 ? RelocationKind.Function : RelocationKind.Call;
        long target = (long)function.StartSlot + slot + 1 + unchecked((int)instruction.Immediate);
        return new Relocation(slot, kind, Function(function.Section.Index, target, where), 0);
    }

    /// <summary>The map or program that an initial map element names.</summary>
    public string MapOrFunction(ElfRelocation relocation, string map)
    {
        ElfSymbol symbol = Symbol(relocation, $"Map '{map}'");
        return maps.Owns(symbol.SectionIndex)
            ? maps.At(symbol.Value)?.Name ?? throw new ObjectFormatException($"Map '{map}': no map starts at offset {symbol.Value} of '.maps'.")
            : Function(symbol.SectionIndex, symbol.Value / InstructionCodec.SlotSize, $"Map '{map}'");
    }

    public static bool IsLocalCall(Instruction instruction) =>
        instruction.Opcode == FunctionCode.Call && instruction.Source == (byte)CallSource.Local;

    private ElfSymbol Symbol(ElfRelocation relocation, string where)
    {
        ElfSymbol symbol = elf.Symbols[relocation.SymbolIndex];
        if (symbol.SectionIndex == ElfConstants.IndexUndefined)
        {
            throw new ObjectFormatException($"{where}: symbol '{symbol.Name}' is not defined in the object; kernel variables and Kconfig values are not supported, nor kernel functions without BTF.");
        }

        return symbol.SectionIndex < ElfConstants.IndexReserved
            ? symbol
            : throw new ObjectFormatException($"{where}: symbol '{symbol.Name}' is in no section (index 0x{symbol.SectionIndex:x}).");
    }

    private string Function(int section, long slot, string where) => code.At(section, slot)?.Name
        ?? throw new ObjectFormatException($"{where}: no function starts at slot {slot} of section '{elf.Sections[section].Name}'.");

    private Relocation Data(ElfSymbol symbol, int addend, int slot, string where)
    {
        string name = elf.Sections[symbol.SectionIndex].Name;
        foreach (DataSectionSpec section in data)
        {
            if (section.Name != name)
            {
                continue;
            }

            long offset = symbol.Value + addend;
            if (offset < 0 || offset > section.Contents.Length)
            {
                throw new ObjectFormatException($"{where}: offset {offset} leaves section '{name}' of {section.Contents.Length} bytes.");
            }

            foreach (VariableSpec variable in section.Variables)
            {
                if (offset >= variable.Offset && offset < variable.Offset + variable.Size && !ambiguous.Contains(variable.Name))
                {
                    return new Relocation(slot, RelocationKind.Data, variable.Name, (int)offset - variable.Offset);
                }
            }

            return new Relocation(slot, RelocationKind.Data, name, (int)offset);
        }

        throw new ObjectFormatException($"{where}: it takes the address of '{symbol.Name}' in section '{name}', which is neither map, nor global data, nor code.");
    }
}
