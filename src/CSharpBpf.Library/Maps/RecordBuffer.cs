using System;
using System.Diagnostics.CodeAnalysis;

namespace CSharpBpf;

/// <summary>
/// What ring buffers share (BPF_MAP_TYPE_RINGBUF, kernel 5.8): programs on all CPUs append records, one reader in user space takes them out in order.
/// A full buffer takes no more records until some are read. A record has 8 bytes of the kernel's before it and is rounded up to 8 bytes.
/// </summary>
public abstract unsafe class RecordBuffer : BpfMap
{
    private protected RecordBuffer(IMapBackend backend)
        : base(backend)
    {
    }

    /// <summary>The size in bytes.</summary>
    public uint Size => MaxEntries;

    internal IRingBufferBackend Ring => (IRingBufferBackend)Backend;

    /// <summary>What the buffer says of itself; it may have changed when the answer comes.</summary>
    /// <param name="query">What to ask.</param>
    public ulong Query(RingBufferQuery query) => RingBufferHelpers.Query(this, query);

    /// <summary>Waits until there is something to read. User space only; in the kernel's buffer it sees records that were sent without waking the reader within 100 ms.</summary>
    /// <param name="timeout">How long to wait at most; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits without end.</param>
    /// <returns>False if there was nothing in that time.</returns>
    /// <exception cref="ObjectDisposedException">The object was disposed, maybe meanwhile.</exception>
    public bool Wait(TimeSpan timeout) => Ring.Wait(timeout);

    /// <summary>Takes the next record out as its bytes, if there is one. User space only; one reader at a time.</summary>
    public bool TryReadBytes([NotNullWhen(true)] out byte[]? record)
    {
        byte[]? read = null;
        TryRead((bytes, _) => read = bytes.ToArray(), 0);
        record = read;
        return record is not null;
    }

    private protected bool TryRead(RingBufferReader reader, nint state) => Ring.TryRead(reader, state);
}

/// <summary>What a ring buffer can be asked (BPF_RB_AVAIL_DATA and its neighbours).</summary>
public enum RingBufferQuery : ulong
{
    /// <summary>The bytes that are not read yet, with those of the records' heads and of records that are not submitted.</summary>
    AvailableBytes = 0,

    /// <summary>The size in bytes.</summary>
    Size = 1,

    /// <summary>How many bytes the reader has taken out since the buffer was made.</summary>
    ConsumerPosition = 2,

    /// <summary>How many bytes have been reserved since the buffer was made.</summary>
    ProducerPosition = 3,
}

/// <summary>Whether a record wakes the reader. Without either it does if the reader has caught up with all before it.</summary>
public enum RingBufferFlags : ulong
{
    /// <summary>The kernel decides.</summary>
    None = 0,

    /// <summary>BPF_RB_NO_WAKEUP.</summary>
    NoWakeup = 1,

    /// <summary>BPF_RB_FORCE_WAKEUP.</summary>
    ForceWakeup = 2,
}
