using System.Collections.Generic;
using System.Linq;

namespace CSharpBpf.Architecture.Tests;

/// <summary>A project of the house and where it stands.</summary>
/// <param name="Number">The floor: a project references floors with smaller numbers, and those before it on its own.</param>
/// <param name="Path">The project's directory from the repository's root.</param>
/// <param name="TargetFramework">Its only target.</param>
internal sealed record Floor(int Number, string Path, string TargetFramework)
{
    private const string NetStandard = "netstandard2.0";
    private const string Net = "net10.0";

    /// <summary>The house from the ground up: the table of docs/architecture.md.</summary>
    public static IReadOnlyList<Floor> House { get; } =
    [
        new(0, "src/CSharpBpf.Isa", NetStandard),
        new(1, "src/CSharpBpf.Btf", NetStandard),
        new(1, "src/CSharpBpf.Object", NetStandard),
        new(2, "src/CSharpBpf.Verifier", NetStandard),
        new(3, "generator/CSharpBpf.Compiler", NetStandard),
        new(4, "generator/CSharpBpf.Frontend", NetStandard) { KnowsRoslyn = true },
        new(5, "generator/CSharpBpf.Generator", NetStandard) { KnowsRoslyn = true },
        new(5, "analyzers/CSharpBpf.Analyzers", NetStandard) { KnowsRoslyn = true },
        new(5, "analyzers/CSharpBpf.CodeFixes", NetStandard) { KnowsRoslyn = true },
        new(6, "src/CSharpBpf.Vm", Net),
        new(7, "src/CSharpBpf.Library", Net),
        new(8, "src/CSharpBpf", Net),
        new(8, "src/CSharpBpf.Cli", Net) { KnowsRoslyn = true },
    ];

    /// <summary>Whether it may reference the C# compiler: what a user's program loads at run time must not.</summary>
    public bool KnowsRoslyn { get; init; }

    /// <summary>The project's and the assembly's name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Whether it runs inside the compiler and in programs alike, so that it must be pure: bytes in, values out.</summary>
    public bool IsShared => TargetFramework == NetStandard;

    public string ProjectFile => System.IO.Path.Combine(Repository.Root, Path, Name + ".csproj");

    public string Assembly => System.IO.Path.Combine(Repository.Root, Path, "bin", Repository.Configuration, TargetFramework, Name + ".dll");

    public static Floor? Find(string name) => House.FirstOrDefault(floor => floor.Name == name);

    /// <summary>Whether this project may reference the other.</summary>
    public bool MayReference(Floor other) =>
        IndexOf(other) < IndexOf(this) && (KnowsRoslyn || !other.KnowsRoslyn);

    public override string ToString() => Name;

    private static int IndexOf(Floor floor) => House.TakeWhile(other => other != floor).Count();
}
