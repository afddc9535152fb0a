using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Isa;

/// <summary>The rows of classes JMP and JMP32 (RFC 9669, section 4.3).</summary>
internal static class JumpForms
{
    private const string Jumps = "RFC 9669, 4.3";
    private const RegisterEffects CallEffects = RegisterEffects.ReadsArguments | RegisterEffects.ClobbersArguments | RegisterEffects.WritesR0;
    private static readonly KernelVersion First = new(3, 18);

    /// <summary>One comparison in its four forms: 64 and 32 bits, register and immediate.</summary>
    private sealed record Comparison(JumpOperation Code, string Name, string Symbol, CpuVersion Cpu);

    private static readonly Comparison[] Comparisons =
    [
        new(JumpOperation.Jeq, "jeq", "==", CpuVersion.V1),
        new(JumpOperation.Jgt, "jgt", ">", CpuVersion.V1),
        new(JumpOperation.Jge, "jge", ">=", CpuVersion.V1),
        new(JumpOperation.Jset, "jset", "&", CpuVersion.V1),
        new(JumpOperation.Jne, "jne", "!=", CpuVersion.V1),
        new(JumpOperation.Jsgt, "jsgt", "s>", CpuVersion.V1),
        new(JumpOperation.Jsge, "jsge", "s>=", CpuVersion.V1),
        new(JumpOperation.Jlt, "jlt", "<", CpuVersion.V2),
        new(JumpOperation.Jle, "jle", "<=", CpuVersion.V2),
        new(JumpOperation.Jslt, "jslt", "s<", CpuVersion.V2),
        new(JumpOperation.Jsle, "jsle", "s<=", CpuVersion.V2),
    ];

    public static IEnumerable<InstructionForm> Rows()
    {
        foreach (Comparison comparison in Comparisons)
        {
            yield return Conditional(comparison, is64: true, SourceOperand.K);
            yield return Conditional(comparison, is64: true, SourceOperand.X);
            yield return Conditional(comparison, is64: false, SourceOperand.K);
            yield return Conditional(comparison, is64: false, SourceOperand.X);
        }

        yield return new InstructionForm
        {
            Name = "ja",
            Opcode = 0x05,
            Kind = InstructionKind.Goto,
            Offset = FieldRule.Distance16,
            Syntax = "goto {pc:off}",
            Effects = RegisterEffects.None,
            Group = ConformanceGroup.Base32,
            Since = First,
            Reference = Jumps,
        };
        yield return new InstructionForm
        {
            Name = "ja32",
            Opcode = 0x06,
            Kind = InstructionKind.Goto,
            Immediate = FieldRule.Distance32,
            Syntax = "gotol {pc:imm}",
            Effects = RegisterEffects.None,
            Group = ConformanceGroup.Base32,
            MinimumCpu = CpuVersion.V4,
            Since = new KernelVersion(6, 6),
            Reference = Jumps,
        };
        yield return new InstructionForm
        {
            Name = "may_goto",
            Opcode = 0xe5,
            Kind = InstructionKind.MayGoto,
            Offset = FieldRule.Distance16,
            Syntax = "may_goto {pc:off}",
            Effects = RegisterEffects.None,
            Group = ConformanceGroup.Linux,
            MinimumCpu = CpuVersion.V4,
            Since = new KernelVersion(6, 9),
            Reference = "verifier.c, check_cond_jmp_op",
        };

        yield return Call("call_helper", CallSource.Helper, "call {helper}", FieldRule.Reserved, FieldRule.Immediate32, First, alias: "call {imm}");
        yield return Call("call_local", CallSource.Local, "call {pc:imm}", FieldRule.Reserved, FieldRule.Distance32, new KernelVersion(4, 16));
        yield return Call("call_kfunc", CallSource.Kfunc, "call {kfunc}", FieldRule.Select(0), FieldRule.Immediate32, new KernelVersion(5, 13));
        yield return Call("call_module_kfunc", CallSource.Kfunc, "call {kfunc} fd_array[{index}]", new FieldRule(FieldUse.Value, 1, short.MaxValue), FieldRule.Immediate32, new KernelVersion(5, 16));
        yield return new InstructionForm
        {
            Name = "callx",
            Opcode = 0x8d,
            Kind = InstructionKind.CallRegister,
            Destination = FieldRule.Register,
            Syntax = "callx {rd}",
            Effects = CallEffects | RegisterEffects.ReadsDestination,
            Group = ConformanceGroup.Callx,
            Since = null,
            Reference = "LLVM, BPFInstrInfo.td (JALX)",
        };
        yield return new InstructionForm
        {
            Name = "exit",
            Opcode = 0x95,
            Kind = InstructionKind.Exit,
            Syntax = "exit",
            Effects = RegisterEffects.ReadsR0,
            Group = ConformanceGroup.Base32,
            Since = First,
            Reference = Jumps,
        };
    }

    private static InstructionForm Conditional(Comparison comparison, bool is64, SourceOperand operand)
    {
        bool immediate = operand == SourceOperand.K;
        char register = is64 ? 'r' : 'w';
        return new InstructionForm
        {
            Name = $"{comparison.Name}{(is64 ? 64 : 32)}_{(immediate ? 'k' : 'x')}",
            Opcode = (byte)((int)comparison.Code | (int)operand | (int)(is64 ? InstructionClass.Jmp : InstructionClass.Jmp32)),
            Kind = InstructionKind.Jump,
            Destination = FieldRule.Register,
            Source = immediate ? FieldRule.Reserved : FieldRule.Register,
            Offset = FieldRule.Distance16,
            Immediate = immediate ? FieldRule.Immediate32 : FieldRule.Reserved,
            Syntax = $"if {{{register}d}} {comparison.Symbol} {(immediate ? "{hex}" : $"{{{register}s}}")} goto {{pc:off}}",
            Effects = RegisterEffects.ReadsDestination | (immediate ? RegisterEffects.None : RegisterEffects.ReadsSource),
            Group = is64 ? ConformanceGroup.Base64 : ConformanceGroup.Base32,
            MinimumCpu = is64 ? comparison.Cpu : CpuVersion.V3,
            Since = !is64 ? new KernelVersion(5, 1) : comparison.Cpu == CpuVersion.V2 ? new KernelVersion(4, 14) : First,
            Reference = Jumps,
        };
    }

    private static InstructionForm Call(string name, CallSource source, string syntax, FieldRule offset, FieldRule immediate, KernelVersion since, string? alias = null) => new()
    {
        Name = name,
        Opcode = 0x85,
        Kind = InstructionKind.Call,
        Source = FieldRule.Select((int)source),
        Offset = offset,
        Immediate = immediate,
        Syntax = syntax,
        Alias = alias,
        Effects = CallEffects,
        Group = ConformanceGroup.Base32,
        Since = since,
        Reference = "RFC 9669, 4.3.1",
    };
}
