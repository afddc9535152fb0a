using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The sample of a perf event in memory, to run the method of a perf event's program on as plain C#.</summary>
public sealed unsafe class PerfEventFrame : TraceFrame
{
    private PerfEventFrame(ReadOnlySpan<byte> sample)
        : base(sample)
    {
    }

    /// <summary>The context to call a program's method with.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public PerfEventContext Context => new(Memory);

    /// <summary>A sample.</summary>
    /// <param name="instructionPointer">Where the processor was.</param>
    /// <param name="samplePeriod">What the counter counted from sample to sample.</param>
    /// <param name="address">The address that was accessed.</param>
    public static PerfEventFrame Create(ulong instructionPointer, ulong samplePeriod = 0, ulong address = 0) =>
        new(RecordMemory.Fill(ProgramType.PerfEvent, ("ip", instructionPointer), ("sample_period", samplePeriod), ("addr", address)));

    /// <summary>Copies a sample into a new frame.</summary>
    /// <param name="sample">struct bpf_perf_event_data of x86-64, 184 bytes.</param>
    public static PerfEventFrame From(ReadOnlySpan<byte> sample) => new(sample);

    /// <summary>Runs a program's method on the frame; a fault gives what its attribute's OnFault says, as in the kernel.</summary>
    /// <param name="program">The method.</param>
    /// <exception cref="BpfFaultException">The program ended with an exception, and its attribute has no OnFault.</exception>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public int Run(Func<PerfEventContext, int> program) => BpfFault.Run(program, Context);
}
