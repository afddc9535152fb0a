using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CSharpBpf.Compiler;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Library;
using CSharpBpf.Frontend.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CSharpBpf.Analyzers;

/// <summary>
/// Reports what the compiler of BPF classes says, at its places: live in an editor, obeying #pragma and .editorconfig. It compiles nothing twice:
/// generator and analyzer ask the same memo.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CompiledProgramAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. DiagnosticTable.All.Where(static row => row.Id is not ("BPF0001" or "BPF0305" or "BPF0018"))];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();

        // A user's file may say it is generated and still hold a BPF class; the generator's own files are in no closure.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation is CSharpCompilation compilation && BpfSymbols.TryCreate(compilation) is not null)
            {
                AnalyzerConfigOptions properties = start.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
                CompilerOptions target = TargetProperties.Read(Property(properties, "BpfTargetKernel"), Property(properties, "BpfCpu"), []);
                bool trace = Property(properties, "BpfTraceCompilations") == "true";
                ImmutableArray<ObjectClosure> closures = ObjectClosureFinder.Find(compilation, target, start.CancellationToken);
                start.RegisterSemanticModelAction(file => Report(file, closures, trace));
            }
        });
    }

    private static void Report(SemanticModelAnalysisContext file, ImmutableArray<ObjectClosure> closures, bool trace)
    {
        SyntaxTree tree = file.SemanticModel.SyntaxTree;
        HashSet<(string Id, Location Place, string Message)> reported = [];
        foreach (ObjectClosure closure in closures)
        {
            if (!closure.Trees.Contains(tree))
            {
                continue;
            }

            CompiledObject compiled = CompilationMemo.GetOrCompile(closure, out bool wasCompiled, file.CancellationToken);
            if (wasCompiled && trace && compiled.ClassLocation is { } place)
            {
                file.ReportDiagnostic(Diagnostic.Create(DiagnosticTable.CompilationTrace, place, compiled.ClassName, "analyzer"));
            }

            if (UnseenSource.Find(compiled, closure, file.SemanticModel, file.CancellationToken) is { } unseen)
            {
                file.ReportDiagnostic(unseen);
            }

            // Classes that share a file share its faults.
            foreach (Diagnostic diagnostic in compiled.Diagnostics)
            {
                if (diagnostic.Location.SourceTree == tree && reported.Add((diagnostic.Id, diagnostic.Location, diagnostic.ToString())))
                {
                    file.ReportDiagnostic(diagnostic);
                }
            }
        }
    }

    private static string Property(AnalyzerConfigOptions properties, string name) => properties.TryGetValue("build_property." + name, out string? value) ? value : "";
}
