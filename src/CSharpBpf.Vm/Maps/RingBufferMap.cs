using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Numerics;
using System.Threading;
using CSharpBpf.Object;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Maps;

/// <summary>
/// BPF_MAP_TYPE_RINGBUF: records in the order of their reservation. A record is a head of 8 bytes (its length, with bits for "not submitted" and
/// "discarded") and its bytes, rounded up to 8. Positions only grow. The storage is twice the size, so that a record which begins before the end goes on
/// behind it, where the kernel maps the beginning once more. Its entries have no keys: what takes one answers -ENOTSUPP.
/// </summary>
public sealed unsafe class RingBufferMap : IVmMap
{
    private const uint Busy = 1u << 31;
    private const uint Discarded = 1u << 30;
    private const uint LengthMask = Discarded - 1;
    private const uint HeadSize = 8;
    private const ulong MaximalRecord = uint.MaxValue / 4;
    private const uint PageSize = 4096;

    private readonly HostMemory memory;
    private readonly HashSet<nint> reserved = [];
    private readonly object gate = new();
    private readonly ulong size;
    private ulong consumer;
    private ulong producer;
    private bool isDisposed;

    /// <summary>Makes an empty buffer.</summary>
    /// <exception cref="VmLoadException">The definition is not one the kernel would take.</exception>
    public RingBufferMap(MapSpec definition)
    {
        if (definition.KeySize != 0 || definition.ValueSize != 0 || !BitOperations.IsPow2(definition.MaxEntries) || definition.MaxEntries < PageSize)
        {
            throw new VmLoadException(
                $"Map '{definition.Name}' ({definition.Type}) cannot be created: a ring buffer has no key and no value, and its max_entries, {definition.MaxEntries}, must be a power of two of at least {PageSize} bytes.");
        }

        Definition = definition;
        size = definition.MaxEntries;
        memory = new HostMemory(size * 2);
        Storage = memory.Pointer;
    }

    /// <inheritdoc/>
    public MapSpec Definition { get; }

    /// <inheritdoc/>
    public int CpuCount => 1;

    /// <inheritdoc/>
    public int ValueStride => 0;

    /// <summary>A ring buffer has no entries.</summary>
    public uint Count => 0;

    /// <inheritdoc/>
    public byte* Storage { get; private set; }

    /// <inheritdoc/>
    public ulong StorageLength => size * 2;

    /// <summary>How many bytes have been reserved since the buffer was made, heads included.</summary>
    public ulong ProducerPosition => Volatile.Read(ref producer);

    /// <summary>How many bytes have been read since the buffer was made, heads included.</summary>
    public ulong ConsumerPosition => Volatile.Read(ref consumer);

    /// <summary>Reserves a record (bpf_ringbuf_reserve).</summary>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="flags">Must be 0.</param>
    /// <returns>The record, or null if there is no room for it.</returns>
    public byte* Reserve(ulong length, ulong flags)
    {
        lock (gate)
        {
            ulong whole = (length + HeadSize + 7) & ~7UL;
            if (isDisposed || flags != 0 || length > MaximalRecord || whole > size || producer + whole - consumer > size - 1)
            {
                return null;
            }

            byte* head = HeadAt(producer);
            *(ulong*)head = (uint)length | Busy;
            producer += whole;
            reserved.Add((nint)(head + HeadSize));
            return head + HeadSize;
        }
    }

    /// <summary>Ends a reservation (bpf_ringbuf_submit, bpf_ringbuf_discard).</summary>
    /// <param name="record">What <see cref="Reserve"/> gave.</param>
    /// <param name="isDiscarded">Whether no reader shall see it.</param>
    /// <returns>False if it is no reserved record.</returns>
    public bool TryCommit(byte* record, bool isDiscarded)
    {
        lock (gate)
        {
            if (!reserved.Remove((nint)record))
            {
                return false;
            }

            uint* head = (uint*)(record - HeadSize);
            *head = (*head & LengthMask) | (isDiscarded ? Discarded : 0);
            Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>The next record that was submitted, without removing it. One reader at a time.</summary>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>The record, or null if there is none.</returns>
    public byte* PeekRecord(out uint length)
    {
        lock (gate)
        {
            while (!isDisposed && consumer < producer)
            {
                byte* head = HeadAt(consumer);
                length = *(uint*)head & LengthMask;
                if ((*(uint*)head & Busy) != 0)
                {
                    break;
                }

                if ((*(uint*)head & Discarded) == 0)
                {
                    return head + HeadSize;
                }

                Advance(length);
            }

            length = 0;
            return null;
        }
    }

    /// <summary>Removes the record that <see cref="PeekRecord"/> gave.</summary>
    public void RemoveRecord()
    {
        if (PeekRecord(out uint length) != null)
        {
            Advance(length);
        }
    }

    /// <summary>Waits until there is a record.</summary>
    /// <param name="timeout">How long at most; <see cref="Timeout.InfiniteTimeSpan"/> for without end.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="ObjectDisposedException">The map was disposed, maybe meanwhile.</exception>
    public bool Wait(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        lock (gate)
        {
            while (true)
            {
                ObjectDisposedException.ThrowIf(isDisposed, this);
                if (PeekRecord(out _) != null)
                {
                    return true;
                }

                bool isEndless = timeout == Timeout.InfiniteTimeSpan;
                TimeSpan left = isEndless ? timeout : timeout - Stopwatch.GetElapsedTime(start);
                if (!isEndless && left <= TimeSpan.Zero)
                {
                    return false;
                }

                Monitor.Wait(gate, left);
            }
        }
    }

    /// <inheritdoc/>
    public byte* Lookup(byte* key, int cpu) => null;

    /// <inheritdoc/>
    public byte* Peek(byte* key, int cpu) => null;

    /// <inheritdoc/>
    public int Update(byte* key, byte* value, MapUpdateFlags flags, int cpu) => -Errno.NotSupported;

    /// <inheritdoc/>
    public int UpdateAllCpus(byte* key, byte* values, MapUpdateFlags flags) => -Errno.NotSupported;

    /// <inheritdoc/>
    public int Delete(byte* key) => -Errno.NotSupported;

    /// <inheritdoc/>
    public bool TryGetNextKey(byte* key, byte* nextKey) => false;

    /// <summary>Releases the storage; who waits comes back.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            memory.Dispose();
            Storage = null;
            Monitor.PulseAll(gate);
        }
    }

    private byte* HeadAt(ulong position) => memory.Pointer + (position & (size - 1));

    private void Advance(uint length) => consumer += (length + HeadSize + 7) & ~7u;
}
