using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>Interfaces by index (BPF_MAP_TYPE_DEVMAP, kernel 4.14): MaxEntries places, empty at first. An XDP program sends packets out of them.</summary>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.Devmap)]
public sealed class DevMap(IMapBackend backend) : RedirectMap(backend)
{
    internal override bool IsOfInterfaces => true;

    /// <summary>The index of an interface, as in <c>ip link</c>. User space only. The kernel takes only interfaces that are there.</summary>
    /// <param name="index">The place, below MaxEntries.</param>
    /// <exception cref="System.Collections.Generic.KeyNotFoundException">Reading where there is none.</exception>
    /// <exception cref="BpfMapException">Writing failed: no such interface, or no such place.</exception>
    public uint this[uint index]
    {
        get => Read(index);
        set => Write(index, value);
    }

    /// <summary>The index of an interface, if there is one. User space only.</summary>
    /// <param name="index">The place, below MaxEntries.</param>
    /// <param name="interfaceIndex">The interface's index; 0 if there is none.</param>
    public bool TryGetValue(uint index, out uint interfaceIndex) => TryGet(index, out interfaceIndex);

    /// <summary>Sends copies of the packet out of all interfaces of the map (bpf_redirect_map with BPF_F_BROADCAST, kernel 5.14): what it gives must be what the program returns.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="excludesIngress">Whether not out of the one that the packet came in through.</param>
    [KernelSide]
    public XdpAction Broadcast(XdpContext context, bool excludesIngress = true) => ToAll(context, excludesIngress);
}
