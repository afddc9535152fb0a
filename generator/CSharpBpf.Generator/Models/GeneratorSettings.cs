using System;
using System.Collections.Generic;
using CSharpBpf.Compiler;
using CSharpBpf.Frontend.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CSharpBpf.Generator.Models;

/// <summary>The build properties.</summary>
/// <param name="IsLibrary">BpfLibrary: the project's source travels in its assembly.</param>
/// <param name="TraceCompilations">BpfTraceCompilations: report who compiled which class.</param>
internal sealed record GeneratorSettings(string TargetKernel, string Cpu, bool IsLibrary, bool TraceCompilations)
{
    public static GeneratorSettings Read(AnalyzerConfigOptionsProvider provider) => new(
        Property(provider, "BpfTargetKernel"),
        Property(provider, "BpfCpu"),
        Property(provider, "BpfLibrary").Equals("true", StringComparison.OrdinalIgnoreCase),
        Property(provider, "BpfTraceCompilations").Equals("true", StringComparison.OrdinalIgnoreCase));

    public CompilerOptions Target(List<Diagnostic> faults) => TargetProperties.Read(TargetKernel, Cpu, faults);

    private static string Property(AnalyzerConfigOptionsProvider provider, string name) =>
        provider.GlobalOptions.TryGetValue("build_property." + name, out string? value) ? value : "";
}
