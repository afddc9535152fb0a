using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CSharpBpf.Btf;
using CSharpBpf.Isa;
using CSharpBpf.Object.Elf;

namespace CSharpBpf.Object;

/// <summary>
/// Writes an object as relocatable ELF64 for libbpf and whatever reads what libbpf reads. Sections, in this order and only where there is something
/// to say: <c>.text</c> (subprograms), one per program section name, <c>license</c>, <c>.maps</c>, the data sections, the <c>.rel</c> of each,
/// <c>.BTF</c>, <c>.BTF.ext</c>, <c>.symtab</c>, <c>.strtab</c>. BTF is completed first (<see cref="ObjectBtf.Complete"/>). Equal specs give equal bytes.
/// </summary>
public static class ObjectWriter
{
    /// <summary>Writes <paramref name="spec"/>.</summary>
    /// <exception cref="ObjectFormatException">The spec contradicts itself: an undefined or ambiguous symbol, a bad relocation, a type that does not fit.</exception>
    public static byte[] Write(ObjectSpec spec)
    {
        ObjectSpec complete = ObjectBtf.Complete(spec);
        try
        {
            return new Emission(complete).Run();
        }
        catch (BtfFormatException e)
        {
            throw new ObjectFormatException($"Object '{spec.Name}': {e.Message}", e);
        }
    }

    private sealed class Emission(ObjectSpec spec)
    {
        private readonly ElfWriter elf = new(spec.ByteOrder == ByteOrder.BigEndian);
        private readonly SymbolNames symbols = new(spec.Name);
        private readonly List<CodeSection> codeSections = [];
        private readonly Dictionary<string, int> staticOffsets = new(StringComparer.Ordinal);

        public byte[] Run()
        {
            if (spec.Subprograms.Count != 0)
            {
                FindStaticOffsets();
                AddCode(SectionNames.Text, [.. spec.Subprograms]);
            }

            foreach (IGrouping<string, ProgramSpec> group in spec.Programs.GroupBy(program => program.SectionName, StringComparer.Ordinal))
            {
                CheckProgramSection(group.Key);
                AddCode(group.Key, [.. group.Select(program => program.Function)]);
            }

            AddLicense();
            ElfWriter.Section? maps = AddMaps();
            foreach (DataSectionSpec section in spec.DataSections)
            {
                AddData(section);
            }

            foreach (string name in codeSections.SelectMany(code => code.Functions).SelectMany(function => function.Relocations)
                .Where(relocation => relocation.Kind == RelocationKind.KernelFunction).Select(relocation => relocation.Symbol).Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal))
            {
                symbols.Define(elf.AddUndefined(name));
            }

            foreach (CodeSection code in codeSections)
            {
                AddRelocations(code);
            }

            AddInitialElements(maps);
            AddBtf();
            return elf.Write();
        }

        private void FindStaticOffsets()
        {
            int offset = 0;
            foreach (FunctionSpec function in spec.Subprograms)
            {
                if (!function.IsGlobal)
                {
                    staticOffsets[function.Name] = offset;
                }

                offset += function.Instructions.Sum(instruction => instruction.SlotCount) * InstructionCodec.SlotSize;
            }
        }

        private void AddCode(string name, FunctionSpec[] functions)
        {
            List<Instruction> instructions = [];
            List<int> starts = [];
            int slots = 0;
            foreach (FunctionSpec function in functions)
            {
                starts.Add(slots);
                foreach (Instruction instruction in FunctionCode.ForFile(function, staticOffsets))
                {
                    instructions.Add(instruction);
                    slots += instruction.SlotCount;
                }
            }

            byte[] bytes;
            try
            {
                bytes = InstructionCodec.Encode(instructions, spec.ByteOrder);
            }
            catch (InstructionFormatException e)
            {
                throw new ObjectFormatException($"Object '{spec.Name}', section '{name}': {e.Message}", e);
            }

            ElfWriter.Section section = elf.AddSection(
                name, ElfSectionType.ProgramBits, ElfConstants.FlagAlloc | ElfConstants.FlagExecute, InstructionCodec.SlotSize, bytes);
            symbols.Define(elf.AddSymbol(name, ElfSymbolType.Section, ElfBinding.Local, section, 0, 0));
            for (int i = 0; i < functions.Length; i++)
            {
                int end = i + 1 < functions.Length ? starts[i + 1] : slots;
                // libbpf refuses a program that is not global, whatever its function says.
                bool global = name != SectionNames.Text || functions[i].IsGlobal;
                symbols.Define(elf.AddSymbol(
                    functions[i].Name,
                    ElfSymbolType.Function,
                    global ? ElfBinding.Global : ElfBinding.Local,
                    section,
                    starts[i] * InstructionCodec.SlotSize,
                    (end - starts[i]) * InstructionCodec.SlotSize));
            }

            codeSections.Add(new CodeSection(section, functions, starts));
        }

