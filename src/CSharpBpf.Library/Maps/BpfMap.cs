using System;

namespace CSharpBpf;

/// <summary>A map: entries that programs and user space share. Made by its object; its type says how it is used.</summary>
public abstract class BpfMap
{
    private protected BpfMap(IMapBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        Backend = backend;
    }

    /// <summary>What the map was made from.</summary>
    public MapDefinition Definition => Backend.Definition;

    /// <summary>The capacity in entries; a ring buffer's in bytes.</summary>
    public uint MaxEntries => Backend.Definition.MaxEntries;

    /// <summary>Where the entries live. Its object changes it at Load.</summary>
    internal IMapBackend Backend { get; set; }

    /// <summary>The entries of a map with keys.</summary>
    internal IEntryBackend Entries => (IEntryBackend)Backend;

    private protected void ThrowIfFailed(int result, string operation, object key)
    {
        if (result < 0)
        {
            throw BpfMapException.For(Definition, operation, key, -result);
        }
    }
}
