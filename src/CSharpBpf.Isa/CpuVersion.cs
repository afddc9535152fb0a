namespace CSharpBpf.Isa;

/// <summary>Instruction set versions as LLVM's <c>-mcpu</c> names them. Each includes the ones before.</summary>
public enum CpuVersion
{
    /// <summary>The base instruction set (kernel 3.18).</summary>
    V1 = 1,

    /// <summary>Adds the comparisons lt, le, slt and sle (kernel 4.14).</summary>
    V2 = 2,

    /// <summary>Adds 32-bit jumps (kernel 5.1) and makes 32-bit arithmetic the norm.</summary>
    V3 = 3,

    /// <summary>Adds sign-extending loads and moves, signed division, unconditional byte swap and the long jump (kernel 6.6).</summary>
    V4 = 4,
}
