using System;
using System.Collections.Generic;
using System.Threading;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.CodeGen;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Object;

namespace CSharpBpf.Compiler;

/// <summary>
/// The compiler's one door: an IR module in, the blueprint of its object out. What is wrong with the user's code comes back as diagnostics, and so does
/// an inconsistency of the compiler itself (BPF0901); only cancellation is an exception.
/// </summary>
public static class BpfCompiler
{
    private const string InternalError = "BPF0901";

    /// <summary>All passes, the safety check, then code generation. The module is used up: the passes rewrite it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CompileResult Compile(IrModule module, CompilerOptions options, CancellationToken cancellation = default)
    {
        var diagnostics = new List<CompilerDiagnostic>();
        return Guard(diagnostics, () =>
        {
            var passes = new PassRunner(module);
            diagnostics.AddRange(passes.RunAll());
            if (diagnostics.Count == 0)
            {
                diagnostics.AddRange(passes.Warnings);
                diagnostics.AddRange(SafetyChecker.Check(module));
                diagnostics.AddRange(ValueFieldAvailabilityCheck.Check(module));
                diagnostics.AddRange(HelperAvailabilityCheck.Check(module, options.TargetKernel));
            }

            cancellation.ThrowIfCancellationRequested();
            return diagnostics.Exists(static d => !d.IsWarning) ? null : CodeGenerator.Generate(module, options, diagnostics, cancellation);
        });
    }

    /// <summary>Code generation alone, for IR without Call, Copy and Zero: no pass runs before it. The same IR gives the same object.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CompileResult GenerateCode(IrModule module, CompilerOptions options, CancellationToken cancellation = default)
    {
        var diagnostics = new List<CompilerDiagnostic>();
        return Guard(diagnostics, () => CodeGenerator.Generate(module, options, diagnostics, cancellation));
    }

    private static CompileResult Guard(List<CompilerDiagnostic> diagnostics, Func<ObjectSpec?> work)
    {
        ObjectSpec? result = null;
        try
        {
            result = work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            diagnostics.Add(new CompilerDiagnostic(InternalError, null, [e is CodeGenException ? e.Message : e.GetType().Name + ": " + e.Message]));
        }

        return new CompileResult(result, diagnostics);
    }
}
