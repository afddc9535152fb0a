using System.Collections.Generic;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Isa.Text;
using CSharpBpf.Object;
using CSharpBpf.Vm;

namespace CSharpBpf.Core.Tests.Vm;

/// <summary>
/// Objects from assembly text. "map_by_fd(N)" names the object's map number N, "map_val(map_by_fd(N))" its data section number N, both from 0.
/// </summary>
internal static class VmTestObject
{
    public const string ProgramName = "program";

    public static VmProgram LoadOne(BpfVm vm, string assembly, IReadOnlyList<MapSpec>? maps = null, IReadOnlyList<DataSectionSpec>? sections = null, IReadOnlyList<LineInfo>? lines = null) =>
        vm.Load(Create(assembly, maps, sections, lines)).Programs[ProgramName];

    public static ObjectSpec Create(string assembly, IReadOnlyList<MapSpec>? maps = null, IReadOnlyList<DataSectionSpec>? sections = null, IReadOnlyList<LineInfo>? lines = null) =>
        Create(Assemble(assembly), maps ?? [], sections ?? [], lines ?? []);

    public static Instruction[] Assemble(string assembly) => Assembler.Assemble(assembly);

    public static ObjectSpec Create(IReadOnlyList<Instruction> code, IReadOnlyList<MapSpec> maps, IReadOnlyList<DataSectionSpec> sections, IReadOnlyList<LineInfo> lines)
    {
        List<Instruction> instructions = [];
        List<Relocation> relocations = [];
        int slot = 0;
        foreach (Instruction instruction in code)
        {
            Instruction written = instruction;
            if (instruction.Opcode == Instruction.LoadImmediate64 && instruction.Source != 0)
            {
                int number = (int)instruction.Immediate;
                relocations.Add(instruction.Source == (byte)LoadImmediate64Source.MapFd
                    ? new Relocation(slot, RelocationKind.Map, maps[number].Name, 0)
                    : new Relocation(slot, RelocationKind.Data, sections[number].Name, (int)(instruction.Immediate >> 32)));
                written = instruction with { Source = 0, Immediate = 0 };
            }

            instructions.Add(written);
            slot += instruction.SlotCount;
        }

        return new ObjectSpec
        {
            Name = "test",
            Maps = maps,
            DataSections = sections,
            Programs =
            [
                new ProgramSpec
                {
                    Name = ProgramName,
                    SectionName = "xdp",
                    Type = ProgramType.Xdp,
                    Function = new FunctionSpec { Name = ProgramName, Instructions = instructions, Relocations = relocations, Lines = lines },
                },
            ],
        };
    }

    public static MapSpec Map(MapType type, int keySize, int valueSize, uint maxEntries, string name = "map", uint flags = 0) =>
        new() { Name = name, Type = type, KeySize = keySize, ValueSize = valueSize, MaxEntries = maxEntries, Flags = flags };
}
