using System;
using System.Collections.Immutable;
using CSharpBpf.Compiler;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpBpf.Frontend.Pipeline;

/// <summary>
/// Everything that one BPF class is compiled from. Two closures are equal if they are made of the same objects: syntax trees and references
/// do not change, so equal closures compile to equal results, and no compilation is kept alive.
/// </summary>
/// <param name="MetadataName">The class.</param>
/// <param name="ClassTree">The first file that declares it.</param>
/// <param name="Origin">The compilation the closure was computed in, for as long as it lives. No part of the value.</param>
/// <param name="Trees">The source files it depends on, by ascending path; a superset.</param>
public sealed record ObjectClosure(
    string MetadataName,
    SyntaxTree ClassTree,
    ImmutableArray<SyntaxTree> Trees,
    ImmutableArray<MetadataReference> References,
    CSharpCompilationOptions Options,
    string? AssemblyName,
    CompilerOptions Target,
    WeakReference<CSharpCompilation> Origin)
{
    public bool Equals(ObjectClosure? other) =>
        other is not null
        && MetadataName == other.MetadataName
        && AssemblyName == other.AssemblyName
        && Target.Equals(other.Target)
        && SameObjects(Trees, other.Trees)
        && SameObjects(References, other.References)
        && (ReferenceEquals(Options, other.Options) || Options.Equals(other.Options));

    public override int GetHashCode()
    {
        int hash = StringComparer.Ordinal.GetHashCode(MetadataName);
        foreach (SyntaxTree tree in Trees)
        {
            hash = unchecked((hash * 31) + tree.GetHashCode());
        }

        return hash;
    }

    private static bool SameObjects<T>(ImmutableArray<T> left, ImmutableArray<T> right)
        where T : class
    {
        if (left == right)
        {
            return true;
        }

        if (left.Length != right.Length)
        {
            return false;
        }

        for (int i = 0; i < left.Length; i++)
        {
            if (!ReferenceEquals(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }
}
