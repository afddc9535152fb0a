using System.Runtime.InteropServices;

namespace CSharpBpf.Vm.Interpretation;

/// <summary>
/// An instruction as the interpreter wants it: 16 bytes, everything that can be decided before the run decided. One per 8-byte slot, so that
/// distances and positions are the program's own; the second slot of an lddw is never executed.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal struct DecodedInstruction
{
    public DecodedOperation Operation;
    public byte Destination;
    public byte Source;

    /// <summary>Bytes of a memory access, for reports and the slow paths.</summary>
    public byte Size;

    /// <summary>Of memory accesses in bytes, of jumps in slots from the next instruction.</summary>
    public int Offset;

    /// <summary>The operand, the value to load, the helper's index in the program's list, or the distance of a call.</summary>
    public long Immediate;
}
