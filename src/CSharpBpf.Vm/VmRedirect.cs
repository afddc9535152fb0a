using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Vm;

/// <summary>Where a program that answered "redirect" sent the packet.</summary>
/// <param name="InterfaceIndex">The interface, for bpf_redirect, and for bpf_redirect_map what a map of devices has under the key; else 0.</param>
/// <param name="Map">The map, for bpf_redirect_map; else null.</param>
/// <param name="Key">The key in the map.</param>
/// <param name="Flags">The flags: BPF_F_INGRESS for bpf_redirect; BPF_F_BROADCAST and BPF_F_EXCLUDE_INGRESS for bpf_redirect_map.</param>
public readonly record struct VmRedirect(uint InterfaceIndex, IVmMap? Map, uint Key, ulong Flags);
