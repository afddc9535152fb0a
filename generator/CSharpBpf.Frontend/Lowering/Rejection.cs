using System;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowering stops at an expression that BPF cannot have. Caught at the statement, so that a method reports all it has.</summary>
internal sealed class RejectionException(DiagnosticDescriptor row, SyntaxNode at, params object[] arguments) : Exception(row.Id)
{
    public DiagnosticDescriptor Row { get; } = row;

    public SyntaxNode At { get; } = at;

    public object[] Arguments { get; } = arguments;
}

/// <summary>The code does not bind: in the user's files that is the C# compiler's to report, in a library's nobody else knows.</summary>
internal sealed class CSharpErrorException(SyntaxNode at) : Exception("The code has C# errors.")
{
    public SyntaxNode At { get; } = at;
}
