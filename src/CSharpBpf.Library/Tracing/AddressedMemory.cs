using System;
using System.Collections.Generic;

namespace CSharpBpf;

/// <summary>Bytes at addresses that a test makes up, for programs that read memory of the kernel or of a process. Empty at first.</summary>
public sealed class AddressedMemory
{
    private readonly Dictionary<ulong, byte> bytes = [];

    /// <summary>Puts bytes somewhere.</summary>
    /// <param name="address">Where the first of them goes.</param>
    /// <param name="values">The bytes.</param>
    public void Write(ulong address, ReadOnlySpan<byte> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            bytes[address + (ulong)i] = values[i];
        }
    }

    /// <summary>Copies bytes out.</summary>
    /// <param name="address">Where the first of them is.</param>
    /// <param name="to">Gets them, as many as it is long.</param>
    /// <returns>Whether all of them are there; if not, some may have been written.</returns>
    public bool TryRead(ulong address, Span<byte> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            if (!bytes.TryGetValue(address + (ulong)i, out to[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Copies text up to its zero byte, as strncpy_from_kernel_nofault does (mm/maccess.c, v6.12).</summary>
    /// <returns>The bytes written, with the zero byte; or -1, and no text, if there is no memory.</returns>
    internal int ReadString(ulong address, Span<byte> to)
    {
        for (int i = 0; i < to.Length; i++)
        {
            if (!TryRead(address + (ulong)i, to.Slice(i, 1)))
            {
                return -1;
            }

            if (to[i] == 0)
            {
                return i + 1;
            }
        }

        if (to.Length > 0)
        {
            to[^1] = 0;
        }

        return to.Length;
    }
}
