using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

public sealed record PassRunnerOptions
{
    /// <summary>Called after each pass that changed something, with the pass's name and the function (null after the inliner).</summary>
    public Action<string, IrFunction?>? AfterPass { get; init; }

    /// <summary>Checks the laws of the IR after each pass; a violation is an <see cref="InvalidOperationException"/>. For tests.</summary>
    public bool Verify { get; init; }
}

/// <summary>Runs the pipeline of <see cref="PassTable"/>, or single passes, over a module.</summary>
public sealed class PassRunner(IrModule module, PassRunnerOptions? options = null)
{
    private readonly PassContext context = new(module);
    private readonly PassRunnerOptions options = options ?? new PassRunnerOptions();

    /// <summary>What the user should know of code that is compiled all the same.</summary>
    public IReadOnlyList<CompilerDiagnostic> Warnings => context.Warnings;

    /// <summary>Everything up to code generation, without the safety check. Stops at the first problem in the user's code.</summary>
    public IReadOnlyList<CompilerDiagnostic> RunAll()
    {
        RunInliner();
        if (context.Diagnostics.Count > 0)
        {
            return context.Diagnostics;
        }

        RunTypeParameters();
        if (context.Diagnostics.Count > 0)
        {
            return context.Diagnostics;
        }

        foreach (IrFunction function in module.Functions)
        {
            foreach (PassStage stage in PassTable.Stages)
            {
                RunStage(stage, function);
            }

            function.IsComplete = true;
        }

        // Calls that turned out to be unreachable are gone, and of a function that nobody calls nothing is known: it could not be shown to be safe.
        Inliner.RemoveUncalled(module);
        return context.Diagnostics;
    }

    /// <summary>One pass by name, over all functions. An unknown name is an <see cref="ArgumentException"/>.</summary>
    public IReadOnlyList<CompilerDiagnostic> Run(string name)
    {
        if (name == PassTable.Inline)
        {
            RunInliner();
            return context.Diagnostics;
        }

        if (name == PassTable.TypeParameters)
        {
            RunTypeParameters();
            return context.Diagnostics;
        }

        Pass pass = PassTable.Find(name) ?? throw new ArgumentException($"There is no pass {name}.", nameof(name));
        foreach (IrFunction function in module.Functions)
        {
            RunPass(pass, function);
        }

        return context.Diagnostics;
    }

    private void RunInliner()
    {
        if (Inliner.Run(context) && context.Diagnostics.Count == 0)
        {
            After(PassTable.Inline, null);
        }
    }

    private void RunTypeParameters()
    {
        if (SubprogramPointers.IsNeeded(module))
        {
            new SubprogramPointers(context, function => RunStage(PassTable.Arguments, function)).Run();
            if (context.Diagnostics.Count == 0)
            {
                After(PassTable.TypeParameters, null);
            }
        }
    }

    private void RunStage(PassStage stage, IrFunction function)
    {
        bool changed = true;
        for (int round = 0; round < stage.MaximumRounds && changed; round++)
        {
            changed = false;
            foreach (Pass pass in stage.Passes)
            {
                changed |= RunPass(pass, function);
            }
        }
    }

    private bool RunPass(Pass pass, IrFunction function)
    {
        bool changed = pass.Run(function, context);
        if (changed)
        {
            After(pass.Name, function);
        }

        return changed;
    }

    private void After(string pass, IrFunction? function)
    {
        options.AfterPass?.Invoke(pass, function);
        if (options.Verify && IrVerifier.Verify(module) is { Count: > 0 } errors)
        {
            throw new InvalidOperationException($"After {pass}: {string.Join("\n", errors)}\n{IrPrinter.Print(module)}");
        }
    }
}
