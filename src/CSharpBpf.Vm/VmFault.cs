using System.Collections.Generic;
using CSharpBpf.Object;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm;

/// <summary>Why and where a run ended without a result. A value: nothing of the machine's state hangs on it.</summary>
public sealed class VmFault
{
    /// <summary>The reason.</summary>
    public required VmFaultKind Kind { get; init; }

    /// <summary>What happened, in one sentence without the place.</summary>
    public required string Description { get; init; }

    /// <summary>The program that ran: after a tail call, the one that was called.</summary>
    public required string Program { get; init; }

    /// <summary>The function within the program.</summary>
    public required string Function { get; init; }

    /// <summary>The 8-byte slot of the instruction, from the start of the linked program.</summary>
    public required int Slot { get; init; }

    /// <summary>The source line, when the object has line information.</summary>
    public LineInfo? Source { get; init; }

    /// <summary>The guest address of a bad access; 0 for faults that are none.</summary>
    public ulong Address { get; init; }

    /// <summary>The size of a bad access in bytes; 0 for faults that are none.</summary>
    public uint Size { get; init; }

    /// <summary>What the access meant to reach: the region's name; null when there is none near.</summary>
    public string? RegionName { get; init; }

    /// <summary>The region's kind; null when there is none near.</summary>
    public MemoryRegionKind? RegionKind { get; init; }

    /// <summary>
    /// The offset of the access in the region: from data for a packet, from the frame pointer for a stack, from the first byte otherwise.
    /// </summary>
    public long RegionOffset { get; init; }

    /// <summary>r0 to r10 before the instruction.</summary>
    public required IReadOnlyList<ulong> Registers { get; init; }

    /// <summary>Place and reason, one sentence for people.</summary>
    public override string ToString()
    {
        string function = Function == Program ? "" : $", function '{Function}'";
        string source = Source is { FileName.Length: > 0 } line ? $" ({line.FileName}:{line.Line}: {line.Text.Trim()})" : "";
        return $"Program '{Program}'{function}, instruction {Slot}{source}: {Description}";
    }
}
