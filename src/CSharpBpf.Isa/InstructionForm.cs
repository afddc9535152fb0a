using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Isa;

/// <summary>
/// One row of the <see cref="OpcodeTable"/>: a way to encode an instruction, with what each field may hold, how it is written, and since when it
/// exists. Several forms may share an opcode; their selector fields tell them apart.
/// </summary>
public sealed class InstructionForm
{
    /// <summary>A short unique name: the operation, its width in bits where there are two, and k or x for the operand, such as add64_k.</summary>
    public required string Name { get; init; }

    /// <summary>The opcode byte.</summary>
    public required byte Opcode { get; init; }

    /// <summary>What the instruction does.</summary>
    public required InstructionKind Kind { get; init; }

    /// <summary>What the destination register field may hold.</summary>
    public FieldRule Destination { get; init; } = FieldRule.Reserved;

    /// <summary>What the source register field may hold.</summary>
    public FieldRule Source { get; init; } = FieldRule.Reserved;

    /// <summary>What the offset may hold.</summary>
    public FieldRule Offset { get; init; } = FieldRule.Reserved;

    /// <summary>What the immediate may hold.</summary>
    public FieldRule Immediate { get; init; } = FieldRule.Reserved;

    /// <summary>
    /// How the instruction is written: text with the operands {rd} {rs} (registers as rN), {wd} {ws} (as wN), {off} (the offset, signed), {index} (the offset, plain), {imm} (decimal), {hex}
    /// (32 bits, unsigned), {wide} (64 bits), {lo} {hi} (halves of the immediate), {pc:off} {pc:imm} (distances), {helper} and {kfunc} (name#number).
    /// </summary>
    public required string Syntax { get; init; }

    /// <summary>Another way to write it that the assembler understands, or null.</summary>
    public string? Alias { get; init; }

    /// <summary>Which registers it reads and writes.</summary>
    public required RegisterEffects Effects { get; init; }

    /// <summary>The conformance group it belongs to.</summary>
    public required ConformanceGroup Group { get; init; }

    /// <summary>The oldest instruction set version that has it.</summary>
    public CpuVersion MinimumCpu { get; init; } = CpuVersion.V1;

    /// <summary>The first kernel that takes it, or null when none does.</summary>
    public KernelVersion? Since { get; init; }

    /// <summary>Where it is described: a section of RFC 9669, or a function of the kernel's kernel/bpf/verifier.c.</summary>
    public required string Reference { get; init; }

    /// <summary>Whether an instruction with this opcode is of this form, judged by the selector fields alone.</summary>
    internal bool Selects(in Instruction instruction) =>
        Selects(Source, instruction.Source) && Selects(Offset, instruction.Offset) && Selects(Immediate, instruction.Immediate);

    internal static bool Selects(FieldRule rule, long value) => rule.Use != FieldUse.Selector || rule.Allows(value);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
