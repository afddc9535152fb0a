using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Library;

/// <summary>The path of a source file as the output names it: after the compiler's path map, so that the same input gives the same bytes on any machine.</summary>
public static class SourcePath
{
    public static string Normalize(CompilationOptions options, string path) => options.SourceReferenceResolver?.NormalizePath(path, null) ?? path;
}
