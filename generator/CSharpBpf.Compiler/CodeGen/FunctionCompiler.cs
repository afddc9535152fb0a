using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>The steps from one IR function to its instructions.</summary>
internal static class FunctionCompiler
{
    /// <summary>What the kernel takes in one program from privileged users (BPF_COMPLEXITY_LIMIT_INSNS).</summary>
    public const int MaximumInstructions = 1_000_000;

    private const int ReportedVariables = 3;

    /// <summary>Null if there is a diagnostic: the frame is too large (BPF0401), or the code too long (BPF0404).</summary>
    public static AssembledFunction? Compile(IrFunction function, CompilerOptions options, List<CompilerDiagnostic> diagnostics)
    {
        MachineFunction machine = InstructionSelector.Select(function, options);
        ControlFlowCleanup.RemoveUnreachable(machine);
        RegisterAllocator.Allocate(machine);
        HeldSlots.Run(machine);
        ControlFlowCleanup.ThreadJumps(machine);
        int frameSize = FrameLayout.Place(machine);
        if (frameSize > FrameLayout.MaximumSize)
        {
            diagnostics.Add(new CompilerDiagnostic("BPF0401", function.Location, [function.SourceName, Text(frameSize), Text(FrameLayout.MaximumSize), BiggestVariables(machine)]));
            return null;
        }

        TailMerging.Run(machine);
        ZeroReturns.Run(machine);
        BlockLayout.Order(machine);
        AssembledFunction assembled = MachineAssembler.Assemble(machine, options.Cpu);
        if (assembled.SlotCount > MaximumInstructions)
        {
            diagnostics.Add(new CompilerDiagnostic("BPF0404", function.Location, [function.SourceName, Text(assembled.SlotCount), Text(MaximumInstructions)]));
            return null;
        }

        return assembled with { FrameSize = frameSize };
    }

    private static string BiggestVariables(MachineFunction machine) =>
        string.Join(", ", machine.Frame.Where(item => item.Name is not null).OrderByDescending(item => item.Size).ThenBy(item => item.Index)
            .Take(ReportedVariables).Select(item => item.Name + " (" + Text(item.Size) + ")"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
