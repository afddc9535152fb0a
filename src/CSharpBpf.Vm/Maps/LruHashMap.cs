using System.Threading;
using CSharpBpf.Object;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Maps;

/// <summary>
/// BPF_MAP_TYPE_LRU_HASH and LRU_PERCPU_HASH: a full map gives up an entry that was not used lately instead of refusing the new one.
/// </summary>
/// <remarks>
/// As in the kernel (kernel/bpf/bpf_lru_list.c) a use sets a bit, and eviction walks from the oldest entry, giving each one whose bit is set a second
/// chance as the youngest with the bit cleared. Unlike the kernel, which keeps batches of free elements per CPU and may evict earlier, exactly
/// max_entries entries fit, and the order is the same in every run.
/// </remarks>
public sealed unsafe class LruHashMap : HashMap
{
    private const uint None = uint.MaxValue;

    private readonly HostMemory memory;
    private readonly uint* older;
    private readonly uint* younger;
    private readonly byte* referenced;
    private uint oldest = None;
    private uint youngest = None;

    /// <summary>Makes an empty map.</summary>
    /// <param name="definition">The blueprint.</param>
    /// <param name="cpuCount">Values per entry: 1, or for the per-CPU map the number of CPUs.</param>
    /// <exception cref="VmLoadException">The definition is not one the kernel would take.</exception>
    public LruHashMap(MapSpec definition, int cpuCount = 1)
        : base(definition, cpuCount)
    {
        if (((MapFlags)definition.Flags & MapFlags.NoPrealloc) != 0)
        {
            throw Refused(definition, "an LRU map cannot have BPF_F_NO_PREALLOC");
        }

        ulong entries = definition.MaxEntries;
        memory = new HostMemory((entries * sizeof(uint) * 2) + entries);
        older = (uint*)memory.Pointer;
        younger = older + entries;
        referenced = (byte*)(younger + entries);
    }

    private protected override void OnUsed(uint element)
    {
        // Read first: a hot entry's bit is set already, and a store would move the cache line between CPUs.
        if (Volatile.Read(ref referenced[element]) == 0)
        {
            Volatile.Write(ref referenced[element], 1);
        }
    }

    private protected override void OnInserted(uint element)
    {
        referenced[element] = 0;
        Append(element);
    }

    private protected override void OnRemoved(uint element) => Unlink(element);

    private protected override bool TryChooseVictim(out uint element)
    {
        // Every step clears one bit, so that one turn over the list at most finds a victim unless other threads keep setting bits.
        for (ulong step = 0; step <= Definition.MaxEntries && referenced[oldest] != 0; step++)
        {
            uint passed = oldest;
            referenced[passed] = 0;
            Unlink(passed);
            Append(passed);
        }

        element = oldest;
        return true;
    }

    private protected override void ReleaseIndex()
    {
        base.ReleaseIndex();
        memory.Dispose();
    }

    private void Append(uint element)
    {
        older[element] = youngest;
        younger[element] = None;
        if (youngest == None)
        {
            oldest = element;
        }
        else
        {
            younger[youngest] = element;
        }

        youngest = element;
    }

    private void Unlink(uint element)
    {
        uint before = older[element];
        uint after = younger[element];
        if (before == None)
        {
            oldest = after;
        }
        else
        {
            younger[before] = after;
        }

        if (after == None)
        {
            youngest = before;
        }
        else
        {
            older[after] = before;
        }
    }
}
