using System.Runtime.CompilerServices;
using CSharpBpf;

/// <summary>The record of the tracepoint, as its format file lists it: /sys/kernel/tracing/events/signal/signal_generate/format.</summary>
public struct SignalGenerate
{
    public TracepointHeader Header;
    public int Signal;
    public int Error;
    public int Code;
    public TaskComm TargetName;
    public int TargetThreadId;
    public int IsForGroup;
    public int Result;
}

/// <summary>A process sends a signal to another, or to itself.</summary>
public struct SentSignal
{
    public ulong Nanoseconds;
    public uint SenderId;
    public int TargetId;
    public TaskComm SenderName;
    public TaskComm TargetName;
    public int Signal;
    public int Result;
}

/// <summary>Sends a record to user space for every signal that is sent.</summary>
public sealed partial class SignalLogger : BpfObject
{
    /// <summary>The only signal that is of interest; 0 for all.</summary>
    [BpfConst]
    public int OnlySignal { get; init; } = 0;

    [BpfMap(MaxEntries = 65_536)]
    public partial RingBuffer<SentSignal> Signals { get; }

    /// <summary>Signals that found the buffer full.</summary>
    [BpfGlobal]
    public partial ref ulong Lost { get; }

    [Tracepoint("signal", "signal_generate")]
    public int Log(TracepointContext ctx)
    {
        ref readonly SignalGenerate record = ref ctx.Record<SignalGenerate>();
        if (OnlySignal != 0 && record.Signal != OnlySignal) return 0;

        ref SentSignal sent = ref Signals.ReserveOrNullRef();
        if (Unsafe.IsNullRef(ref sent))
        {
            Interlocked.Increment(ref Lost);
            return 0;
        }

        sent.Nanoseconds = Bpf.KtimeGetNs();
        sent.SenderId = (uint)(Bpf.GetCurrentPidTgid() >> 32);
        Bpf.TryGetCurrentComm(out sent.SenderName);
        sent.TargetId = record.TargetThreadId;
        sent.TargetName = record.TargetName;
        sent.Signal = record.Signal;
        sent.Result = record.Result;
        Signals.Submit(ref sent);
        return 0;
    }
}
