using System;
using CSharpBpf.Vm.Interpretation;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>A call of a helper, as its implementation sees it: five arguments, and memory only through checks.</summary>
public readonly unsafe ref struct VmHelperCall
{
    private readonly Machine machine;
    private readonly ulong* registers;

    internal VmHelperCall(Machine machine, ulong* registers)
    {
        this.machine = machine;
        this.registers = registers;
    }

    /// <summary>The world outside.</summary>
    public IVmEnvironment Environment => machine.Environment;

    /// <summary>The CPU this run is on, below <see cref="VmOptions.CpuCount"/>.</summary>
    public int Cpu => machine.Cpu;

    internal XdpBuffer? Xdp => machine.Xdp;

    internal SkbBuffer? Skb => machine.Skb;

    internal Machine Machine => machine;

    /// <summary>An argument, 1 to 5: the register's 64 bits.</summary>
    public ulong Argument(int number) => registers[number];

    /// <summary>The host address of memory an argument points to; on failure the fault is recorded and the helper should return.</summary>
    /// <param name="argument">The argument, 1 to 5.</param>
    /// <param name="size">How many bytes are wanted.</param>
    /// <param name="rights">What the helper does with them.</param>
    /// <param name="pointer">The first byte.</param>
    public bool TryGetMemory(int argument, uint size, AccessRights rights, out byte* pointer)
    {
        pointer = machine.AddressSpace.Translate(registers[argument], size, rights);
        if (pointer == null)
        {
            machine.RecordAccessFault(registers[argument], size, rights, $"argument {argument} of {machine.CurrentHelperName}: ");
            return false;
        }

        return true;
    }

    /// <summary>The map an argument is the handle of; on failure the fault is recorded and the helper should return.</summary>
    public bool TryGetMap(int argument, out VmMapBinding map)
    {
        if (machine.TryGetMap(registers[argument], out map))
        {
            return true;
        }

        Fault($"argument {argument} of {machine.CurrentHelperName} is 0x{registers[argument]:x}, which is not a map");
        return false;
    }

    /// <summary>Calls the function whose address an argument is; the call's own arguments are lost then.</summary>
    /// <param name="function">That argument.</param>
    /// <param name="number">Which one it was, 1 to 5.</param>
    /// <param name="result">r0 of the function.</param>
    /// <param name="arguments">r1 and following of the function.</param>
    /// <returns>False if the run ended with a fault; the helper should return.</returns>
    public bool TryCallBack(ulong function, int number, out ulong result, params ReadOnlySpan<ulong> arguments) =>
        machine.TryCallBack(function, number, out result, arguments);

    /// <summary>Ends the run as a fault of kind <see cref="VmFaultKind.HelperArgument"/>.</summary>
    /// <returns>0, for use as the helper's result.</returns>
    public ulong Fault(string description)
    {
        machine.RecordFault(VmFaultKind.HelperArgument, description);
        return 0;
    }
}
