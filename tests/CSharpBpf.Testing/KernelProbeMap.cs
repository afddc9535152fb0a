using System;

namespace CSharpBpf.Testing;

/// <summary>A map that lives as long as this handle. Results are 0 or a negated errno, so that they compare with the virtual machine's.</summary>
public sealed unsafe class KernelProbeMap(int fd) : IDisposable
{
    private const int LookupElement = 1;
    private const int UpdateElement = 2;
    private const int DeleteElement = 3;
    private const int GetNextKey = 4;

    /// <summary>The file descriptor, as lddw names the map.</summary>
    public int Fd => fd;

    /// <summary>Reads a value: for per-CPU maps those of all possible CPUs, each rounded up to 8 bytes.</summary>
    public int Lookup(ReadOnlySpan<byte> key, Span<byte> value) => Command(LookupElement, key, value, 0);

    /// <summary>Inserts or replaces a value; for per-CPU maps those of all possible CPUs.</summary>
    public int Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags) => Command(UpdateElement, key, value, flags);

    /// <summary>Removes an entry.</summary>
    public int Delete(ReadOnlySpan<byte> key) => Command(DeleteElement, key, default, 0);

    /// <summary>The key after <paramref name="key"/>; an empty one asks for the first.</summary>
    public int NextKey(ReadOnlySpan<byte> key, Span<byte> next) => Command(GetNextKey, key, next, 0);

    /// <inheritdoc/>
    public void Dispose() => KernelProbe.Close(fd);

    private int Command(int command, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags)
    {
        Span<byte> attribute = stackalloc byte[KernelProbe.AttributeSize];
        attribute.Clear();
        fixed (byte* keyBytes = key, valueBytes = value)
        {
            KernelProbe.Write32(attribute, 0, (uint)fd);
            KernelProbe.Write64(attribute, 8, (ulong)keyBytes);
            KernelProbe.Write64(attribute, 16, (ulong)valueBytes);
            KernelProbe.Write64(attribute, 24, flags);
            return KernelProbe.Bpf(command, attribute, out int errno) < 0 ? -errno : 0;
        }
    }
}
