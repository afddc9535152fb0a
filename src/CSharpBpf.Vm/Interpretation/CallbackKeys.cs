using System;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Interpretation;

/// <summary>The memory of the keys that bpf_for_each_map_elem gives to callbacks, made when it is first needed: one key for each depth, since callbacks nest.</summary>
internal sealed unsafe class CallbackKeys(AddressSpace space) : IDisposable
{
    /// <summary>The kernel's keys are no longer than its stack (MAX_BPF_STACK).</summary>
    private const int KeySize = CallFrame.StackSize;

    private readonly MemoryRegion?[] regions = new MemoryRegion?[CallFrame.MaximalDepth];
    private HostMemory? memory;

    public MemoryRegion At(int depth)
    {
        memory ??= new HostMemory(KeySize * CallFrame.MaximalDepth);
        return regions[depth] ??= space.Add(MemoryRegionKind.MapKey, "key", memory.Pointer + (depth * KeySize), KeySize, AccessRights.Read);
    }

    public void Dispose() => memory?.Dispose();
}
