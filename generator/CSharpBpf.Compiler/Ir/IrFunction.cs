using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Ir;

/// <summary>A straight run of instructions: phis first, one terminator last.</summary>
public sealed class BasicBlock(string name)
{
    /// <summary>Unique in its function; the printer's label.</summary>
    public string Name { get; set; } = name;

    public List<IrInstruction> Instructions { get; } = [];

    /// <summary>Scratch of the analyses: the place in the reverse postorder, negative if unreachable.</summary>
    internal int Number { get; set; } = -1;

    public IrInstruction Terminator => Instructions[Instructions.Count - 1];
}

/// <summary>A function; Blocks[0] is the entry and has no predecessor.</summary>
public sealed class IrFunction(string name, IrType returnType)
{
    /// <summary>The result of a function with <see cref="ReturnsFault"/> that stands for a fault.</summary>
    public const long FaultResult = 1L << 32;

    public string Name { get; } = name;

    /// <summary>What messages call it: the method as its author knows it.</summary>
    public string SourceName { get; set; } = name;

    public IrType ReturnType { get; set; } = returnType;

    public List<IrParameter> Parameters { get; } = [];

    public List<BasicBlock> Blocks { get; } = [];

    /// <summary>What makes it a program; null for a function that programs call.</summary>
    public ProgramInfo? Program { get; set; }

    public SourceLocation? Location { get; set; }

    /// <summary>What its author says of replacing calls of it by its body.</summary>
    public InliningHint Inlining { get; set; }

    /// <summary>A helper calls it: it stays a function, and its parameters are the helper's.</summary>
    public bool IsCallback { get; set; }

    /// <summary>The kernel verifies it on its own, once, for all that its parameters may be: it stays a function.</summary>
    public bool IsGlobal { get; set; }

    /// <summary>A fault in it is a result that no other is: its I64 result is one of 32 bits, or <see cref="FaultResult"/>.</summary>
    public bool ReturnsFault { get; set; }

    /// <summary>What it returns at a fault; null if there must be none.</summary>
    public long? OnFault => ReturnsFault ? FaultResult : Program?.OnFault;

    /// <summary>No pass changes it any more.</summary>
    internal bool IsComplete { get; set; }

    /// <summary>Scratch of <see cref="CallEffects"/>.</summary>
    internal FunctionEffects? Effects { get; set; }
}

/// <summary>What <c>[MethodImpl]</c> says of a method.</summary>
public enum InliningHint : byte
{
    /// <summary>Nothing: size and number of calls decide.</summary>
    None,

    /// <summary>NoInlining.</summary>
    Never,

    /// <summary>AggressiveInlining.</summary>
    Always,
}

/// <summary>How a program is loaded.</summary>
public sealed record ProgramInfo(ProgramType Type, AttachType? AttachType, string SectionName, string ContextTypeName)
{
    /// <summary>What the program returns at a fault; null if there must be none.</summary>
    public long? OnFault { get; init; }
}
