using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Library;
using CSharpBpf.Frontend.Model;
using CSharpBpf.Frontend.Pipeline;
using CSharpBpf.Generator.Emit;
using CSharpBpf.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpBpf.Generator;

/// <summary>
/// Writes the other part of every BPF class, and the source attribute of BPF libraries. The pipeline only: project -> closures of source files
/// -> compiled objects -> skeletons and images. A closure holds nothing but syntax trees, references and options, and compares by them, so an edit
/// in a file that no BPF class depends on ends at the second step.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class BpfGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<GeneratorSettings> settings = context.AnalyzerConfigOptionsProvider
            .Select(static (provider, _) => GeneratorSettings.Read(provider))
            .WithTrackingName(TrackingNames.Settings);

        IncrementalValuesProvider<ObjectClosure> closures = context.CompilationProvider
            .Combine(settings)
            .SelectMany(static (pair, cancellation) => FindClosures(pair.Left, pair.Right, cancellation))
            .WithTrackingName(TrackingNames.Closures);

        IncrementalValuesProvider<(CompiledObject Object, bool WasCompiled)> compiled = closures
            .Select(static (closure, cancellation) => (CompilationMemo.GetOrCompile(closure, out bool wasCompiled, cancellation), wasCompiled))
            .WithTrackingName(TrackingNames.Compiled);

        IncrementalValuesProvider<ObjectSkeleton> skeletons = compiled
            .SelectMany(static (pair, _) => pair.Object.Skeleton is { } skeleton ? ImmutableArray.Create(skeleton) : [])
            .WithTrackingName(TrackingNames.Skeletons);

        IncrementalValuesProvider<ObjectImage> images = compiled
            .SelectMany(static (pair, _) => pair.Object.Skeleton is { } skeleton
                ? ImmutableArray.Create(new ObjectImage(skeleton, new EquatableArray<byte>([.. pair.Object.Image ?? []])))
                : [])
            .WithTrackingName(TrackingNames.Images);

        IncrementalValuesProvider<ObjectReport> reports = compiled
            .Combine(settings)
            .SelectMany(static (pair, _) => Report(pair.Left.Object, pair.Left.WasCompiled && pair.Right.TraceCompilations))
            .WithTrackingName(TrackingNames.Failures);

        context.RegisterSourceOutput(skeletons, static (output, skeleton) => output.AddSource(skeleton.MetadataName + ".g.cs", SkeletonWriter.Write(skeleton)));
        context.RegisterSourceOutput(images, static (output, image) => output.AddSource(image.Skeleton.MetadataName + ".Image.g.cs", ImageWriter.Write(image)));
        context.RegisterSourceOutput(reports, static (output, report) => ReportFailure(output, report));
        context.RegisterSourceOutput(settings, static (output, settings) => ReportSettings(output, settings));

        // An editor needs no source attribute: it sees the library's trees.
        context.RegisterImplementationSourceOutput(context.CompilationProvider.Combine(settings), static (output, pair) => WriteLibrary(output, pair.Left, pair.Right));
    }

    private static ImmutableArray<ObjectClosure> FindClosures(Compilation compilation, GeneratorSettings settings, CancellationToken cancellation) =>
        compilation is CSharpCompilation project ? ObjectClosureFinder.Find(project, settings.Target([]), cancellation) : [];

    private static ImmutableArray<ObjectReport> Report(CompiledObject compiled, bool trace) =>
        compiled.ClassLocation is { } location && (trace || compiled.ErrorCount > 0)
            ? [new ObjectReport(compiled.ClassName, compiled.ErrorCount, trace, location)]
            : [];

    private static void ReportFailure(SourceProductionContext output, ObjectReport report)
    {
        if (report.ErrorCount > 0)
        {
            output.ReportDiagnostic(Diagnostic.Create(DiagnosticTable.NotCompiled, report.Location, report.ClassName, report.ErrorCount));
        }

        if (report.TraceCompilation)
        {
            output.ReportDiagnostic(Diagnostic.Create(DiagnosticTable.CompilationTrace, report.Location, report.ClassName, "generator"));
        }
    }

    private static void ReportSettings(SourceProductionContext output, GeneratorSettings settings)
    {
        List<Diagnostic> faults = [];
        settings.Target(faults);
        faults.ForEach(output.ReportDiagnostic);
    }

    private static void WriteLibrary(SourceProductionContext output, Compilation compilation, GeneratorSettings settings)
    {
        if (settings.IsLibrary && compilation is CSharpCompilation library)
        {
            output.AddSource("BpfLibrarySource.g.cs", LibrarySourceWriter.Write(LibrarySource.Pack(library, output.CancellationToken)));
        }
    }
}
