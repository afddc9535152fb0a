using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Threading;
using CSharpBpf.Object;

namespace CSharpBpf;

/// <summary>Gives an object's ELF image.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate ReadOnlySpan<byte> BpfImage();

/// <summary>What the generator knows of a BPF class; one static instance per class.</summary>
/// <param name="name">The class's full name.</param>
/// <param name="image">The object's ELF image.</param>
/// <param name="maps">The maps, in declaration order.</param>
/// <param name="globals">The names of the global variables, in declaration order.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BpfObjectDefinition(string name, BpfImage image, IReadOnlyList<BpfMapFactory> maps, IReadOnlyList<string> globals)
{
    private ObjectSpec? spec;

    /// <summary>The class's full name.</summary>
    public string Name { get; } = name;

    /// <summary>The object's ELF image.</summary>
    public BpfImage Image { get; } = image;

    /// <summary>The maps, in declaration order.</summary>
    public IReadOnlyList<BpfMapFactory> Maps { get; } = maps;

    /// <summary>The names of the global variables in the object, in declaration order.</summary>
    public IReadOnlyList<string> Globals { get; } = globals;

    /// <summary>The object as read from its image; read once.</summary>
    internal ObjectSpec Spec => spec ?? LazyInitializer.EnsureInitialized(ref spec, () => ObjectReader.Read(Image(), Name));
}

/// <summary>Makes the typed map of a member.</summary>
/// <param name="Name">The map's name in the object.</param>
/// <param name="Create">Makes the typed map over a backend.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record BpfMapFactory(string Name, Func<IMapBackend, BpfMap> Create);

/// <summary>Takes the values of an object's constants at Load.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class BpfConstantWriter
{
    /// <summary>Writes one constant.</summary>
    /// <param name="name">The variable's name in the object.</param>
    /// <param name="value">Its value.</param>
    public abstract void Write<T>(string name, T value)
        where T : unmanaged;
}
