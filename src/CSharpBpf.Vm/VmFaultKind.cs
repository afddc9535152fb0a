namespace CSharpBpf.Vm;

/// <summary>Why a run ended without a result.</summary>
public enum VmFaultKind
{
    /// <summary>An access below 64 KiB: a null pointer, mostly an unchecked map lookup.</summary>
    NullPointer,

    /// <summary>An access that begins or ends outside the bounds of the region it points to.</summary>
    OutOfBounds,

    /// <summary>An access to an address that belongs to no region: a number used as a pointer.</summary>
    WildPointer,

    /// <summary>A store to memory programs may only read.</summary>
    ReadOnly,

    /// <summary>A load from memory programs may only write.</summary>
    WriteOnly,

    /// <summary>An access to a map handle, which has no bytes.</summary>
    MapHandle,

    /// <summary>An atomic operation on an address that is not a multiple of its size.</summary>
    Misaligned,

    /// <summary>A helper was given something it cannot take.</summary>
    HelperArgument,

    /// <summary>More than eight nested calls.</summary>
    CallDepth,

    /// <summary>The instruction budget is spent: an endless loop.</summary>
    InstructionBudget,

    /// <summary>Control ran past the end of a function.</summary>
    NoExit,
}
