using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf;

namespace Twins;

/// <summary>The record of raw_syscalls:sys_enter.</summary>
public struct SysEnter
{
    public TracepointHeader Header;
    public long Id;
    public SyscallArguments Arguments;
}

/// <summary>The arguments of a system call.</summary>
[InlineArray(6)]
public struct SyscallArguments
{
    private ulong first;
}

/// <summary>A process and one of its system calls.</summary>
public readonly record struct ProcessCall(uint ProcessId, uint Number);

/// <summary>Twin of 12_syscount.c: how often each process makes each system call.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class SyscallCount : BpfObject
{
    [BpfMap(Name = "counts", MaxEntries = 10_240)]
    public partial HashMap<ProcessCall, ulong> Counts { get; }

    [Tracepoint("raw_syscalls", "sys_enter", Name = "syscount")]
    public int Count(TracepointContext ctx)
    {
        long id = ctx.Record<SysEnter>().Id;
        if (id < 0)
        {
            return 0;
        }

        var call = new ProcessCall((uint)(Bpf.GetCurrentPidTgid() >> 32), (uint)id);
        ref ulong count = ref Counts.GetValueRefOrNullRef(call);
        if (Unsafe.IsNullRef(ref count))
        {
            Counts.TryAdd(call, 1);
        }
        else
        {
            Interlocked.Increment(ref count);
        }

        return 0;
    }
}
