using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// What the kernel allows to functions that call each other (check_max_stack_depth): 512 bytes of stack (BPF0405) and 8 frames (BPF0406) for a program, or what a timer calls, with
/// the longest chain of calls in it. A frame counts as a multiple of 32 bytes, and 32 at least, as kernels before 6.9 count.
/// </summary>
internal static class CallChains
{
    private const int MaximumFrames = 8;
    private const int FrameUnit = 32;

    /// <param name="module">The functions.</param>
    /// <param name="frames">The bytes that each uses; functions that were refused are missing.</param>
    /// <param name="diagnostics">Where what is found goes.</param>
    public static void Check(IrModule module, Dictionary<IrFunction, int> frames, List<CompilerDiagnostic> diagnostics)
    {
        var graph = new CallGraph(module);
        HashSet<IrFunction> later = [.. module.Functions.SelectMany(static function => function.Blocks).SelectMany(static block => block.Instructions).Where(Callbacks.IsLater).Select(static call => Callbacks.Of(call)!)];
        var largest = new Dictionary<IrFunction, Chain>();
        var deepest = new Dictionary<IrFunction, Chain>();
        foreach (IrFunction function in graph.CalleesFirst)
        {
            frames.TryGetValue(function, out int bytes);
            largest[function] = Longest(function, (Math.Max(bytes, 1) + FrameUnit - 1) / FrameUnit * FrameUnit, largest, graph, later);
            deepest[function] = Longest(function, 1, deepest, graph, later);
        }

        foreach (IrFunction function in module.Functions)
        {
            if (function.Program is null && !later.Contains(function))
            {
                continue;
            }

            if (deepest[function] is { Total: > MaximumFrames } deep)
            {
                diagnostics.Add(new CompilerDiagnostic("BPF0406", function.Location, [function.SourceName, IrPrinter.Number(deep.Total), IrPrinter.Number(MaximumFrames), Text(deep, withSizes: false)]));
            }
            else if (largest[function] is { Total: > FrameLayout.MaximumSize, Rest: not null } large)
            {
                diagnostics.Add(new CompilerDiagnostic("BPF0405", function.Location, [function.SourceName, IrPrinter.Number(large.Total), IrPrinter.Number(FrameLayout.MaximumSize), Text(large, withSizes: true)]));
            }
        }
    }

    private static Chain Longest(IrFunction function, int own, Dictionary<IrFunction, Chain> known, CallGraph graph, HashSet<IrFunction> later)
    {
        Chain? rest = null;
        foreach (IrInstruction call in graph.CallsIn(function))
        {
            // What a timer calls begins a chain of its own.
            if (later.Contains(call.Callee!))
            {
                continue;
            }

            Chain chain = known[call.Callee!];
            rest = rest is null || chain.Total > rest.Total ? chain : rest;
        }

        return new Chain(function.Name, own, own + (rest?.Total ?? 0), rest);
    }

    private static string Text(Chain chain, bool withSizes)
    {
        var names = new List<string>();
        for (Chain? at = chain; at is not null; at = at.Rest)
        {
            names.Add(withSizes ? $"{at.Name} ({IrPrinter.Number(at.Own)})" : at.Name);
        }

        return string.Join(", ", names);
    }

    /// <summary>A function and the longest chain of what it calls.</summary>
    private sealed record Chain(string Name, int Own, int Total, Chain? Rest);
}
