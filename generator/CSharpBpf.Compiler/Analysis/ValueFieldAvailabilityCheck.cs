using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Refuses maps with a lock (BPF0313) or a timer (BPF0315) in their values where a program of a type that the kernel gives no such map to uses one, itself or in
/// what it calls (check_map_prog_compatibility of kernel/bpf/verifier.c).
/// </summary>
internal static class ValueFieldAvailabilityCheck
{
    private static readonly ProgramType[] Tracing =
        [ProgramType.Kprobe, ProgramType.Tracepoint, ProgramType.PerfEvent, ProgramType.RawTracepoint, ProgramType.RawTracepointWritable];

    private static readonly (string TypeName, string Noun, string Diagnostic, ProgramType[] Without)[] Rows =
    [
        (SpinLock.TypeName, "lock", "BPF0313", [ProgramType.SocketFilter, .. Tracing]),
        (ValueTimer.TypeName, "timer", "BPF0315", Tracing),
    ];

    public static IReadOnlyList<CompilerDiagnostic> Check(IrModule module)
    {
        var diagnostics = new List<CompilerDiagnostic>();
        var graph = new CallGraph(module);
        foreach ((string typeName, string noun, string diagnostic, ProgramType[] without) in Rows)
        {
            HashSet<string> maps = [.. module.Maps.Where(map => ValueFields.IsIn(map, typeName)).Select(static map => map.Name)];
            foreach (IrFunction program in module.Functions.Where(function => maps.Count > 0 && function.Program is { } info && without.Contains(info.Type)))
            {
                foreach (IrFunction function in graph.ReachableFrom([program]))
                {
                    var report = new SafetyReport(module, function, diagnostics);
                    foreach (IrInstruction use in function.Blocks.SelectMany(static block => block.Instructions).Where(use => use.Op == IrOp.MapAddress && maps.Contains(use.Symbol!)))
                    {
                        report.Add(diagnostic, use, $"the kernel gives maps with a {noun} in their values to no programs of the type {program.Program!.Type}");
                    }
                }
            }
        }

        return diagnostics;
    }
}
