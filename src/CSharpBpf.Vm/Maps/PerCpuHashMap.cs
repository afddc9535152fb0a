using CSharpBpf.Object;

namespace CSharpBpf.Vm.Maps;

/// <summary>BPF_MAP_TYPE_PERCPU_HASH: a hash map with one value per CPU and key.</summary>
/// <param name="definition">The blueprint.</param>
/// <param name="cpuCount">The number of CPUs.</param>
public sealed class PerCpuHashMap(MapSpec definition, int cpuCount) : HashMap(definition, cpuCount)
{
}
