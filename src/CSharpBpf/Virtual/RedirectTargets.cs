using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm;

namespace CSharpBpf.Virtual;

/// <summary>What the redirect helpers of the virtual machine noted, as results tell it.</summary>
internal static class RedirectTargets
{
    public static RedirectTarget Of(VmRedirect? redirect) => redirect switch
    {
        null => default,
        { Map: null, Flags: var flags } target => new((flags & RedirectHelpers.Ingress) != 0 ? RedirectKind.InterfaceIngress : RedirectKind.Interface, target.InterfaceIndex),
        { Flags: var flags } when (flags & RedirectHelpers.Broadcast) != 0 => new((flags & RedirectHelpers.ExcludeIngress) != 0 ? RedirectKind.OtherInterfaces : RedirectKind.AllInterfaces, 0),
        { Map.Definition.Type: MapType.Cpumap } target => new(RedirectKind.Cpu, target.Key),
        { } target => new(RedirectKind.Interface, target.InterfaceIndex),
    };
}
