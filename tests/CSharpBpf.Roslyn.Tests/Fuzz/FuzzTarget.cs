using System;
using System.Diagnostics.CodeAnalysis;
using CSharpBpf.Compiler;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>The kernel that classes are generated for, as the compiler and as a project's properties say it. What came with a later one is not in them.</summary>
internal sealed class FuzzTarget : AnalyzerConfigOptionsProvider
{
    private const int Iterators = (6 << 8) | 4;

    private FuzzTarget(Version kernel)
    {
        Options = new CompilerOptions { TargetKernel = (kernel.Major << 8) | kernel.Minor };
        GlobalOptions = new Properties(kernel.ToString(2));
    }

    public static FuzzTarget Default { get; } = new(new Version(6, 1));

    public CompilerOptions Options { get; }

    /// <summary>Whether classes have loops over Bpf.Range, which are for programs under the GPL.</summary>
    public bool HasIterators => Options.TargetKernel >= Iterators;

    public override AnalyzerConfigOptions GlobalOptions { get; }

    public static FuzzTarget? Parse(string kernel) => Version.TryParse(kernel, out Version? version) ? new FuzzTarget(version) : null;

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Properties(string kernel) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_property.BpfTargetKernel" ? kernel : null;
            return value is not null;
        }
    }
}
