using System;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Vm.Helpers;
using CSharpBpf.Vm.Interpretation;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm;

/// <summary>A program that is ready to run in its virtual machine.</summary>
public sealed unsafe class VmProgram
{
    private readonly BpfVm vm;

    internal VmProgram(BpfVm vm, uint id, LinkedProgram linked, HostMemory code, RegisteredHelper[] helpers)
    {
        this.vm = vm;
        Id = id;
        Linked = linked;
        Code = (DecodedInstruction*)code.Pointer;
        Helpers = helpers;
    }

    /// <summary>The number that stands for this program in program arrays; from 1, unique in its virtual machine.</summary>
    public uint Id { get; }

    /// <summary>The name in the object.</summary>
    public string Name => Linked.Program.Name;

    /// <summary>The program type.</summary>
    public ProgramType Type => Linked.Program.Type;

    /// <summary>The code as it was linked.</summary>
    public LinkedProgram Linked { get; }

    internal DecodedInstruction* Code { get; }

    internal RegisteredHelper[] Helpers { get; }

    /// <summary>Runs the program over a packet.</summary>
    /// <param name="packet">The frame from its Ethernet header on, at least 14 bytes; metadata before it, if the options say so.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">The packet cannot be an XDP program's: too short, too long, metadata of a wrong size.</exception>
    public XdpRunResult RunXdp(ReadOnlySpan<byte> packet, XdpRunOptions? options = null) => vm.RunXdp(this, packet, options ?? XdpRunOptions.Default);

    /// <summary>
    /// Runs the program over a packet in a socket buffer: classifiers of traffic control see all of it, socket filters and filters of cgroups what is behind
    /// the Ethernet header, as in the kernel's test runs.
    /// </summary>
    /// <param name="packet">The packet from its Ethernet header on, 14 to 65536 bytes.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">The packet is too short or too long.</exception>
    public SkbRunResult RunSkb(ReadOnlySpan<byte> packet, SkbRunOptions? options = null) => vm.RunSkb(this, packet, options ?? SkbRunOptions.Default);

    /// <summary>Runs a tracing program, whose context is a record that it can only read.</summary>
    /// <param name="record">The record: the arguments of a raw tracepoint, the record of a tracepoint, registers; at most 64 KiB.</param>
    /// <exception cref="ArgumentException">The record is too large.</exception>
    public VmRunResult RunRecord(ReadOnlySpan<byte> record) => vm.RunRecord(this, record);

    /// <summary>
    /// Runs the program with raw memory as its context: r1 is its address, or 0 if there is none, r2 its length. The program may write it, and the legacy
    /// packet loads read from it. For program types whose context the virtual machine does not build, and for tests of the instruction set.
    /// </summary>
    /// <param name="memory">The memory, at most 64 KiB; holds the program's changes afterwards.</param>
    /// <exception cref="ArgumentException">The memory is too large.</exception>
    public VmRunResult RunRaw(Span<byte> memory) => vm.RunRaw(this, memory);
}
