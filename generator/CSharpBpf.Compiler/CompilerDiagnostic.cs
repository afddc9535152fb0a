using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler;

/// <summary>A problem in the user's code that the compiler found. Ids and texts are the front end's diagnostic table's (docs/diagnostics).</summary>
public sealed record CompilerDiagnostic(string Id, SourceLocation? Location, IReadOnlyList<string> Arguments)
{
    /// <summary>The program is compiled all the same.</summary>
    public bool IsWarning { get; init; }
}