        private void CheckProgramSection(string name)
        {
            if (name.Length == 0 || name[0] == '.' || name is SectionNames.License or SectionNames.LegacyMaps or "version")
            {
                throw new ObjectFormatException($"Object '{spec.Name}': a program cannot stand in section '{name}', which has another meaning.");
            }
        }

        private void AddLicense()
        {
            if (spec.License is not { } license)
            {
                return;
            }

            byte[] text = [.. Encoding.UTF8.GetBytes(license), 0];
            ElfWriter.Section section = elf.AddSection(
                SectionNames.License, ElfSectionType.ProgramBits, ElfConstants.FlagAlloc | ElfConstants.FlagWrite, 1, text);
            symbols.Define(elf.AddSymbol(ObjectBtf.LicenseSymbol(spec), ElfSymbolType.Object, ElfBinding.Global, section, 0, text.Length));
        }

        private ElfWriter.Section? AddMaps()
        {
            if (ObjectBtf.FindSection(spec.Btf, SectionNames.Maps) is not { } definitions || spec.Maps.Count == 0)
            {
                return null;
            }

            ElfWriter.Section section = elf.AddSection(
                SectionNames.Maps, ElfSectionType.ProgramBits, ElfConstants.FlagAlloc | ElfConstants.FlagWrite, 8, new byte[definitions.Size]);
            foreach (BtfSectionVariable variable in definitions.Variables)
            {
                symbols.Define(elf.AddSymbol(spec.Btf![variable.TypeId].Name, ElfSymbolType.Object, ElfBinding.Global, section, variable.Offset, variable.Size));
            }

            return section;
        }

        private void AddData(DataSectionSpec data)
        {
            if (SectionNames.DataKind(data.Name) != data.Kind)
            {
                throw new ObjectFormatException($"Object '{spec.Name}': section '{data.Name}' cannot hold {data.Kind} data; its name says what it holds.");
            }

            ulong flags = ElfConstants.FlagAlloc | (data.Kind == DataSectionKind.ReadOnly ? 0 : ElfConstants.FlagWrite);
            ElfWriter.Section section = data.Kind == DataSectionKind.Bss
                ? elf.AddNoBits(data.Name, flags, 8, data.Contents.Length)
                : elf.AddSection(data.Name, ElfSectionType.ProgramBits, flags, 8, data.Contents);
            symbols.Define(elf.AddSymbol(data.Name, ElfSymbolType.Section, ElfBinding.Local, section, 0, 0));
            foreach (VariableSpec variable in data.Variables)
            {
                bool isStatic = variable.BtfTypeId != 0 && spec.Btf![variable.BtfTypeId] is BtfVariable { Linkage: BtfVariableLinkage.Static };
                symbols.Define(elf.AddSymbol(
                    variable.Name, ElfSymbolType.Object, isStatic ? ElfBinding.Local : ElfBinding.Global, section, variable.Offset, variable.Size));
            }
        }

