using System.Collections.Generic;
using CSharpBpf.Object;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Interpretation;

/// <summary>Turns a refused access or another stop into the sentence a person needs. Nothing here is in a hurry.</summary>
internal static class FaultReport
{
    public static VmFault Plain(Machine machine, VmFaultKind kind, string description) => Make(machine, kind, description, 0, 0, null, 0);

    public static VmFault Access(Machine machine, ulong address, uint size, AccessRights rights, string prefix)
    {
        string verb = rights switch
        {
            AccessRights.Read => "read",
            AccessRights.Write => "write",
            _ => "atomic update",
        };
        string access = $"{prefix}{verb} of {size} {(size == 1 ? "byte" : "bytes")} at ";
        MemoryRegion? region = address < Granule.Size ? null : machine.AddressSpace.FindNearestRegion(address);
        if (region is null)
        {
            // A negative offset from null wraps to the top of the address space.
            bool isNull = address < Granule.Size || address > ulong.MaxValue - Granule.Size;
            string what = isNull
                ? $"{access}0x{address:x}: a null pointer; check the result of a lookup before using it"
                : $"{access}0x{address:x}, where no memory is: a number used as a pointer";
            return Make(machine, isNull ? VmFaultKind.NullPointer : VmFaultKind.WildPointer, what, address, size, null, 0);
        }

        long offset = OffsetIn(machine, region, address);
        string place = access + Name(region) + Signed(offset);
        (VmFaultKind kind, string reason) = Explain(region, address, size, rights);
        return Make(machine, kind, place + reason, address, size, region, offset);
    }

    private static (VmFaultKind Kind, string Reason) Explain(MemoryRegion region, ulong address, uint size, AccessRights rights)
    {
        if (region.Kind == MemoryRegionKind.MapHandle)
        {
            return (VmFaultKind.MapHandle, ": a map itself has no bytes; look up an entry");
        }

        if (address >= region.Start && address + size <= region.End)
        {
            bool mayNotWrite = (rights & AccessRights.Write & ~region.Rights) != 0;
            return mayNotWrite ? (VmFaultKind.ReadOnly, ", which programs may not write") : (VmFaultKind.WriteOnly, ", which programs may not read");
        }

        bool before = address < region.Start;
        string reason = region.Kind switch
        {
            MemoryRegionKind.Packet when region.Length == 0 => ": there is no packet in this run",
            MemoryRegionKind.Packet when before => " begins before the packet's data",
            MemoryRegionKind.Packet => $" runs past data_end (packet is {region.Length} bytes)",
            MemoryRegionKind.Stack when region.Length == 0 => ": the stack of a function that is not running",
            MemoryRegionKind.Stack when before => $" begins below the stack ({CallFrame.StackSize} bytes under r10)",
            MemoryRegionKind.Stack => " runs past the frame pointer",
            _ when before => " begins before its first byte",
            _ => $" runs past its end ({region.Length} bytes)",
        };
        return (VmFaultKind.OutOfBounds, reason);
    }

    private static string Name(MemoryRegion region) => region.Kind switch
    {
        MemoryRegionKind.Stack => "r10",
        MemoryRegionKind.MapValue => $"map '{region.Name}'",
        MemoryRegionKind.MapHandle => $"the handle of map '{region.Name}'",
        _ => region.Name,
    };

    private static long OffsetIn(Machine machine, MemoryRegion region, ulong address) => region.Kind switch
    {
        MemoryRegionKind.Packet => (long)address - machine.Xdp?.DataAddress ?? region.Base,
        MemoryRegionKind.Stack => (long)address - region.Base - CallFrame.StackSize,
        _ => (long)address - region.Base,
    };

    private static string Signed(long offset) => offset < 0 ? $"{offset}" : $"+{offset}";

    private static VmFault Make(Machine machine, VmFaultKind kind, string description, ulong address, uint size, MemoryRegion? region, long offset)
    {
        VmProgram program = machine.Program;
        int slot = machine.Slot;
        ulong[] registers = new ulong[MachineState.RegisterCount];
        for (int i = 0; i < registers.Length; i++)
        {
            registers[i] = machine.Register(i);
        }

        LinkedFunction function = Containing(program.Linked.Functions, slot);
        return new VmFault
        {
            Kind = kind,
            Description = description,
            Program = program.Name,
            Function = function.Name,
            Slot = slot,
            Source = LineAt(program.Linked.Lines, function.Slot, slot),
            Address = address,
            Size = size,
            RegionName = region?.Name,
            RegionKind = region?.Kind,
            RegionOffset = offset,
            Registers = registers,
        };
    }

    private static LinkedFunction Containing(IReadOnlyList<LinkedFunction> functions, int slot)
    {
        LinkedFunction found = functions[0];
        foreach (LinkedFunction function in functions)
        {
            if (function.Slot <= slot)
            {
                found = function;
            }
        }

        return found;
    }

    private static LineInfo? LineAt(IReadOnlyList<LineInfo> lines, int from, int slot)
    {
        LineInfo? found = null;
        foreach (LineInfo line in lines)
        {
            if (line.Slot >= from && line.Slot <= slot)
            {
                found = line;
            }
        }

        return found;
    }
}
