using System;

namespace CSharpBpf;

/// <summary>Takes one record of a ring buffer; the bytes are there until it returns.</summary>
/// <param name="record">The record.</param>
/// <param name="state">What was given with the call.</param>
public delegate void RingBufferReader(ReadOnlySpan<byte> record, nint state);

/// <summary>Where the records of a ring buffer live. What programs do is not possible from user space once the buffer is in the kernel.</summary>
public unsafe interface IRingBufferBackend : IMapBackend
{
    /// <summary>The address of a new record of so many bytes, or null.</summary>
    /// <exception cref="InvalidOperationException">The buffer is in the kernel.</exception>
    byte* Reserve(ulong size, ulong flags);

    /// <summary>Gives a reserved record to the reader.</summary>
    /// <exception cref="InvalidOperationException">The buffer is in the kernel, or the address is no reserved record's.</exception>
    void Submit(byte* record, RingBufferFlags flags);

    /// <summary>Gives a reserved record up.</summary>
    /// <exception cref="InvalidOperationException">The buffer is in the kernel, or the address is no reserved record's.</exception>
    void Discard(byte* record, RingBufferFlags flags);

    /// <summary>Appends a copy of some bytes.</summary>
    /// <returns>0, -EAGAIN (11: full) or -EINVAL (22: flags).</returns>
    /// <exception cref="InvalidOperationException">The buffer is in the kernel.</exception>
    int Output(byte* data, ulong size, RingBufferFlags flags);

    /// <summary>What the buffer says of itself; 0 for an unknown question.</summary>
    ulong Query(RingBufferQuery query);

    /// <summary>Gives the next record that was submitted to <paramref name="reader"/> and removes it.</summary>
    /// <returns>False if there is none.</returns>
    bool TryRead(RingBufferReader reader, nint state);

    /// <summary>Waits until there is a record.</summary>
    /// <returns>False if the time is up.</returns>
    bool Wait(TimeSpan timeout);
}
