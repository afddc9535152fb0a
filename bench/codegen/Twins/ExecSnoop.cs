using System.Runtime.CompilerServices;
using CSharpBpf;

namespace Twins;

/// <summary>The record of sched:sched_process_exec.</summary>
public struct ProcessExec
{
    public TracepointHeader Header;
    public DataLocation Filename;
    public int ThreadId;
    public int OldThreadId;
}

/// <summary>A program that was started.</summary>
public struct ExecEvent
{
    public ulong Nanoseconds;
    public uint ProcessId;
    public uint UserId;
    public int OldThreadId;
    public int FilenameLength;
    public TaskComm Comm;
    public ExecFilename Filename;
}

/// <summary>Up to 127 bytes of a file's name, and a zero byte.</summary>
[InlineArray(128)]
public struct ExecFilename
{
    private byte first;
}

/// <summary>Twin of 13_execsnoop.c: tells of each program that is started.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class ExecSnoop : BpfObject
{
    [BpfMap(Name = "events", MaxEntries = 65_536)]
    public partial RingBuffer<ExecEvent> Events { get; }

    [Tracepoint("sched", "sched_process_exec", Name = "execsnoop")]
    public int Run(TracepointContext ctx)
    {
        ref ExecEvent e = ref Events.ReserveOrNullRef();
        if (Unsafe.IsNullRef(ref e))
        {
            return 0;
        }

        ref readonly ProcessExec exec = ref ctx.Record<ProcessExec>();
        e.Nanoseconds = Bpf.KtimeGetNs();
        e.ProcessId = (uint)(Bpf.GetCurrentPidTgid() >> 32);
        e.UserId = (uint)Bpf.GetCurrentUidGid();
        e.OldThreadId = exec.OldThreadId;
        Bpf.TryGetCurrentComm(out e.Comm);
        e.FilenameLength = ctx.ReadString(exec.Filename, e.Filename);
        Events.Submit(ref e);
        return 0;
    }
}
