using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>Interfaces by a number of your choice (BPF_MAP_TYPE_DEVMAP_HASH, kernel 5.4), such as their own index. An XDP program sends packets out of them.</summary>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.DevmapHash)]
public sealed class DevMapHash(IMapBackend backend) : RedirectMap(backend)
{
    internal override bool IsOfInterfaces => true;

    /// <summary>The index of an interface, as in <c>ip link</c>. User space only. The kernel takes only interfaces that are there.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="System.Collections.Generic.KeyNotFoundException">Reading where there is none.</exception>
    /// <exception cref="BpfMapException">Writing failed: no such interface, or no such place.</exception>
    public uint this[uint key]
    {
        get => Read(key);
        set => Write(key, value);
    }

    /// <summary>The index of an interface, if there is one. User space only.</summary>
    /// <param name="key">The key.</param>
    /// <param name="interfaceIndex">The interface's index; 0 if there is none.</param>
    public bool TryGetValue(uint key, out uint interfaceIndex) => TryGet(key, out interfaceIndex);

    /// <summary>Sends copies of the packet out of all interfaces of the map (bpf_redirect_map with BPF_F_BROADCAST, kernel 5.14): what it gives must be what the program returns.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="excludesIngress">Whether not out of the one that the packet came in through.</param>
    [KernelSide]
    public XdpAction Broadcast(XdpContext context, bool excludesIngress = true) => ToAll(context, excludesIngress);
}
