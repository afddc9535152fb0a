using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>What passes share while one module is compiled.</summary>
public sealed class PassContext(IrModule module)
{
    public IrModule Module { get; } = module;

    /// <summary>Problems in the user's code. When one is found, compilation stops after the pass.</summary>
    public List<CompilerDiagnostic> Diagnostics { get; } = [];

    /// <summary>What the user should know of code that is compiled all the same.</summary>
    public List<CompilerDiagnostic> Warnings { get; } = [];

    /// <summary>Says that a function which its author wants to be one takes the place of its calls.</summary>
    public void WarnOfInlining(IrFunction function, string reason)
    {
        if (function.Location is { IsLibrary: false })
        {
            Warnings.Add(new CompilerDiagnostic("BPF0415", function.Location, [function.SourceName, reason]) { IsWarning = true });
        }
    }
}

/// <summary>A rewrite of one function. <see cref="Run"/> tells whether it changed something.</summary>
public sealed record Pass(string Name, Func<IrFunction, PassContext, bool> Run);

/// <summary>Passes that run one after the other, again and again until none changes anything or <see cref="MaximumRounds"/> is reached.</summary>
public sealed record PassStage(string Name, int MaximumRounds, IReadOnlyList<Pass> Passes);

/// <summary>The first pass must run before the second, in the first round of the pipeline that has both.</summary>
public sealed record PassOrder(string First, string Second, string Reason);
