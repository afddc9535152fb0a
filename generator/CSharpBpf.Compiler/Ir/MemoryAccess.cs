namespace CSharpBpf.Compiler.Ir;

/// <summary>The width of a load or store, and for loads how the value is widened to the result type.</summary>
public enum MemoryAccess : byte
{
    U8,
    U16,
    U32,
    U64,

    /// <summary>Sign-extending load to I32.</summary>
    S8,

    /// <summary>Sign-extending load to I32.</summary>
    S16,

    /// <summary>A pointer kept in a stack slot; 8 bytes, stack only.</summary>
    Pointer,
}

public static class MemoryAccesses
{
    public static int Size(this MemoryAccess access) => access switch
    {
        MemoryAccess.U8 or MemoryAccess.S8 => 1,
        MemoryAccess.U16 or MemoryAccess.S16 => 2,
        MemoryAccess.U32 => 4,
        MemoryAccess.U64 or MemoryAccess.Pointer => 8,
        _ => throw new System.ArgumentOutOfRangeException(nameof(access), access, null),
    };
}
