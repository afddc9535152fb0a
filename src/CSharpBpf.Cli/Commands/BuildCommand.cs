using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using CSharpBpf.Cli.Compilation;
using CSharpBpf.Cli.Output;
using CSharpBpf.Compiler;
using CSharpBpf.Frontend.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpBpf.Cli.Commands;

/// <summary><c>csbpf build FILE.cs... -o OUT.o</c>: compiles stand-alone C# files, no project needed.</summary>
internal static class BuildCommand
{
    private static readonly string[] Header = ["class", "file", "bytes"];

    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE.cs") { Description = "C# files with BPF classes and what they use.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string?>("--output", "-o") { Description = "The object file; or a directory, which gets <Namespace.Class>.bpf.o per class. Default: the current directory." };
        var kernel = new Option<string?>("--target-kernel") { Description = "The oldest kernel the objects must load on. Default: 6.1." };
        var cpu = new Option<string?>("--cpu") { Description = "The instruction set: v1, v2, v3 or v4. Default: what the target kernel has." };
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("build", "Compile C# files to BPF objects.") { files, output, kernel, cpu, format };
        command.SetAction(result => CommonOptions.Guard(() => Run(
            result.GetValue(files)!, result.GetValue(output), result.GetValue(kernel), result.GetValue(cpu), result.GetValue(format))));
        return command;
    }

    private static int Run(FileInfo[] files, string? output, string? kernel, string? cpu, OutputFormat format)
    {
        List<Diagnostic> faults = [];
        CompilerOptions target = TargetProperties.Read(kernel, cpu, faults);
        if (faults.Count > 0)
        {
            throw new CliException(faults[0].GetMessage(CultureInfo.InvariantCulture), ExitCodes.Usage);
        }

        CSharpCompilation compilation = StandAloneCompilation.Create(files);
        List<CompiledObject> objects = Compile(compilation, target);
        if (objects.Count == 0)
        {
            throw new CliException("there is no BPF class in these files: a class that derives from CSharpBpf.BpfObject and has programs.");
        }

        List<Diagnostic> diagnostics = [.. objects.SelectMany(compiled => compiled.Diagnostics)];
        if (objects.Any(static compiled => compiled.CSharpError is not null) || compilation.SyntaxTrees.Any(tree => tree.GetDiagnostics().Any()))
        {
            CSharpCompilation whole = StandAloneCompilation.WithWholeFramework(compilation);
            diagnostics.AddRange(StandAloneCompilation.FindCSharpErrors(whole, objects));
            if (diagnostics.Count == 0)
            {
                objects = Compile(whole, target);
                diagnostics.AddRange(objects.SelectMany(compiled => compiled.Diagnostics));
            }
        }

        foreach (Diagnostic diagnostic in diagnostics.Distinct().OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            Console.Error.WriteLine(CSharpDiagnosticFormatter.Instance.Format(diagnostic, CultureInfo.InvariantCulture));
        }

        if (diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) || objects.Any(compiled => compiled.Image is null))
        {
            return ExitCodes.Refused;
        }

        return Write(objects, output, format);
    }

    private static List<CompiledObject> Compile(CSharpCompilation compilation, CompilerOptions target)
    {
        ImmutableArray<ObjectClosure> closures = ObjectClosureFinder.Find(compilation, target, CancellationToken.None);
        return [.. closures.Select(closure => ObjectCompilation.Compile(closure, CancellationToken.None)).Where(compiled => compiled.ClassLocation is not null)];
    }

    private static int Write(List<CompiledObject> objects, string? output, OutputFormat format)
    {
        bool isDirectory = output is null || Directory.Exists(output) || output.EndsWith('/');
        if (!isDirectory && objects.Count > 1)
        {
            throw new CliException($"{objects.Count} BPF classes need {objects.Count} files: give --output a directory.", ExitCodes.Usage);
        }

        var rows = new List<string[]>();
        foreach (CompiledObject compiled in objects)
        {
            string path = isDirectory ? Path.Combine(output ?? ".", compiled.Skeleton!.ObjectName + ".bpf.o") : output!;
            try
            {
                if (Path.GetDirectoryName(path) is { Length: > 0 } directory)
                {
                    Directory.CreateDirectory(directory);
                }

                File.WriteAllBytes(path, compiled.Image!);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CliException($"{path}: {e.Message}", ExitCodes.Usage);
            }

            rows.Add([compiled.ClassName, path, compiled.Image!.Length.ToString(CultureInfo.InvariantCulture)]);
        }

        TablePrinter.Print(Console.Out, format, Header, rows);
        return ExitCodes.Success;
    }
}
