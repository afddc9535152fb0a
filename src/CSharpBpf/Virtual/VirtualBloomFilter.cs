using System;
using System.Collections.Generic;
using CSharpBpf.Maps;
using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Virtual;

/// <summary>
/// A Bloom filter in the virtual machine's memory; before Load too. A filter does not tell what was added, and the kernel's hash is another: what is added
/// before Load is remembered.
/// </summary>
internal sealed unsafe class VirtualBloomFilter(BloomFilterMap map, MapDefinition definition) : IBloomFilterBackend, IVirtualBackend
{
    private readonly List<byte[]> added = [];
    private bool isLoaded;

    public MapDefinition Definition { get; } = definition;

    public IVmMap Map => map;

    public void Add(byte* value)
    {
        _ = map.Push(value, MapUpdateFlags.Any);
        lock (added)
        {
            if (!isLoaded)
            {
                added.Add(new ReadOnlySpan<byte>(value, Definition.ValueSize).ToArray());
            }
        }
    }

    public bool MayContain(byte* value) => map.Peek(value) == 0;

    /// <summary>The virtual machine works on the same memory: nothing need be remembered any more.</summary>
    public void Forget()
    {
        lock (added)
        {
            isLoaded = true;
            added.Clear();
        }
    }

    /// <summary>Adds the values to the kernel's filter.</summary>
    public void WriteTo(KernelBloomFilterBackend kernel)
    {
        foreach (byte[] bytes in added)
        {
            fixed (byte* value = bytes)
            {
                kernel.Add(value);
            }
        }
    }
}
