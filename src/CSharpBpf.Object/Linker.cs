using System;
using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Object;

/// <summary>
/// Puts a program and the subprograms it calls, directly or not, into one run of instructions. Subprograms follow in the order in which a walk
/// over the code first meets them; each comes once. Distances of call and BPF_PSEUDO_FUNC count slots from the next slot, as the kernel does.
/// </summary>
public static class Linker
{
    /// <summary>Links <paramref name="program"/>, which must belong to <paramref name="spec"/>.</summary>
    /// <exception cref="ObjectFormatException">A symbol is not defined or defined twice, or a relocation does not stand on a fitting instruction.</exception>
    public static LinkedProgram Link(ObjectSpec spec, ProgramSpec program)
    {
        Symbols symbols = new(spec);
        Layout layout = new();
        layout.Append(program.Function);
        for (int i = 0; i < layout.Functions.Count; i++)
        {
            foreach (Relocation relocation in layout.Functions[i].Relocations)
            {
                if (relocation.Kind is RelocationKind.Call or RelocationKind.Function && !layout.SlotOf.ContainsKey(relocation.Symbol))
                {
                    layout.Append(symbols.Subprogram(relocation.Symbol, layout.Functions[i].Name));
                }
            }
        }

        List<Instruction> instructions = [];
        List<Relocation> open = [];
        List<CoreRelocation> core = [];
        List<LinkedFunction> functions = [];
        foreach (FunctionSpec function in layout.Functions)
        {
            int start = layout.SlotOf[function.Name];
            Resolve(function, start, layout, symbols, instructions, open);
            foreach (CoreRelocation relocation in function.CoreRelocations)
            {
                core.Add(relocation with { Slot = start + relocation.Slot });
            }

            functions.Add(new LinkedFunction(function.Name, start, layout.SlotCountOf[function.Name], function.BtfFunctionId));
        }

        return new LinkedProgram
        {
            Program = program,
            Instructions = instructions,
            SlotCount = layout.SlotCount,
            Functions = functions,
            Relocations = open,
            CoreRelocations = core,
            Lines = LinkLines(layout),
        };
    }

    private static void Resolve(FunctionSpec function, int start, Layout layout, Symbols symbols, List<Instruction> output, List<Relocation> open)
    {
        Dictionary<int, Relocation> bySlot = FunctionCode.RelocationsBySlot(function);
        int slot = 0;
        foreach (Instruction instruction in function.Instructions)
        {
            output.Add(bySlot.TryGetValue(slot, out Relocation relocation)
                ? ResolveOne(function, relocation, instruction, start + slot, layout, symbols, open)
                : instruction);
            slot += instruction.SlotCount;
        }
    }

    private static Instruction ResolveOne(
        FunctionSpec function, Relocation relocation, Instruction instruction, int slot, Layout layout, Symbols symbols, List<Relocation> open)
    {
        switch (relocation.Kind)
        {
            case RelocationKind.Call:
                return FunctionCode.Open(instruction, relocation.Kind) with { Immediate = layout.SlotOf[relocation.Symbol] - slot - 1 };
            case RelocationKind.Function:
                // The high half of an lddw's immediate is the second slot's; only the first holds the distance.
                return FunctionCode.Open(instruction, relocation.Kind) with { Immediate = (uint)(layout.SlotOf[relocation.Symbol] - slot - 1) };
            case RelocationKind.KernelFunction:
                open.Add(relocation with { Slot = slot });
                return FunctionCode.Open(instruction, relocation.Kind);
            case RelocationKind.Map:
                symbols.RequireMap(relocation.Symbol, function.Name);
                open.Add(relocation with { Slot = slot });
                return FunctionCode.Open(instruction, relocation.Kind);
            case RelocationKind.Data:
                (string section, int offset) = symbols.Data(relocation.Symbol, function.Name);
                open.Add(new Relocation(slot, RelocationKind.Data, section, unchecked(offset + relocation.Addend)));
                return FunctionCode.Open(instruction, relocation.Kind);
            default:
                throw new ObjectFormatException($"Function '{function.Name}': relocation kind {relocation.Kind} is unknown.");
        }
    }

    private static List<LineInfo> LinkLines(Layout layout)
    {
        List<LineInfo> lines = [];
        bool any = false;
        foreach (FunctionSpec function in layout.Functions)
        {
            any |= function.Lines.Count != 0;
        }

        if (!any)
        {
            return lines;
        }

        foreach (FunctionSpec function in layout.Functions)
        {
            int start = layout.SlotOf[function.Name];
            int last = -1;
            if (function.Lines.Count == 0 || function.Lines[0].Slot != 0)
            {
                // The kernel wants a position at every function's first slot; the nearest one known is the best there is.
                LineInfo first = function.Lines.Count == 0 ? new LineInfo(0, "", 0, 0, "") : function.Lines[0];
                lines.Add(first with { Slot = start });
                last = 0;
            }

            foreach (LineInfo line in function.Lines)
            {
                if (line.Slot <= last)
                {
                    continue;
                }

                lines.Add(line with { Slot = start + line.Slot });
                last = line.Slot;
            }
        }

        return lines;
    }

    /// <summary>The functions taken in so far and where each begins.</summary>
    private sealed class Layout
    {
        public List<FunctionSpec> Functions { get; } = [];

        public Dictionary<string, int> SlotOf { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, int> SlotCountOf { get; } = new(StringComparer.Ordinal);

        public int SlotCount { get; private set; }

        public void Append(FunctionSpec function)
        {
            int slots = 0;
            foreach (Instruction instruction in function.Instructions)
            {
                slots += instruction.SlotCount;
            }

            Functions.Add(function);
            SlotOf.Add(function.Name, SlotCount);
            SlotCountOf.Add(function.Name, slots);
            SlotCount += slots;
        }
    }

    /// <summary>What the object defines, by name.</summary>
    private sealed class Symbols(ObjectSpec spec)
    {
        public FunctionSpec Subprogram(string name, string user)
        {
            foreach (FunctionSpec function in spec.Subprograms)
            {
                if (function.Name == name)
                {
                    return function;
                }
            }

            throw Undefined("subprogram", name, user);
        }

        public void RequireMap(string name, string user)
        {
            foreach (MapSpec map in spec.Maps)
            {
                if (map.Name == name)
                {
                    return;
                }
            }

            throw Undefined("map", name, user);
        }

        /// <summary>A variable's or a section's place; the name of a variable wins.</summary>
        public (string Section, int Offset) Data(string name, string user)
        {
            foreach (DataSectionSpec section in spec.DataSections)
            {
                foreach (VariableSpec variable in section.Variables)
                {
                    if (variable.Name == name)
                    {
                        return (section.Name, variable.Offset);
                    }
                }
            }

            foreach (DataSectionSpec section in spec.DataSections)
            {
                if (section.Name == name)
                {
                    return (name, 0);
                }
            }

            throw Undefined("global variable", name, user);
        }

        private ObjectFormatException Undefined(string what, string name, string user) =>
            new($"Object '{spec.Name}', function '{user}': {what} '{name}' is not defined.");
    }
}
