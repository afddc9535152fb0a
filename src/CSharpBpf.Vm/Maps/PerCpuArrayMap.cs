using CSharpBpf.Object;

namespace CSharpBpf.Vm.Maps;

/// <summary>BPF_MAP_TYPE_PERCPU_ARRAY: an array with one value per CPU and entry.</summary>
/// <param name="definition">The blueprint.</param>
/// <param name="cpuCount">The number of CPUs.</param>
public sealed unsafe class PerCpuArrayMap(MapSpec definition, int cpuCount) : ArrayMap(definition, cpuCount, null)
{
}
