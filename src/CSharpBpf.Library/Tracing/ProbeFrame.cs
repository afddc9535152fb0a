using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The registers at a probe in memory, to run the method of a probe's program on as plain C#.</summary>
public sealed unsafe class ProbeFrame : TraceFrame
{
    private const int MostParameters = 6;

    private ProbeFrame(ReadOnlySpan<byte> registers)
        : base(registers)
    {
    }

    /// <summary>The context to call a program's method with.</summary>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public ProbeContext Context => new(Memory);

    /// <summary>The registers where a function begins.</summary>
    /// <param name="parameters">Its parameters, up to six.</param>
    /// <exception cref="ArgumentException">There are more.</exception>
    public static ProbeFrame AtEntry(params ReadOnlySpan<ulong> parameters)
    {
        if (parameters.Length > MostParameters)
        {
            throw new ArgumentException($"Registers pass {MostParameters} parameters; these are {parameters.Length}.", nameof(parameters));
        }

        var values = new (string, ulong)[parameters.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ($"parm{i + 1}", parameters[i]);
        }

        return new ProbeFrame(RecordMemory.Fill(ProgramType.Kprobe, values));
    }

    /// <summary>The registers where a function returns.</summary>
    /// <param name="value">What it returns.</param>
    public static ProbeFrame AtReturn(ulong value) => new(RecordMemory.Fill(ProgramType.Kprobe, ("rc", value)));

    /// <summary>Copies registers into a new frame.</summary>
    /// <param name="registers">struct pt_regs of x86-64, 168 bytes.</param>
    public static ProbeFrame From(ReadOnlySpan<byte> registers) => new(registers);

    /// <summary>Runs a program's method on the frame; a fault gives what its attribute's OnFault says, as in the kernel.</summary>
    /// <param name="program">The method.</param>
    /// <exception cref="BpfFaultException">The program ended with an exception, and its attribute has no OnFault.</exception>
    /// <exception cref="ObjectDisposedException">The frame is disposed.</exception>
    public int Run(Func<ProbeContext, int> program) => BpfFault.Run(program, Context);
}
