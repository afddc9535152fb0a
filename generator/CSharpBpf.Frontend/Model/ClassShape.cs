using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Library;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpBpf.Frontend.Model;

/// <summary>What a BPF class itself must be: partial, sealed, not generic, derived from BpfObject directly, in partial types.</summary>
public static class ClassShape
{
    /// <summary>The names that the generator gives to members of every BPF class.</summary>
    public static IReadOnlyList<string> ReservedNames { get; } = ["Definition", "GetProgramMethod", "ObjectImage", "ProgramSet", "Programs", "SharedDefinition", "WriteConstants"];

    internal static void Check(INamedTypeSymbol type, BpfSymbols symbols, List<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        void Report(DiagnosticDescriptor row, ISymbol at, params object?[] arguments) => diagnostics.Add(Diagnostic.Create(row, at.Locations[0], arguments));

        if (!IsPartial(type, cancellation))
        {
            Report(DiagnosticTable.ClassNotPartial, type, type.Name);
        }

        if (!type.IsSealed)
        {
            Report(DiagnosticTable.ClassNotSealed, type, type.Name);
        }

        if (IsInGeneric(type))
        {
            Report(DiagnosticTable.ClassGeneric, type, type.Name);
        }

        if (!SymbolEqualityComparer.Default.Equals(type.BaseType, symbols.BpfObject))
        {
            Report(DiagnosticTable.ClassInherits, type, type.Name, type.BaseType?.Name);
        }

        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (!IsPartial(outer, cancellation))
            {
                Report(DiagnosticTable.ContainerNotPartial, outer, outer.Name, type.Name);
            }
        }

        foreach (string name in ReservedNames)
        {
            foreach (ISymbol member in type.GetMembers(name))
            {
                Report(DiagnosticTable.NameReserved, member, name);
            }
        }
    }

    /// <summary>Whether generated code can add a part to the class: it and all types around it are partial and not generic.</summary>
    public static bool CanBeExtended(INamedTypeSymbol type, CancellationToken cancellation)
    {
        for (INamedTypeSymbol? at = type; at is not null; at = at.ContainingType)
        {
            if (!IsPartial(at, cancellation))
            {
                return false;
            }
        }

        return !IsInGeneric(type);
    }

    private static bool IsInGeneric(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? at = type; at is not null; at = at.ContainingType)
        {
            if (at.Arity > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.All(reference =>
            reference.GetSyntax(cancellation) is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword));
}
