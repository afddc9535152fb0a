using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// CPUs (BPF_MAP_TYPE_CPUMAP, kernel 4.15): an XDP program sends packets to the network stack on another CPU, of which there is one for each entry. MaxEntries is
/// at most the number of CPUs that the kernel is built for.
/// </summary>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.Cpumap)]
public sealed class CpuMap(IMapBackend backend) : RedirectMap(backend)
{
    internal override bool IsOfInterfaces => false;

    /// <summary>The length of a CPU's queue in packets, 1 to 16384. User space only. The kernel starts a thread on the CPU when it is set.</summary>
    /// <param name="cpu">The CPU's number: one that is possible in this machine.</param>
    /// <exception cref="System.Collections.Generic.KeyNotFoundException">Reading where there is none.</exception>
    /// <exception cref="BpfMapException">Writing failed: no such CPU, or too long a queue.</exception>
    public uint this[uint cpu]
    {
        get => Read(cpu);
        set => Write(cpu, value);
    }

    /// <summary>The length of a CPU's queue, if it has one. User space only.</summary>
    /// <param name="cpu">The CPU's number.</param>
    /// <param name="queueLength">The length in packets; 0 if there is none.</param>
    public bool TryGetValue(uint cpu, out uint queueLength) => TryGet(cpu, out queueLength);
}
