using System.Collections.Generic;
using System.Threading;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Lowering;
using CSharpBpf.Frontend.Model;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend;

/// <summary>What a BPF class was lowered to.</summary>
/// <param name="Module">The IR; null if there are diagnostics or C# errors.</param>
/// <param name="Diagnostics">What BPF cannot have, at places in the user's code.</param>
/// <param name="CSharpError">Where the user's code that the programs reach is not valid C#: the C# compiler reports it, so there are no diagnostics here.</param>
public sealed record LoweringResult(IrModule? Module, IReadOnlyList<Diagnostic> Diagnostics, Location? CSharpError)
{
    public bool HasCSharpErrors => CSharpError is not null;
}

/// <summary>Compiles one BPF class: its model and the source it reaches, to IR.</summary>
public static class BpfObjectCompiler
{
    /// <summary>Lowers the programs of a class and all they call.</summary>
    /// <param name="compilation">The compilation of the model's class, with library code as compilation references.</param>
    public static LoweringResult Lower(ObjectModel model, Compilation compilation, CompilerOptions options, CancellationToken cancellationToken = default)
    {
        var lowering = new ModuleLowering(model, compilation, options);
        lowering.Run(cancellationToken);
        if (lowering.CSharpError is { } place)
        {
            return new LoweringResult(null, [], place);
        }

        return new LoweringResult(lowering.Diagnostics.Count == 0 ? lowering.Module : null, lowering.Diagnostics, null);
    }
}
