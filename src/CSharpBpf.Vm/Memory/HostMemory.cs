using System;
using System.Runtime.InteropServices;

namespace CSharpBpf.Vm.Memory;

/// <summary>
/// Zeroed host memory outside the garbage collector's heap, in whole pages of its own, so that other pages can be mapped over it. The operating
/// system provides pages on first use.
/// </summary>
internal sealed unsafe class HostMemory : IDisposable
{
    private static readonly nuint PageSize = (nuint)Environment.SystemPageSize;
    private void* allocation;

    public HostMemory(ulong length)
    {
        // calloc leaves large blocks to the kernel's zero pages, AlignedAlloc plus clearing would touch them all.
        allocation = NativeMemory.AllocZeroed((((nuint)length + PageSize - 1) & ~(PageSize - 1)) + PageSize);
        Pointer = (byte*)(((nuint)allocation + PageSize - 1) & ~(PageSize - 1));
        Length = length;
        GC.AddMemoryPressure((long)Length + 1);
    }

    ~HostMemory() => Free();

    public byte* Pointer { get; private set; }

    public ulong Length { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (allocation != null)
        {
            NativeMemory.Free(allocation);
            GC.RemoveMemoryPressure((long)Length + 1);
            allocation = null;
            Pointer = null;
        }
    }
}
