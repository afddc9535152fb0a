using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Replaces calls by the callee's body, callees first, save where <see cref="InliningPolicy"/> keeps the function. Then the functions that nothing calls are
/// removed, and those that stay stand before their callers. Recursion is BPF0403, a function that would grow beyond <see cref="MaximumInstructions"/>
/// BPF0404, both at the call.
/// </summary>
internal sealed class Inliner(PassContext context)
{
    /// <summary>The kernel takes a million instructions; long before that, typing in an editor would be slow.</summary>
    public const int MaximumInstructions = 200_000;

    private readonly CallGraph graph = new(context.Module);
    private readonly Dictionary<IrFunction, int> sizes = [];

    public static bool Run(PassContext context) => new Inliner(context).Run();

    private bool Run()
    {
        var recursive = new HashSet<IrFunction>();
        foreach (IrInstruction call in graph.Recursive.Where(call => recursive.Add(call.Callee!)))
        {
            Report("BPF0403", call, call.Callee!.SourceName);
        }

        if (context.Diagnostics.Count > 0)
        {
            return false;
        }

        var policy = new InliningPolicy(context.Module, graph);
        var kept = new HashSet<IrFunction>();
        bool changed = false;
        foreach (IrFunction function in graph.CalleesFirst)
        {
            Measure(function, kept);
            if (context.Diagnostics.Count > 0)
            {
                return false;
            }

            if (graph.CallsIn(function).Count > 0)
            {
                new CallExpansion(function, kept).ExpandAll();
                changed = true;
            }

            if (policy.Obstacle(function) is { } obstacle)
            {
                context.WarnOfInlining(function, obstacle);
            }

            if (policy.Keeps(function, sizes[function]))
            {
                kept.Add(function);
                if (policy.ReturnsFault(function))
                {
                    FaultResults.Apply(function);
                }

                if (function.IsGlobal)
                {
                    GlobalFunctions.Apply(function);
                }
            }
        }

        return RemoveUncalled(context.Module) | changed;
    }

    /// <summary>The function's size when the calls in it are replaced.</summary>
    private void Measure(IrFunction function, HashSet<IrFunction> kept)
    {
        int size = function.Blocks.Sum(static block => block.Instructions.Count);
        foreach (IrInstruction call in graph.CallsIn(function))
        {
            size += kept.Contains(call.Callee!) ? 0 : sizes[call.Callee!];
            if (size > MaximumInstructions)
            {
                Report("BPF0404", call, function.SourceName, IrPrinter.Number(size), IrPrinter.Number(MaximumInstructions));
                break;
            }
        }

        sizes.Add(function, size);
    }

    /// <summary>Leaves the programs and what they still call. A module without programs is one of a test, and stays whole.</summary>
    internal static bool RemoveUncalled(IrModule module)
    {
        List<IrFunction> functions = module.Functions;
        if (!functions.Exists(static function => function.Program is not null))
        {
            return false;
        }

        int before = functions.Count;
        var flat = new CallGraph(module);
        HashSet<IrFunction> reached = flat.ReachableFrom(functions.Where(static function => function.Program is not null));
        List<IrFunction> programs = functions.FindAll(static function => function.Program is not null);
        functions.Clear();
        functions.AddRange(flat.CalleesFirst.FindAll(function => function.Program is null && reached.Contains(function)));
        functions.AddRange(programs);
        return functions.Count != before;
    }

    private void Report(string id, IrInstruction call, params string[] arguments) =>
        context.Diagnostics.Add(new CompilerDiagnostic(id, call.Location?.UserLocation, arguments));
}
