using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Library;
using CSharpBpf.Frontend.Model;
using CSharpBpf.Object;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CSharpBpf.Frontend.Pipeline;

/// <summary>
/// Compiles one BPF class in a side compilation of its closure's trees: declarations, lowering, passes, code, ELF. They are the project's own tree
/// objects, so places in them are places in the project.
/// </summary>
public static class ObjectCompilation
{
    /// <summary>Compiles a class. What goes wrong is in the result's diagnostics, also if it is this compiler's fault.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static CompiledObject Compile(ObjectClosure closure, CancellationToken cancellation = default)
    {
        CompiledObject compiled = new Work(closure, cancellation).Run();
        if (compiled.CSharpError is not null && ObjectClosureFinder.TryWiden(closure) is { } widest)
        {
            // Either the user's code is wrong, or the closure lacks a file.
            CompiledObject whole = new Work(widest, cancellation).Run();
            if (whole.CSharpError is null)
            {
                ObjectClosureFinder.MarkUnderestimated(closure.ClassTree);
                return whole;
            }
        }

        return compiled;
    }

    private sealed class Work(ObjectClosure closure, CancellationToken cancellation)
    {
        private readonly List<Diagnostic> diagnostics = [];

        public CompiledObject Run()
        {
            CSharpCompilation project = CSharpCompilation.Create(closure.AssemblyName, closure.Trees, closure.References, closure.Options);
            LibraryBinding binding = LibraryBinding.Get(project, cancellation);
            CSharpCompilation compilation = binding.With(closure.Trees);
            if (BpfSymbols.TryCreate(compilation) is not { } symbols
                || compilation.Assembly.GetTypeByMetadataName(closure.MetadataName) is not { TypeKind: TypeKind.Class } type
                || !symbols.IsBpfClass(type))
            {
                return CompiledObject.NotBpf;
            }

            diagnostics.AddRange(binding.Diagnostics);
            ObjectModel model = ObjectModelBuilder.Build(type, symbols, compilation, diagnostics, closure.Target, cancellation);
            ObjectSkeleton? skeleton = ClassShape.CanBeExtended(type, cancellation) ? ObjectSkeletonBuilder.Build(model, compilation, closure.MetadataName, cancellation) : null;
            byte[]? image = null;
            Location? csharpError = null;
            if (diagnostics.Count == 0)
            {
                try
                {
                    image = CompilePrograms(model, compilation, out csharpError);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    diagnostics.Add(Diagnostic.Create(DiagnosticTable.InternalError, null, type.Name, $"{e.GetType().Name}: {e.Message}"));
                }
            }

            Location location = type.Locations[0];
            return new CompiledObject(type.Name, model.FileName, skeleton, image, [.. diagnostics.Select(diagnostic => Relocate(diagnostic, location))], csharpError, location);
        }

        private byte[]? CompilePrograms(ObjectModel model, CSharpCompilation compilation, out Location? csharpError)
        {
            LoweringResult lowered = BpfObjectCompiler.Lower(model, compilation, closure.Target, cancellation);
            csharpError = lowered.CSharpError;
            diagnostics.AddRange(lowered.Diagnostics);
            if (lowered.Module is null)
            {
                return null;
            }

            CompileResult compiled = BpfCompiler.Compile(lowered.Module, closure.Target, cancellation);
            diagnostics.AddRange(compiled.Diagnostics.Select(diagnostic => Locate(diagnostic, model)));
            return compiled.Object is { } spec && diagnostics.TrueForAll(static d => d.Severity != DiagnosticSeverity.Error) ? ObjectWriter.Write(spec) : null;
        }

        // The compiler below knows files by the names the object gives them.
        private Diagnostic Locate(CompilerDiagnostic diagnostic, ObjectModel model)
        {
            SourceLocation? at = diagnostic.Location?.UserLocation;
            SyntaxTree? tree = closure.Trees.FirstOrDefault(tree => at is not null && SourcePath.Normalize(closure.Options, tree.FilePath) == at.FileName);
            Location? place = tree is null ? null : Location.Create(tree, new TextSpan(at!.Start, at.Length));
            DiagnosticDescriptor row = DiagnosticTable.Get(diagnostic.Id);
            object[] arguments = row == DiagnosticTable.InternalError ? [model.Type.Name, string.Join(" ", diagnostic.Arguments)] : [.. diagnostic.Arguments];
            return Diagnostic.Create(row, place, arguments);
        }

        // A diagnostic outside the project's own trees would make the C# compiler throw the whole host's output away.
        private Diagnostic Relocate(Diagnostic diagnostic, Location fallback)
        {
            if (diagnostic.Location.SourceTree is { } tree && closure.Trees.Contains(tree))
            {
                return diagnostic;
            }

            DiagnosticDescriptor row = diagnostic.Descriptor;
            string message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
            return Diagnostic.Create(row.Id, row.Category, message, diagnostic.Severity, row.DefaultSeverity, isEnabledByDefault: true, diagnostic.WarningLevel, row.Title, helpLink: row.HelpLinkUri, location: fallback);
        }
    }
}
