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

/// <summary>The C# code itself is wrong: the C# compiler reports it, and nothing else may.</summary>
internal sealed class CSharpErrorException() : Exception("The code has C# errors.");
