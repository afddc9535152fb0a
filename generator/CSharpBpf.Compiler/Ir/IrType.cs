namespace CSharpBpf.Compiler.Ir;

/// <summary>
/// The type of an SSA value. C#'s narrow integers are I32 values (widened as C# widens them); width exists only at loads, stores and
/// extensions. A pointer's type says what it points into. <see cref="Pointer"/> is a pointer whose origin is not known yet: library code
/// before inlining. After the pass refine-pointers no value has it.
/// </summary>
public enum IrType : byte
{
    Void,

    /// <summary>32 bits; its register's upper half is always zero.</summary>
    I32,

    I64,

    /// <summary>Points anywhere; see the type's remark.</summary>
    Pointer,

    /// <summary>Into the function's own stack frame.</summary>
    StackPointer,

    /// <summary>The program's context.</summary>
    ContextPointer,

    /// <summary>Into the packet, at or after its start.</summary>
    PacketPointer,

    /// <summary>The packet's end: compared with, never dereferenced.</summary>
    PacketEndPointer,

    /// <summary>Into the metadata before the packet.</summary>
    PacketMetaPointer,

    /// <summary>A map itself, as helpers take it.</summary>
    MapPointer,

    /// <summary>Into a map's value, or null where no null check dominates the use.</summary>
    MapValuePointer,

    /// <summary>Into a global (.rodata, .data, .bss).</summary>
    GlobalPointer,

    /// <summary>A function of the module, as helpers take it.</summary>
    FunctionPointer,

    /// <summary>Memory that a caller of a global function passes: of any kind but the function's own stack, or null where no null check dominates the use.</summary>
    MemoryPointer,
}

public static class IrTypes
{
    public static bool IsPointer(this IrType type) => type >= IrType.Pointer;

    public static bool IsInteger(this IrType type) => type is IrType.I32 or IrType.I64;
}
