using System.Threading;

namespace CSharpBpf.TestPrograms;

/// <summary>Programs at probes and clocks.</summary>
[BpfLicense("GPL")]
public sealed partial class Probes : BpfObject
{
    [BpfGlobal]
    public partial ref ulong Entries { get; }

    [BpfGlobal]
    public partial ref ulong Returned { get; }

    [BpfGlobal]
    public partial ref uint Samples { get; }

    [Uprobe]
    public int Enter(ProbeContext ctx)
    {
        if (ctx.Parameter1 == 0x1234)
        {
            Interlocked.Increment(ref Entries);
        }

        return 0;
    }

    [Uretprobe]
    public int Leave(ProbeContext ctx)
    {
        Returned = ctx.ReturnValue;
        return 0;
    }

    [PerfEvent]
    public int Sample(PerfEventContext ctx)
    {
        if (ctx.InstructionPointer != 0)
        {
            Interlocked.Increment(ref Samples);
        }

        return 0;
    }

    [Kprobe("__x64_sys_getppid")]
    public int Kernel(ProbeContext ctx)
    {
        if (ctx.InstructionPointer != 0)
        {
            Interlocked.Increment(ref Entries);
        }

        return 0;
    }

    [Kretprobe("__x64_sys_getppid")]
    public int KernelReturn(ProbeContext ctx)
    {
        Returned = ctx.ReturnValue;
        return 0;
    }
}
