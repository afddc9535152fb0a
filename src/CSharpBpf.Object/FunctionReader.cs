using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Btf;
using CSharpBpf.Isa;
using CSharpBpf.Object.Elf;

namespace CSharpBpf.Object;

/// <summary>Makes a function's blueprint: instructions with open places, named relocations, and what .BTF.ext says about it.</summary>
internal static class FunctionReader
{
    public static FunctionSpec Read(CodeFunction function, SymbolResolver symbols, BtfExtSpec ext, BtfSpec? btf)
    {
        List<Relocation> relocations = [];
        Instruction[] instructions = ReadCode(function, symbols, relocations);
        return new FunctionSpec
        {
            Name = function.Name,
            Instructions = instructions,
            Relocations = relocations,
            IsGlobal = function.IsGlobal,
            BtfFunctionId = FunctionId(function, ext, btf),
            Lines =
            [
                .. Own(ext.Lines, function, record => record.InstructionOffset)
                    .Select(r => new LineInfo(Slot(function, r.InstructionOffset), r.FileName, r.Line, r.Column, r.Text))
                    .OrderBy(line => line.Slot),
            ],
            CoreRelocations =
            [
                .. Own(ext.CoreRelocations, function, record => record.InstructionOffset)
                    .Select(r => new CoreRelocation(Slot(function, r.InstructionOffset), (CoreRelocationKind)r.Kind, r.TypeId, r.Access))
                    .OrderBy(relocation => relocation.Slot),
            ],
        };
    }

    private static int FunctionId(CodeFunction function, BtfExtSpec ext, BtfSpec? btf)
    {
        foreach (BtfFunctionInfo record in Own(ext.Functions, function, record => record.InstructionOffset))
        {
            if (Slot(function, record.InstructionOffset) == 0)
            {
                return btf![record.TypeId] is BtfFunction
                    ? record.TypeId
                    : throw new ObjectFormatException($"Function '{function.Name}': its func_info names BTF type {record.TypeId}, which is no BTF_KIND_FUNC.");
            }
        }

        return 0;
    }

    private static Instruction[] ReadCode(CodeFunction function, SymbolResolver symbols, List<Relocation> relocations)
    {
        Dictionary<long, ElfRelocation> open = [];
        foreach (ElfRelocation relocation in function.Relocations)
        {
            if (relocation.Offset % InstructionCodec.SlotSize != 0 || open.ContainsKey(relocation.Offset))
            {
                throw new ObjectFormatException($"Function '{function.Name}': the relocation at offset {relocation.Offset} of section '{function.Section.Name}' stands on no instruction, or is the second there.");
            }

            open.Add(relocation.Offset, relocation);
        }

        Instruction[] instructions = (Instruction[])function.Instructions.Clone();
        int slot = 0;
        int used = 0;
        for (int i = 0; i < instructions.Length; i++)
        {
            Instruction instruction = instructions[i];
            bool isOpen = open.TryGetValue((function.StartSlot + slot) * (long)InstructionCodec.SlotSize, out ElfRelocation place);
            if (isOpen || IsDistance(instruction))
            {
                Relocation relocation = isOpen
                    ? symbols.Resolve(place, function, slot, instruction)
                    : symbols.ResolveDistance(function, slot, instruction);
                relocations.Add(relocation);
                instructions[i] = FunctionCode.Open(instruction, relocation.Kind);
                used += isOpen ? 1 : 0;
            }

            slot += instruction.SlotCount;
        }

        return used == open.Count
            ? instructions
            : throw new ObjectFormatException($"Function '{function.Name}': a relocation stands in the middle of an instruction.");
    }

    private static bool IsDistance(Instruction instruction) => SymbolResolver.IsLocalCall(instruction)
        || (instruction.Opcode == Instruction.LoadImmediate64 && instruction.Source == (byte)LoadImmediate64Source.Function);

    private static IEnumerable<T> Own<T>(IEnumerable<BtfExtSection<T>> sections, CodeFunction function, System.Func<T, int> offset)
        where T : struct =>
        sections
            .Where(section => section.SectionName == function.Section.Name)
            .SelectMany(section => section.Records)
            .Where(record => offset(record) / InstructionCodec.SlotSize >= function.StartSlot && offset(record) / InstructionCodec.SlotSize < function.EndSlot);

    private static int Slot(CodeFunction function, int offset) => (offset / InstructionCodec.SlotSize) - function.StartSlot;
}
