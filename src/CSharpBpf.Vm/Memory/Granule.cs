using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CSharpBpf.Vm.Memory;

/// <summary>
/// One entry of the table that guards every access: the exact bounds of the region that owns 64 KiB of guest addresses. A granule nobody owns has
/// Start above every End, so that it refuses all accesses with the same two comparisons. An address is translated by adding <see cref="Bias"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Granule
{
    public nint Bias;
    public uint Start;
    public uint ReadEnd;
    public uint WriteEnd;
    public int RegionIndex;

    public const int Shift = 16;
    public const uint Size = 1u << Shift;

    /// <summary>The host address of <paramref name="size"/> readable bytes, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Readable(Granule* table, ulong count, ulong address, uint size)
    {
        if ((address >> Shift) < count)
        {
            Granule* granule = table + (address >> Shift);
            if (address >= granule->Start && address + size <= granule->ReadEnd)
            {
                return (byte*)(granule->Bias + (nint)address);
            }
        }

        return null;
    }

    /// <summary>The host address of <paramref name="size"/> writable bytes, or null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Writable(Granule* table, ulong count, ulong address, uint size)
    {
        if ((address >> Shift) < count)
        {
            Granule* granule = table + (address >> Shift);
            if (address >= granule->Start && address + size <= granule->WriteEnd)
            {
                return (byte*)(granule->Bias + (nint)address);
            }
        }

        return null;
    }

    /// <summary>The host address of <paramref name="size"/> bytes that are readable, writable and aligned to their size, or null: what an atomic operation needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Updatable(Granule* table, ulong count, ulong address, uint size)
    {
        if ((address >> Shift) < count)
        {
            Granule* granule = table + (address >> Shift);
            nint host = granule->Bias + (nint)address;
            if (address >= granule->Start && address + size <= granule->WriteEnd && address + size <= granule->ReadEnd && (host & (nint)(size - 1)) == 0)
            {
                return (byte*)host;
            }
        }

        return null;
    }
}
