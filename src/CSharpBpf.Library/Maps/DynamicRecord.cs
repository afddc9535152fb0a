using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CSharpBpf;

/// <summary>
/// A record of a <see cref="RingBuffer"/> whose length is known only when the program runs (struct bpf_dynptr, kernel 5.19). A local variable: it cannot be
/// copied or kept elsewhere. <see cref="RingBuffer.TryReserve"/> makes it; on every path behind that it must be submitted or discarded, also where
/// reserving failed. All its bytes are to be written: what is not is undefined.
/// </summary>
public unsafe struct DynamicRecord
{
    internal byte* Start;
    internal ulong Size;

    /// <summary>Writes bytes, which lie in a local, a map's value or a global.</summary>
    /// <param name="offset">Where in the record.</param>
    /// <param name="bytes">The bytes.</param>
    /// <returns>False if they do not fit, or the record was not reserved.</returns>
    [KernelSide]
    public bool TryWrite(uint offset, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* source = &MemoryMarshal.GetReference(bytes))
        {
            return DynamicRecordHelpers.Write((DynamicRecord*)Unsafe.AsPointer(ref this), offset, source, (uint)bytes.Length, 0) == 0;
        }
    }

    /// <summary>Writes a value.</summary>
    /// <param name="offset">Where in the record.</param>
    /// <param name="value">The value: no padding, no references.</param>
    /// <returns>False if it does not fit, or the record was not reserved.</returns>
    [KernelSide]
    public bool TryWrite<T>(uint offset, T value)
        where T : unmanaged => DynamicRecordHelpers.Write((DynamicRecord*)Unsafe.AsPointer(ref this), offset, &value, (uint)sizeof(T), 0) == 0;
}
