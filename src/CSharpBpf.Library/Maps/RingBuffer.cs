using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>A ring buffer of records of several types or lengths; see <see cref="RecordBuffer"/>. How a reader tells them apart is the program's matter.</summary>
/// <param name="backend">Where the records live.</param>
[BpfMapType(MapType.Ringbuf)]
public sealed unsafe class RingBuffer(IMapBackend backend) : RecordBuffer(backend)
{
    /// <summary>
    /// Reserves a record, or gives the null reference if the buffer is full (test with <see cref="Unsafe.IsNullRef{T}(ref readonly T)"/>).
    /// What is in it is undefined. On every path it must be submitted or discarded.
    /// </summary>
    /// <typeparam name="TRecord">The record: no references.</typeparam>
    /// <exception cref="InvalidOperationException">The map is in the kernel and this is user space.</exception>
    [KernelSide]
    public ref TRecord ReserveOrNullRef<TRecord>()
        where TRecord : unmanaged => ref Unsafe.AsRef<TRecord>(RingBufferHelpers.Reserve(this, (ulong)sizeof(TRecord), 0));

    /// <summary>Gives a reserved record to the reader; the reference must not be used any more.</summary>
    [KernelSide]
    public void Submit<TRecord>(ref TRecord record, RingBufferFlags flags = RingBufferFlags.None)
        where TRecord : unmanaged => RingBufferHelpers.Submit(this, Unsafe.AsPointer(ref record), flags);

    /// <summary>Gives a reserved record up: no reader sees it. The reference must not be used any more.</summary>
    [KernelSide]
    public void Discard<TRecord>(ref TRecord record, RingBufferFlags flags = RingBufferFlags.None)
        where TRecord : unmanaged => RingBufferHelpers.Discard(this, Unsafe.AsPointer(ref record), flags);

    /// <summary>Reserves a record of a length that is known only now (kernel 5.19). It must be submitted or discarded on every path, also on failure.</summary>
    /// <param name="length">The length in bytes.</param>
    /// <param name="record">The record.</param>
    /// <returns>False if the buffer is full; writing to the record then fails too.</returns>
    [KernelSide]
    public bool TryReserve(uint length, out DynamicRecord record)
    {
        Unsafe.SkipInit(out record);
        fixed (DynamicRecord* place = &record)
        {
            return DynamicRecordHelpers.Reserve(this, length, 0, place) == 0;
        }
    }

    /// <summary>Gives a record to the reader.</summary>
    [KernelSide]
    public void Submit(ref DynamicRecord record, RingBufferFlags flags = RingBufferFlags.None) =>
        DynamicRecordHelpers.Submit(this, (DynamicRecord*)Unsafe.AsPointer(ref record), flags);

    /// <summary>Gives a record up: no reader sees it.</summary>
    [KernelSide]
    public void Discard(ref DynamicRecord record, RingBufferFlags flags = RingBufferFlags.None) =>
        DynamicRecordHelpers.Discard(this, (DynamicRecord*)Unsafe.AsPointer(ref record), flags);

    /// <summary>Appends a copy of a record.</summary>
    /// <returns>False if the buffer is full.</returns>
    [KernelSide]
    public bool TryOutput<TRecord>(TRecord record, RingBufferFlags flags = RingBufferFlags.None)
        where TRecord : unmanaged => RingBufferHelpers.Output(this, &record, (ulong)sizeof(TRecord), flags) == 0;

    /// <summary>Appends a copy of some bytes, which lie in a local, a map's value or a global: the packet must be copied out first.</summary>
    /// <returns>False if the buffer is full.</returns>
    [KernelSide]
    public bool TryOutput(ReadOnlySpan<byte> data, RingBufferFlags flags = RingBufferFlags.None)
    {
        // Not "fixed (byte* start = data)": that is null for an empty span, which the kernel takes for no memory.
        fixed (byte* start = &MemoryMarshal.GetReference(data))
        {
            return RingBufferHelpers.Output(this, start, (uint)data.Length, flags) == 0;
        }
    }

    /// <summary>Takes records out as they come, until it is cancelled.</summary>
    public IEnumerable<byte[]> ReadAll(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (TryReadBytes(out byte[]? record))
            {
                yield return record;
            }
            else
            {
                Wait(RingBufferHelpers.CancellationInterval);
            }
        }
    }
}

/// <summary>A ring buffer of records of one type; see <see cref="RecordBuffer"/>.</summary>
/// <typeparam name="TRecord">The record: no padding, no references.</typeparam>
/// <param name="backend">Where the records live.</param>
[BpfMapType(MapType.Ringbuf)]
public sealed unsafe class RingBuffer<TRecord>(IMapBackend backend) : RecordBuffer(backend)
    where TRecord : unmanaged
{
    /// <inheritdoc cref="RingBuffer.ReserveOrNullRef{TRecord}"/>
    [KernelSide]
    public ref TRecord ReserveOrNullRef() => ref Unsafe.AsRef<TRecord>(RingBufferHelpers.Reserve(this, (ulong)sizeof(TRecord), 0));

    /// <inheritdoc cref="RingBuffer.Submit{TRecord}"/>
    [KernelSide]
    public void Submit(ref TRecord record, RingBufferFlags flags = RingBufferFlags.None) => RingBufferHelpers.Submit(this, Unsafe.AsPointer(ref record), flags);

    /// <inheritdoc cref="RingBuffer.Discard{TRecord}"/>
    [KernelSide]
    public void Discard(ref TRecord record, RingBufferFlags flags = RingBufferFlags.None) => RingBufferHelpers.Discard(this, Unsafe.AsPointer(ref record), flags);

    /// <inheritdoc cref="RingBuffer.TryOutput{TRecord}"/>
    [KernelSide]
    public bool TryOutput(TRecord record, RingBufferFlags flags = RingBufferFlags.None) => RingBufferHelpers.Output(this, &record, (ulong)sizeof(TRecord), flags) == 0;

    /// <summary>Takes the next record out, if there is one. User space only; one reader at a time.</summary>
    /// <exception cref="BpfMapException">The record is shorter than <typeparamref name="TRecord"/>: another program sent it.</exception>
    public bool TryRead(out TRecord record)
    {
        fixed (TRecord* destination = &record)
        {
            record = default;
            int length = 0;
            if (!TryRead((bytes, address) =>
            {
                length = bytes.Length;
                _ = MemoryMarshal.TryRead(bytes, out *(TRecord*)address);
            }, (nint)destination))
            {
                return false;
            }

            return length >= sizeof(TRecord) ? true : throw new BpfMapException(
                $"A record of ring buffer '{Definition.Name}' has {length} bytes, {typeof(TRecord)} has {sizeof(TRecord)}: it was not this object's programs that sent it.", 0);
        }
    }

    /// <summary>Takes records out as they come, until it is cancelled.</summary>
    public IEnumerable<TRecord> ReadAll(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (TryRead(out TRecord record))
            {
                yield return record;
            }
            else
            {
                Wait(RingBufferHelpers.CancellationInterval);
            }
        }
    }
}
