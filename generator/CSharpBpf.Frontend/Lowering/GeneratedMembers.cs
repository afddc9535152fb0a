using System;
using System.Linq;
using CSharpBpf.Frontend.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>The members that the generator writes into a BPF class for user space: the compilation of its programs does not know them.</summary>
internal static class GeneratedMembers
{
    /// <summary>The first use of one in a method; null if there is none.</summary>
    public static IdentifierNameSyntax? Find(SyntaxNode method, SemanticModel model) => method.DescendantNodes().OfType<IdentifierNameSyntax>()
        .FirstOrDefault(name => ClassShape.ReservedNames.Contains(name.Identifier.ValueText, StringComparer.Ordinal) && model.GetSymbolInfo(name) is { Symbol: null, CandidateSymbols.IsEmpty: true });
}
