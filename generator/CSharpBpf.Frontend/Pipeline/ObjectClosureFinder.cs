using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf.Compiler;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpBpf.Frontend.Pipeline;

/// <summary>
/// Finds a project's BPF classes and the source files each depends on, by names alone: from the class's own files to every file that declares
/// a type or an extension of a name that occurs in them, and on from there. That takes in too much rather than too little; what is
/// missing after all shows when the closure is bound (see <see cref="ObjectCompilation"/>).
/// </summary>
public static class ObjectClosureFinder
{
    /// <summary>The directory that the compiler puts the generator's own files in; they depend on the result.</summary>
    public const string GeneratedDirectory = "CSharpBpf.Generator.BpfGenerator";

    private static readonly ConditionalWeakTable<SyntaxTree, object> Underestimated = new();

    public static ImmutableArray<ObjectClosure> Find(CSharpCompilation compilation, CompilerOptions target, CancellationToken cancellation)
    {
        List<(SyntaxTree Tree, TreeNames Names)> files = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!IsGenerated(tree))
            {
                files.Add((tree, TreeNames.Of(tree, cancellation)));
            }
        }

        files.Sort(static (left, right) => string.CompareOrdinal(left.Tree.FilePath, right.Tree.FilePath));
        List<(ClassCandidate Class, SyntaxTree Tree)> classes = Candidates(files);
        if (classes.Count == 0)
        {
            return [];
        }

        Dictionary<string, List<int>> declarations = Declarations(files);
        WeakReference<CSharpCompilation> origin = new(compilation);
        ImmutableArray<ObjectClosure>.Builder closures = ImmutableArray.CreateBuilder<ObjectClosure>(classes.Count);
        foreach ((ClassCandidate candidate, SyntaxTree tree) in classes)
        {
            ImmutableArray<SyntaxTree> trees = Underestimated.TryGetValue(tree, out _)
                ? [.. files.Select(static file => file.Tree)]
                : Reach(candidate.Name, files, declarations, cancellation);
            closures.Add(new ObjectClosure(candidate.MetadataName, tree, trees, compilation.ExternalReferences, compilation.Options, compilation.AssemblyName, target, origin));
        }

        return closures.MoveToImmutable();
    }

    /// <summary>The closure that leaves nothing out, for when names did not tell enough; from now on the class's closure is always that.</summary>
    /// <returns>Null if the closure is the widest already, or its compilation is gone.</returns>
    internal static ObjectClosure? TryWiden(ObjectClosure closure)
    {
        if (!closure.Origin.TryGetTarget(out CSharpCompilation? compilation))
        {
            return null;
        }

        ImmutableArray<SyntaxTree> all = [.. compilation.SyntaxTrees.Where(static tree => !IsGenerated(tree)).OrderBy(static tree => tree.FilePath, StringComparer.Ordinal)];
        return all.Length > closure.Trees.Length ? closure with { Trees = all } : null;
    }

    /// <summary>Remembers that names did not tell enough for the classes of a file.</summary>
    internal static void MarkUnderestimated(SyntaxTree classTree) => Underestimated.GetOrCreateValue(classTree);

    private static bool IsGenerated(SyntaxTree tree) =>
        tree.FilePath.IndexOf(GeneratedDirectory, StringComparison.Ordinal) >= 0 && Path.GetFileName(Path.GetDirectoryName(tree.FilePath)) == GeneratedDirectory;

    // Classes whose base is named BpfObject, or is an alias of it, or is such a class itself: the last to be told that they may not.
    private static List<(ClassCandidate Class, SyntaxTree Tree)> Candidates(List<(SyntaxTree Tree, TreeNames Names)> files)
    {
        HashSet<string> bases = new(StringComparer.Ordinal) { "BpfObject" };
        Dictionary<string, (ClassCandidate Class, SyntaxTree Tree)> found = new(StringComparer.Ordinal);
        bool grew = true;
        while (grew)
        {
            grew = false;
            foreach ((SyntaxTree tree, TreeNames names) in files)
            {
                foreach ((string alias, string aliased) in names.Aliases)
                {
                    grew |= bases.Contains(aliased) && bases.Add(alias);
                }

                foreach (ClassCandidate candidate in names.Classes)
                {
                    if (bases.Contains(candidate.BaseName) && !found.ContainsKey(candidate.MetadataName))
                    {
                        found.Add(candidate.MetadataName, (candidate, tree));
                        bases.Add(candidate.Name);
                        grew = true;
                    }
                }
            }
        }

        return [.. found.Values.OrderBy(static candidate => candidate.Class.MetadataName, StringComparer.Ordinal)];
    }

    private static Dictionary<string, List<int>> Declarations(List<(SyntaxTree Tree, TreeNames Names)> files)
    {
        Dictionary<string, List<int>> declarations = new(StringComparer.Ordinal);
        for (int i = 0; i < files.Count; i++)
        {
            foreach (string name in files[i].Names.Declared)
            {
                if (!declarations.TryGetValue(name, out List<int>? places))
                {
                    declarations.Add(name, places = []);
                }

                places.Add(i);
            }
        }

        return declarations;
    }

    private static ImmutableArray<SyntaxTree> Reach(string className, List<(SyntaxTree Tree, TreeNames Names)> files, Dictionary<string, List<int>> declarations, CancellationToken cancellation)
    {
        bool[] reached = new bool[files.Count];
        Queue<int> queue = new();

        void Enqueue(string name)
        {
            if (declarations.TryGetValue(name, out List<int>? places))
            {
                foreach (int place in places)
                {
                    if (!reached[place])
                    {
                        reached[place] = true;
                        queue.Enqueue(place);
                    }
                }
            }
        }

        Enqueue(className);
        for (int i = 0; i < files.Count; i++)
        {
            if (files[i].Names.IsAmbient && !reached[i])
            {
                reached[i] = true;
                queue.Enqueue(i);
            }
        }

        while (queue.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (string identifier in files[queue.Dequeue()].Names.Identifiers)
            {
                Enqueue(identifier);
                Enqueue(identifier + "Attribute");
            }
        }

        return [.. files.Where((_, i) => reached[i]).Select(static file => file.Tree)];
    }
}
