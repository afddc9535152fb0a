using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpBpf.Frontend.Library;

/// <summary>An assembly that a library was compiled with; the content hash of its carried source is empty if it carries none.</summary>
public sealed record RecordedReference(string Name, string Version, string ContentHash);

/// <summary>
/// What a library was compiled with: the assemblies, and per member what it took from them (<see cref="ExternalUses"/>). As text: a line "name version
/// hash" per assembly, an empty line, then per member "path:position" and its uses, each a line that a tab begins. Travels with the source.
/// </summary>
public sealed class LibraryRecord
{
    private static readonly SortedSet<string> None = [];
    private readonly string text;
    private Dictionary<string, SortedSet<string>>? uses;

    public LibraryRecord(string text)
    {
        this.text = text;
        References = [.. text.Split('\n').TakeWhile(static line => line.Length > 0).Select(static line => line.Split(' ')).Where(static parts => parts.Length == 3).Select(static parts => new RecordedReference(parts[0], parts[1], parts[2]))];
    }

    public IReadOnlyList<RecordedReference> References { get; }

    internal static string Write(CSharpCompilation library, IEnumerable<(string Path, SyntaxTree Tree)> files, CancellationToken cancellation)
    {
        StringBuilder text = new();
        foreach (IAssemblySymbol assembly in library.GetUsedAssemblyReferences(cancellation).Select(library.GetAssemblyOrModuleSymbol).OfType<IAssemblySymbol>().OrderBy(static assembly => assembly.Name, StringComparer.Ordinal))
        {
            text.Append(assembly.Name).Append(' ').Append(assembly.Identity.Version).Append(' ').Append(LibrarySource.Find(assembly)?.ContentHash).Append('\n');
        }

        text.Append('\n');
        foreach ((string path, SyntaxTree tree) in files)
        {
            SemanticModel model = library.GetSemanticModel(tree);
            foreach (SyntaxNode member in ExternalUses.MembersOf(tree.GetRoot(cancellation)))
            {
                SortedSet<string> external = ExternalUses.In(member, model, cancellation);
                if (external.Count > 0)
                {
                    text.Append(Key(path, member)).Append('\n').Append(string.Concat(external.Select(static use => $"\t{use}\n")));
                }
            }
        }

        return text.ToString();
    }

    /// <summary>What a member took from other assemblies when the library was compiled.</summary>
    public SortedSet<string> UsesOf(SyntaxNode member)
    {
        uses ??= ReadUses();
        return uses.TryGetValue(Key(member.SyntaxTree.FilePath, member), out SortedSet<string>? found) ? found : None;
    }

    private static string Key(string path, SyntaxNode member) => FormattableString.Invariant($"{path}:{member.SpanStart}");

    private Dictionary<string, SortedSet<string>> ReadUses()
    {
        Dictionary<string, SortedSet<string>> read = new(StringComparer.Ordinal);
        SortedSet<string> current = [];
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith("\t", StringComparison.Ordinal))
            {
                current.Add(line.Substring(1));
            }
            else if (line.Length > 0)
            {
                read[line] = current = new SortedSet<string>(StringComparer.Ordinal);
            }
        }

        return read;
    }
}
