using System;
using System.Runtime.CompilerServices;

namespace CSharpBpf.TestPrograms;

/// <summary>Programs that attach to nothing, and one that tells what helpers say.</summary>
[BpfLicense("GPL")]
public sealed partial class TracingFaults : BpfObject
{
    [BpfGlobal]
    public partial ref TaskComm Comm { get; }

    [RawTracepoint("no_such_tracepoint")]
    public int NoSuchRaw(RawTracepointContext ctx) => 0;

    [RawTracepoint("sys_enter")]
    public int TooMany(RawTracepointContext ctx) => ctx.Argument<int>(11);

    [Tracepoint("sched", "no_such_tracepoint")]
    public int NoSuch(TracepointContext ctx) => 0;

    [Tracepoint("raw_syscalls", "sys_enter")]
    public int TooLong(TracepointContext ctx) => ctx.Record<Long>().Last;

    [RawTracepoint("sys_enter")]
    public int Process(RawTracepointContext ctx)
    {
        Bpf.TryGetCurrentComm(out TaskComm comm);
        Comm = comm;
        return (int)(Bpf.GetCurrentPidTgid() >> 32);
    }

    [RawTracepoint("sys_enter")]
    public int Kernel(RawTracepointContext ctx)
    {
        if (!Bpf.TryReadKernel(ctx.Argument(0), out int value))
        {
            return -1;
        }

        Span<byte> text = stackalloc byte[16];
        return value + Bpf.ReadKernelString(ctx.Argument(0) + 8, text);
    }

    /// <summary>Longer than any record.</summary>
    public struct Long
    {
        public LongStart Start;
        public int Last;
    }

    [InlineArray(250)]
    public struct LongStart
    {
        private long first;
    }
}
