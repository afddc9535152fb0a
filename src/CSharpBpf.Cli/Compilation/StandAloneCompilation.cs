using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using CSharpBpf.Frontend.Pipeline;
using CSharpBpf.Generator.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CSharpBpf.Cli.Compilation;

/// <summary>A compilation of files without a project, against the framework csbpf itself runs on and the CSharpBpf assemblies beside it.</summary>
internal static class StandAloneCompilation
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14, DocumentationMode.None);

    /// <summary>What BPF code may name lies in these; reading the whole framework would cost more than compiling.</summary>
    private static readonly string[] CoreAssemblies =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Console", "System.Linq", "System.Memory", "System.Net.Primitives",
        "System.Runtime.Extensions", "System.Runtime.InteropServices", "System.Threading", "netstandard", "CSharpBpf", "CSharpBpf.Library", "CSharpBpf.Isa", "CSharpBpf.Object",
    ];

    // What a project with ImplicitUsings has, and a file that dotnet runs by itself; without a path, so that nothing is reported there.
    private static readonly SyntaxTree ImplicitUsings = CSharpSyntaxTree.ParseText(
        string.Concat(((string[])["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"]).Select(static name => $"global using {name};\n")),
        ParseOptions);

    public static CSharpCompilation Create(IEnumerable<FileInfo> files) => CSharpCompilation.Create(
        "csbpf",
        [.. files.Select(Parse), ImplicitUsings],
        References(name => CoreAssemblies.Contains(name, StringComparer.Ordinal)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The same files against the whole framework, for those that name more of it.</summary>
    public static CSharpCompilation WithWholeFramework(CSharpCompilation compilation) => compilation.WithReferences(References(_ => true));

    /// <summary>What the C# compiler says of the files together with their generated parts.</summary>
    public static IEnumerable<Diagnostic> FindCSharpErrors(CSharpCompilation compilation, IEnumerable<CompiledObject> objects)
    {
        IEnumerable<SyntaxTree> skeletons = objects
            .Where(compiled => compiled.Skeleton is not null)
            .Select(compiled => CSharpSyntaxTree.ParseText(SkeletonWriter.Write(compiled.Skeleton!), ParseOptions));
        return compilation
            .AddSyntaxTrees(skeletons)
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.SourceTree is { FilePath.Length: > 0 });
    }

    private static SyntaxTree Parse(FileInfo file)
    {
        try
        {
            using FileStream stream = file.OpenRead();
            return CSharpSyntaxTree.ParseText(SourceText.From(stream, Encoding.UTF8), ParseOptions, file.ToString());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"{file}: {e.Message}", ExitCodes.Usage);
        }
    }

    private static ImmutableArray<MetadataReference> References(Func<string, bool> wanted)
    {
        string platform = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        return [.. platform.Split(Path.PathSeparator).Where(path => path.Length > 0 && wanted(Path.GetFileNameWithoutExtension(path))).Select(path => MetadataReference.CreateFromFile(path))];
    }
}
