using System.Collections.Generic;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>A map of a generated class.</summary>
/// <param name="Key">Null for an array.</param>
internal sealed record MapShape(string Name, FuzzType? Key, FuzzType Value);

/// <summary>The types, maps and globals of a generated class.</summary>
internal sealed class ObjectShape
{
    /// <summary>Whether it may call helpers that are for programs under the GPL.</summary>
    public bool IsGpl { get; init; }

    /// <summary>Whether it may loop over Bpf.Range.</summary>
    public bool HasIterators { get; init; }

    /// <summary>The parts of the language that it has types or methods for.</summary>
    public required IReadOnlyList<Feature> Features { get; init; }

    public List<FuzzType> Enums { get; } = [];

    /// <summary>Structs for locals and parameters.</summary>
    public List<FuzzType> Structs { get; } = [];

    /// <summary>What is read from packets.</summary>
    public List<FuzzType> PacketStructs { get; } = [];

    public List<MapShape> Arrays { get; } = [];

    public List<MapShape> Hashes { get; } = [];

    public List<Place> Globals { get; } = [];

    public List<Place> Constants { get; } = [];
}
