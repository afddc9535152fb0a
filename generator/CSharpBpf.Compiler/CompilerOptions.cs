using CSharpBpf.Isa;

namespace CSharpBpf.Compiler;

public sealed record CompilerOptions
{
    public CpuVersion Cpu { get; init; } = CpuVersion.V3;

    /// <summary>The oldest kernel the object must load on, as major * 256 + minor; the default is 6.1.</summary>
    public int TargetKernel { get; init; } = (6 << 8) | 1;
}
