using CSharpBpf.Loading;

namespace CSharpBpf.Maps;

/// <summary>The backend of a map that is in the kernel.</summary>
internal interface IKernelBackend : IMapBackend
{
    /// <summary>The map.</summary>
    KernelMap Map { get; }
}
