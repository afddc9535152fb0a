using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Object;

/// <summary>
/// What stands in the fields that a relocation fills in. In a blueprint: the source that says what the immediate will be, and nothing (0) as
/// immediate, but -1 for a call, as every compiler writes it. In a file the source of a map's or global's address is 0, and the immediate holds the
/// bytes to add to the symbol's address: a global's addend, or the offset of a static function, which libbpf wants named by its section.
/// </summary>
internal static class FunctionCode
{
    /// <summary>BPF_JMP | BPF_CALL.</summary>
    public const byte Call = (byte)InstructionClass.Jmp | 0x80;

    /// <summary>The relocations of <paramref name="function"/> by slot, each checked to stand on an instruction that fits it.</summary>
    /// <exception cref="ObjectFormatException">One does not, or two stand on the same slot.</exception>
    public static Dictionary<int, Relocation> RelocationsBySlot(FunctionSpec function)
    {
        Dictionary<int, Relocation> bySlot = [];
        foreach (Relocation relocation in function.Relocations)
        {
            if (bySlot.ContainsKey(relocation.Slot))
            {
                throw new ObjectFormatException($"Function '{function.Name}': two relocations at slot {relocation.Slot}.");
            }

            bySlot.Add(relocation.Slot, relocation);
        }

        int slot = 0;
        int used = 0;
        foreach (Instruction instruction in function.Instructions)
        {
            if (bySlot.TryGetValue(slot, out Relocation relocation))
            {
                used++;
                byte opcode = relocation.Kind is RelocationKind.Call or RelocationKind.KernelFunction ? Call : Instruction.LoadImmediate64;
                if (instruction.Opcode != opcode)
                {
                    throw new ObjectFormatException(
                        $"Function '{function.Name}', slot {slot}: a {relocation.Kind} relocation needs opcode 0x{opcode:x2}, not 0x{instruction.Opcode:x2}.");
                }
            }

            slot += instruction.SlotCount;
        }

        return used == bySlot.Count
            ? bySlot
            : throw new ObjectFormatException($"Function '{function.Name}': a relocation's slot is not the start of an instruction.");
    }

    /// <summary>The instruction as a blueprint has it.</summary>
    public static Instruction Open(Instruction instruction, RelocationKind kind) => kind switch
    {
        RelocationKind.Call => instruction with { Source = (byte)CallSource.Local, Immediate = -1 },
        RelocationKind.KernelFunction => instruction with { Source = (byte)CallSource.Kfunc, Offset = 0, Immediate = 0 },
        RelocationKind.Function => instruction with { Source = (byte)LoadImmediate64Source.Function, Immediate = 0 },
        RelocationKind.Map => instruction with { Source = (byte)LoadImmediate64Source.MapFd, Immediate = 0 },
        _ => instruction with { Source = (byte)LoadImmediate64Source.MapValue, Immediate = 0 },
    };

    /// <summary>The instructions as a file has them.</summary>
    /// <param name="function">The blueprint.</param>
    /// <param name="staticOffsets">The offset in bytes of each static subprogram in <c>.text</c>.</param>
    public static IEnumerable<Instruction> ForFile(FunctionSpec function, IReadOnlyDictionary<string, int> staticOffsets)
    {
        Dictionary<int, Relocation> bySlot = RelocationsBySlot(function);
        int slot = 0;
        foreach (Instruction instruction in function.Instructions)
        {
            Instruction written = instruction;
            if (bySlot.TryGetValue(slot, out Relocation relocation))
            {
                written = Open(instruction, relocation.Kind);
                if (relocation.Kind == RelocationKind.KernelFunction)
                {
                    // As compilers write a call of what they do not know.
                    written = Open(instruction, RelocationKind.Call);
                }
                else if (relocation.Kind is RelocationKind.Map or RelocationKind.Data)
                {
                    written = written with { Source = 0, Immediate = unchecked((uint)relocation.Addend) };
                }
                else if (relocation.Kind == RelocationKind.Function && staticOffsets.TryGetValue(relocation.Symbol, out int offset))
                {
                    written = written with { Immediate = offset };
                }
            }

            yield return written;
            slot += instruction.SlotCount;
        }
    }
}
