using CSharpBpf.Vm.Helpers;
using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Vm;

/// <summary>Settings of a virtual machine; fixed once it is made.</summary>
public sealed class VmOptions
{
    /// <summary>The default of <see cref="InstructionBudget"/>: some seconds of the interpreter, far more than the kernel lets a loop do.</summary>
    public const long DefaultInstructionBudget = 1L << 30;

    /// <summary>The world the programs see. Null makes a new <see cref="VirtualEnvironment"/>.</summary>
    public IVmEnvironment? Environment { get; init; }

    /// <summary>How many CPUs per-CPU maps have values for. At least 1.</summary>
    public int CpuCount { get; init; } = 4;

    /// <summary>How many instructions one run (one repetition) may execute before it ends as a fault.</summary>
    public long InstructionBudget { get; init; } = DefaultInstructionBudget;

    /// <summary>The helpers programs may call. Null takes the virtual machine's own.</summary>
    public HelperRegistry? Helpers { get; init; }

    /// <summary>The map types. Null takes the virtual machine's own.</summary>
    public MapRegistry? Maps { get; init; }
}
