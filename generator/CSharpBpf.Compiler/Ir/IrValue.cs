using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Ir;

public abstract class IrValue(IrType type)
{
    public IrType Type { get; set; } = type;
}

/// <summary>An integer, or the null pointer (a pointer type and value 0). I32 constants are kept sign-extended.</summary>
public sealed class IrConstant(IrType type, long value) : IrValue(type)
{
    public long Value { get; } = type == IrType.I32 ? (int)value : value;

    public static IrConstant I32(int value) => new(IrType.I32, value);

    public static IrConstant I64(long value) => new(IrType.I64, value);

    public static IrConstant Null(IrType pointerType = IrType.Pointer) => new(pointerType, 0);
}

public sealed class IrParameter(string name, int index, IrType type) : IrValue(type)
{
    public string Name { get; } = name;

    public int Index { get; set; } = index;

    /// <summary>A pointer's: what is known to divide the address.</summary>
    public int Alignment { get; set; } = 1;

    /// <summary>
    /// What a pointer of a global function points to, as the kernel is told; for a context a struct of its name without fields. What the key and the value of
    /// a timer's method are.
    /// </summary>
    public DataType? Target { get; init; }
}

/// <summary>One operation. Which of the attributes it uses is said at its <see cref="IrOp"/>; the rest keep their defaults.</summary>
public sealed class IrInstruction(IrOp op, IrType type) : IrValue(type)
{
    public IrOp Op { get; } = op;

    public List<IrValue> Operands { get; } = [];

    /// <summary>The block that holds it; null while detached.</summary>
    public BasicBlock? Block { get; set; }

    public SourceLocation? Location { get; set; }

    /// <summary>Bytes to add to the pointer operand (Load, Store, Atomic*), or the context field's offset.</summary>
    public int Offset { get; set; }

    public MemoryAccess Access { get; set; }

    /// <summary>Bytes: Alloca, Copy, Zero.</summary>
    public int Size { get; set; }

    /// <summary>Alloca.</summary>
    public int Alignment { get; set; } = 1;

    /// <summary>MapAddress, GlobalAddress; for Alloca the variable's name, for messages; for Fault a diagnostic's id.</summary>
    public string? Symbol { get; set; }

    public HelperId Helper { get; set; }

    /// <summary>Call, FunctionAddress: a function of the same module.</summary>
    public IrFunction? Callee { get; set; }

    public AtomicUpdateOperation AtomicOperation { get; set; }

    public bool IsVolatile { get; set; }

    /// <summary>Terminators: the successors. Call: where a fault of the callee goes, if that is not the program's end; only the inliner, which all calls with one go through, reads it.</summary>
    public List<BasicBlock> Targets { get; } = [];

    /// <summary>Phi: the predecessor each operand comes from.</summary>
    public List<BasicBlock> PhiBlocks { get; } = [];

    public bool IsTerminator => Op is IrOp.Br or IrOp.CondBr or IrOp.Ret or IrOp.Unreachable or IrOp.Fault;
}
