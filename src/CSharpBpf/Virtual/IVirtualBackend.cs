using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Virtual;

/// <summary>The backend of a map in this process's memory.</summary>
internal interface IVirtualBackend : IMapBackend
{
    /// <summary>The map.</summary>
    IVmMap Map { get; }
}
