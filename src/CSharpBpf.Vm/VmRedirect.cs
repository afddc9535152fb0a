using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Vm;

/// <summary>Where a program that answered "redirect" sent the packet.</summary>
/// <param name="InterfaceIndex">The interface, for bpf_redirect.</param>
/// <param name="Map">The map, for bpf_redirect_map; else null.</param>
/// <param name="Key">The key in the map.</param>
public readonly record struct VmRedirect(uint InterfaceIndex, IVmMap? Map, uint Key);
