using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Refuses calls of helpers that the kernel does not let a program of its type make, or does only in kernels newer than the target (BPF0304), in the program
/// and in all it calls. Helpers that no program type may call before some kernel are the front end's (BPF0302). A type whose helpers are not described is not asked.
/// </summary>
internal static class HelperAvailabilityCheck
{
    /// <param name="targetKernel">The oldest kernel, as major * 256 + minor.</param>
    public static IReadOnlyList<CompilerDiagnostic> Check(IrModule module, int targetKernel)
    {
        var diagnostics = new List<CompilerDiagnostic>();
        var target = new KernelVersion(targetKernel >> 8, targetKernel & 0xff);
        var graph = new CallGraph(module);
        foreach (IrFunction program in module.Functions)
        {
            if (program.Program is { } info && HelperAvailabilityTable.IsDescribed(info.Type))
            {
                foreach (IrFunction function in graph.ReachableFrom([program]))
                {
                    Check(function, info.Type, target, new SafetyReport(module, function, diagnostics));
                }
            }
        }

        return diagnostics;
    }

    private static void Check(IrFunction function, ProgramType type, KernelVersion target, SafetyReport report)
    {
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction call in block.Instructions)
            {
                if (call.Op != IrOp.CallHelper || HelperTable.Find(call.Helper) is not { } helper)
                {
                    continue;
                }

                KernelVersion? since = HelperAvailabilityTable.Since(type, call.Helper);
                if (since is null || since > target)
                {
                    string when = since is null ? $"in any kernel up to {KernelVersion.NewestDescribed}" : $"before kernel {since}, and the target is {target}";
                    report.Add("BPF0304", call, helper.KernelName, ProgramTypeTable.Get(type).KernelName, when);
                }
            }
        }
    }
}
