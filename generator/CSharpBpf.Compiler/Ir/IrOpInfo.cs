using System;
using System.Collections.Generic;

namespace CSharpBpf.Compiler.Ir;

/// <summary>What an operand must be.</summary>
public enum IrOperandKind : byte
{
    /// <summary>An integer or pointer of any type.</summary>
    Any,
    I32,
    I64,

    /// <summary>Of the result's type.</summary>
    Result,

    /// <summary>Of the first operand's type, or both pointers.</summary>
    First,

    /// <summary>Any pointer but the context.</summary>
    Pointer,

    Context,

    /// <summary>Of the type that the instruction's Access moves: I32 up to 4 bytes, I64 for 8, a pointer for Pointer.</summary>
    Accessed,
}

/// <summary>What the result must be.</summary>
public enum IrResultKind : byte
{
    None,
    I32,
    I64,
    Integer,
    Any,

    /// <summary>Of the first operand's type.</summary>
    First,
    StackPointer,
    MapPointer,
    GlobalPointer,
    FunctionPointer,

    /// <summary>Of the type that the instruction's Access moves.</summary>
    Accessed,

    /// <summary>Accessed, or Void where the old value is not wanted.</summary>
    AccessedOrNone,

    /// <summary>I32, I64 or one of the packet's pointers.</summary>
    ContextField,

    /// <summary>Void, I64 or MapValuePointer.</summary>
    Helper,

    /// <summary>The callee's return type.</summary>
    Callee,
}

[Flags]
public enum IrOpTraits : byte
{
    None = 0,

    /// <summary>The result depends on the operands and attributes only; may be removed, repeated and moved.</summary>
    Pure = 1,
    ReadsMemory = 2,
    WritesMemory = 4,

    /// <summary>Needs a proof that its pointer may be used as it is used.</summary>
    MayFault = 8,
    Terminator = 16,
    Commutative = 32,
    Comparison = 64,
}

[Flags]
public enum IrOpAttributes : ushort
{
    None = 0,
    Offset = 1,
    Access = 2,
    Size = 4,
    Alignment = 8,
    Symbol = 16,
    Helper = 32,
    AtomicOperation = 64,
    Volatile = 128,
    Callee = 256,
}

/// <summary>One row of <see cref="IrOpTable"/>. An operation with <see cref="MaximumOperands"/> beyond the kinds given repeats the last kind.</summary>
public sealed record IrOpInfo(IrOp Op, string Name, IReadOnlyList<IrOperandKind> Operands, IrResultKind Result, IrOpTraits Traits, IrOpAttributes Attributes)
{
    public int MinimumOperands { get; init; } = Operands.Count;

    public int MaximumOperands { get; init; } = Operands.Count;

    /// <summary>Successors of a terminator.</summary>
    public int Targets { get; init; }

    public bool Has(IrOpTraits trait) => (Traits & trait) != 0;

    public bool Uses(IrOpAttributes attribute) => (Attributes & attribute) != 0;
}
