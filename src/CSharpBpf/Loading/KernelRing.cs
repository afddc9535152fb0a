using System;
using System.Diagnostics;
using System.Threading;
using CSharpBpf.Sys;

namespace CSharpBpf.Loading;

/// <summary>
/// The reader's side of a ring buffer in the kernel. Page 0 of the map holds the reader's position, which is ours to write; page 1 the writers', and
/// behind it lie the bytes, twice, so that a record never breaks. A record's head of 8 bytes begins with its length; bit 31 says that it is not submitted,
/// bit 30 that it is discarded. (kernel/bpf/ringbuf.c)
/// </summary>
internal sealed unsafe class KernelRing : IDisposable
{
    private const uint Busy = 1u << 31;
    private const uint Discarded = 1u << 30;
    private const uint HeadSize = 8;
    private const int Interrupted = -4;

    // A wait ends so often to see whether it was sent something without a wake-up, and whether the map is disposed.
    private const int WaitMilliseconds = 100;

    private readonly IBpfSyscall syscall;
    private readonly SafeBpfHandle handle;
    private readonly string name;
    private readonly Lock gate = new();
    private readonly ulong size;
    private ulong* consumer;
    private ulong* producer;

    /// <summary>Maps the buffer's pages.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public KernelRing(IBpfSyscall syscall, SafeBpfHandle handle, uint size, string name)
    {
        this.syscall = syscall;
        this.handle = handle;
        this.name = name;
        this.size = size;
        Check(syscall.Map(PageSize, true, (int)handle.Fd, 0, out void* first));
        consumer = (ulong*)first;
        int result = syscall.Map(ProducerLength, false, (int)handle.Fd, (nint)PageSize, out void* second);
        if (result < 0)
        {
            syscall.Unmap(first, PageSize);
            Check(result);
        }

        producer = (ulong*)second;
    }

    private static nuint PageSize => (nuint)Environment.SystemPageSize;

    private nuint ProducerLength => PageSize + (nuint)(size * 2);

    /// <summary>The size, the kernel allows: a power of two and a multiple of this machine's page size.</summary>
    public static uint RoundSize(uint size) => Math.Max(size, (uint)Environment.SystemPageSize);

    public bool TryRead(RingBufferReader reader, nint state)
    {
        lock (gate)
        {
            if (Next(out uint length) is var record && record == null)
            {
                return false;
            }

            reader(new ReadOnlySpan<byte>(record, (int)length), state);
            Advance(length);
            return true;
        }
    }

    public bool Wait(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        bool isEndless = timeout == Timeout.InfiniteTimeSpan;
        while (!HasRecord())
        {
            double left = isEndless ? WaitMilliseconds : (timeout - Stopwatch.GetElapsedTime(start)).TotalMilliseconds;
            if (left <= 0)
            {
                return false;
            }

            Poll((int)Math.Ceiling(Math.Min(left, WaitMilliseconds)));
        }

        return true;
    }

    public ulong Query(RingBufferQuery query)
    {
        lock (gate)
        {
            ThrowIfDisposed();
            ulong consumed = Volatile.Read(ref *consumer);
            ulong produced = Volatile.Read(ref *producer);
            return query switch
            {
                RingBufferQuery.AvailableBytes => produced - consumed,
                RingBufferQuery.Size => size,
                RingBufferQuery.ConsumerPosition => consumed,
                RingBufferQuery.ProducerPosition => produced,
                _ => 0,
            };
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (consumer != null)
            {
                syscall.Unmap(consumer, PageSize);
                syscall.Unmap(producer, ProducerLength);
                consumer = null;
                producer = null;
            }
        }
    }

    private bool HasRecord()
    {
        lock (gate)
        {
            return Next(out _) != null;
        }
    }

    /// <summary>The next record that is submitted; discarded ones before it are passed over.</summary>
    private byte* Next(out uint length)
    {
        ThrowIfDisposed();
        while (*consumer < Volatile.Read(ref *producer))
        {
            byte* head = (byte*)producer + PageSize + (*consumer & (size - 1));
            uint word = Volatile.Read(ref *(uint*)head);
            if ((word & Busy) != 0)
            {
                break;
            }

            length = word & ~Discarded;
            if ((word & Discarded) == 0)
            {
                return head + HeadSize;
            }

            Advance(length);
        }

        length = 0;
        return null;
    }

    private void Advance(uint length) => Volatile.Write(ref *consumer, *consumer + ((length + HeadSize + 7) & ~7u));

    private void Poll(int milliseconds)
    {
        bool isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            int result = syscall.Poll((int)handle.DangerousGetHandle(), milliseconds);
            if (result < 0 && result != Interrupted)
            {
                throw KernelErrors.Create($"Waiting for records of '{name}'", result);
            }
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }

        // The kernel says "readable" of a record that is reserved and not yet submitted too.
        Thread.Yield();
    }

    private void Check(int result)
    {
        if (result < 0)
        {
            throw KernelErrors.Create($"Mapping ring buffer '{name}' into memory", result);
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(consumer == null, this);
}
