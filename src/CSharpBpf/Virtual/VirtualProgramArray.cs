using System;
using System.Collections.Generic;
using CSharpBpf.Loading;
using CSharpBpf.Object;
using CSharpBpf.Vm;
using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Virtual;

/// <summary>
/// A table of programs in the virtual machine, and before Load, when there are no loaded programs yet: it remembers which they are, and writes them when
/// there are.
/// </summary>
internal sealed unsafe class VirtualProgramArray : IProgramArrayBackend
{
    private readonly BpfObject? owner;
    private readonly IVmMap map;
    private readonly Entry?[] entries;
    private VmObject? loaded;

    /// <param name="owner">The object, which has the methods of its programs.</param>
    /// <param name="map">The map.</param>
    /// <param name="definition">What it was made from.</param>
    /// <param name="initial">What stands in it from the start: programs of the object.</param>
    public VirtualProgramArray(BpfObject? owner, IVmMap map, MapDefinition definition, IEnumerable<MapElementSpec> initial)
    {
        this.owner = owner;
        this.map = map;
        Definition = definition;
        entries = new Entry?[definition.MaxEntries];
        foreach (MapElementSpec element in initial)
        {
            entries[element.Key] = new Entry(owner, element.Symbol);
        }
    }

    public MapDefinition Definition { get; }

    public Delegate? GetMethod(uint index) => index < entries.Length && entries[index] is { } entry ? entry.Owner?.FindMethod(entry.Name) : null;

    public void Set(uint index, object program)
    {
        var added = (BpfProgram)program;
        if (loaded is not null && added.Owner != owner)
        {
            throw new InvalidOperationException($"The program '{added.Name}' is in another virtual machine than the program array '{Definition.Name}'.");
        }

        entries[index] = new Entry(added.Owner, added.Name);
        Write(index);
    }

    public bool Remove(uint index)
    {
        bool wasThere = entries[index] is not null;
        entries[index] = null;
        Write(index);
        return wasThere;
    }

    /// <summary>Writes the numbers of the programs, which they have now.</summary>
    public void WriteTo(VmObject target)
    {
        loaded = target;
        for (uint index = 0; index < entries.Length; index++)
        {
            Write(index);
        }
    }

    /// <summary>Writes the programs into the kernel's table.</summary>
    public void WriteTo(KernelObject kernel)
    {
        KernelMap target = kernel.Map(Definition.Name);
        for (uint index = 0; index < entries.Length; index++)
        {
            if (entries[index] is { } entry)
            {
                KernelObject home = entry.Owner == owner || entry.Owner is null ? kernel : entry.Owner.RequireKernel($"put program '{entry.Name}' into '{Definition.Name}'");
                target.SetProgram(index, home.Program(entry.Name), Definition.Name);
            }
            else
            {
                target.RemoveProgram(index, Definition.Name);
            }
        }
    }

    private void Write(uint index)
    {
        if (loaded is null)
        {
            return;
        }

        if (entries[index] is not { } entry)
        {
            _ = map.Delete((byte*)&index);
            return;
        }

        uint id = entry.Owner == owner && loaded.Programs.TryGetValue(entry.Name, out VmProgram? program)
            ? program.Id
            : throw new InvalidOperationException($"The program '{entry.Name}' is in another virtual machine than the program array '{Definition.Name}'.");
        _ = map.Update((byte*)&index, (byte*)&id, MapUpdateFlags.Any, 0);
    }

    private sealed record Entry(BpfObject? Owner, string Name);
}