        private void AddRelocations(CodeSection code)
        {
            List<(long Offset, uint Type, ElfWriter.Symbol Symbol)> entries = [];
            for (int i = 0; i < code.Functions.Length; i++)
            {
                foreach (Relocation relocation in code.Functions[i].Relocations)
                {
                    uint type = relocation.Kind is RelocationKind.Call or RelocationKind.KernelFunction ? ElfConstants.RelocationCall : ElfConstants.RelocationLoad;
                    long offset = (code.Starts[i] + relocation.Slot) * (long)InstructionCodec.SlotSize;
                    string symbol = relocation.Kind == RelocationKind.Function && staticOffsets.ContainsKey(relocation.Symbol) ? SectionNames.Text : relocation.Symbol;
                    entries.Add((offset, type, symbols.Find(symbol, $"function '{code.Functions[i].Name}', slot {relocation.Slot}")));
                }
            }

            if (entries.Count != 0)
            {
                elf.AddRelocations(code.Section, [.. entries.OrderBy(entry => entry.Offset)]);
            }
        }

        private void AddInitialElements(ElfWriter.Section? maps)
        {
            List<(long Offset, uint Type, ElfWriter.Symbol Symbol)> entries = [];
            foreach (MapSpec map in spec.Maps)
            {
                if (map.InitialElements.Count == 0)
                {
                    continue;
                }

                BtfSectionVariable place = ObjectBtf.FindSection(spec.Btf, SectionNames.Maps)!.Variables.First(v => spec.Btf![v.TypeId].Name == map.Name);
                long values = place.Offset + MapDefinition.ValuesOffset(spec.Btf!, (BtfVariable)spec.Btf![place.TypeId]);
                foreach (MapElementSpec element in map.InitialElements)
                {
                    entries.Add((values + (element.Key * (long)MapDefinition.MemberSize), ElfConstants.RelocationAbsolute64, symbols.Find(element.Symbol, $"map '{map.Name}'")));
                }
            }

            if (entries.Count != 0)
            {
                elf.AddRelocations(maps!, [.. entries.OrderBy(entry => entry.Offset)]);
            }
        }

        private void AddBtf()
        {
            if (spec.Btf is not { } btf)
            {
                return;
            }

            // Types first, so that .BTF alone does not depend on whether there are lines; then what .BTF.ext adds.
            BtfStringTable strings = new();
            BtfWriter.Write(btf, strings, spec.ByteOrder);
            byte[] ext = BtfExtWriter.Write(DebugInfo(), strings, spec.ByteOrder);
            elf.AddSection(SectionNames.Btf, ElfSectionType.ProgramBits, 0, 8, BtfWriter.Write(btf, strings, spec.ByteOrder));
            elf.AddSection(SectionNames.BtfExt, ElfSectionType.ProgramBits, 0, 8, ext);
        }

        private BtfExtSpec DebugInfo()
        {
            List<BtfExtSection<BtfFunctionInfo>> functions = [];
            List<BtfExtSection<BtfLineInfo>> lines = [];
            List<BtfExtSection<BtfCoreRelocation>> core = [];
            foreach (CodeSection code in codeSections)
            {
                string name = code.Section.Name;
                functions.Add(new(name, code.All<BtfFunctionInfo>((f, start) => [new(start, f.BtfFunctionId)])));
                lines.Add(new(name, code.All((f, start) => f.Lines.Select(line =>
                    new BtfLineInfo(start + (line.Slot * InstructionCodec.SlotSize), line.FileName, line.Text, line.Line, line.Column)))));
                core.Add(new(name, code.All((f, start) => f.CoreRelocations.Select(relocation =>
                    new BtfCoreRelocation(start + (relocation.Slot * InstructionCodec.SlotSize), relocation.TypeId, relocation.Access, (int)relocation.Kind)))));
            }

            return new BtfExtSpec { Functions = functions, Lines = lines, CoreRelocations = core };
        }
    }

    private sealed record CodeSection(ElfWriter.Section Section, FunctionSpec[] Functions, List<int> Starts)
    {
        /// <summary>The records of all functions, each function given with its start in bytes.</summary>
        public List<T> All<T>(Func<FunctionSpec, int, IEnumerable<T>> records)
        {
            List<T> all = [];
            for (int i = 0; i < Functions.Length; i++)
            {
                all.AddRange(records(Functions[i], Starts[i] * InstructionCodec.SlotSize));
            }

            return all;
        }
    }
}
