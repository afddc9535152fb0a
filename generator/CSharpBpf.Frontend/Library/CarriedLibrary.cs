using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Library;

/// <summary>A library's carried source as one project compiles it.</summary>
/// <param name="Name">Name and version.</param>
/// <param name="Record">What the library was compiled with.</param>
/// <param name="Differences">In what the project's references differ from that, as sentences; if in nothing, the source means what the assembly does.</param>
internal sealed record CarriedLibrary(string Name, LibraryRecord Record, IReadOnlyList<string> Differences)
{
    private static readonly ConditionalWeakTable<Compilation, CarriedLibrary> Known = new();

    /// <summary>The library that a compilation was made of; null for a project's own.</summary>
    public static CarriedLibrary? Of(Compilation compilation) => Known.TryGetValue(compilation, out CarriedLibrary? library) ? library : null;

    public void Remember(Compilation compilation) => Known.Add(compilation, this);
}
