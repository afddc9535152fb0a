using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Isa;

/// <summary>The rows of classes ALU and ALU64 (RFC 9669, sections 4.1 and 4.2).</summary>
internal static class ArithmeticForms
{
    private const string Arithmetic = "RFC 9669, 4.1";
    private const string Swaps = "RFC 9669, 4.2";
    private static readonly KernelVersion First = new(3, 18);
    private static readonly KernelVersion Version4 = new(6, 6);
    private static readonly FieldRule NotZero = new(FieldUse.Value, int.MinValue, int.MaxValue, Excluded: 0);

    /// <summary>One operation in its four forms: 64 and 32 bits, register and immediate.</summary>
    private sealed record Operation(AluOperation Code, string Name, string Symbol, ConformanceGroup Group32 = ConformanceGroup.Base32, ConformanceGroup Group64 = ConformanceGroup.Base64);

    private static readonly Operation[] Operations =
    [
        new(AluOperation.Add, "add", "+="),
        new(AluOperation.Sub, "sub", "-="),
        new(AluOperation.Mul, "mul", "*=", ConformanceGroup.Divmul32, ConformanceGroup.Divmul64),
        new(AluOperation.Div, "div", "/=", ConformanceGroup.Divmul32, ConformanceGroup.Divmul64),
        new(AluOperation.Sdiv, "sdiv", "s/=", ConformanceGroup.Divmul32, ConformanceGroup.Divmul64),
        new(AluOperation.Or, "or", "|="),
        new(AluOperation.And, "and", "&="),
        new(AluOperation.Lsh, "lsh", "<<="),
        new(AluOperation.Rsh, "rsh", ">>="),
        new(AluOperation.Mod, "mod", "%=", ConformanceGroup.Divmul32, ConformanceGroup.Divmul64),
        new(AluOperation.Smod, "smod", "s%=", ConformanceGroup.Divmul32, ConformanceGroup.Divmul64),
        new(AluOperation.Xor, "xor", "^="),
        new(AluOperation.Mov, "mov", "="),
        new(AluOperation.Arsh, "arsh", "s>>="),
    ];

    public static IEnumerable<InstructionForm> Rows()
    {
        foreach (Operation operation in Operations)
        {
            yield return Binary(operation, is64: true, SourceOperand.K);
            yield return Binary(operation, is64: true, SourceOperand.X);
            yield return Binary(operation, is64: false, SourceOperand.K);
            yield return Binary(operation, is64: false, SourceOperand.X);
        }

        yield return MovSignExtend(is64: true, 8);
        yield return MovSignExtend(is64: true, 16);
        yield return MovSignExtend(is64: true, 32);
        yield return MovSignExtend(is64: false, 8);
        yield return MovSignExtend(is64: false, 16);
        yield return AddressSpaceCast("to_kernel", "0, 1", 1);
        yield return AddressSpaceCast("to_user", "1, 0", 1 << 16);
        yield return Neg("neg64", 0x87, "{rd} = -{rd}", ConformanceGroup.Base64);
        yield return Neg("neg32", 0x84, "{wd} = -{wd}", ConformanceGroup.Base32);

        foreach (int bits in new[] { 16, 32, 64 })
        {
            yield return Swap("le", ByteSwap.LittleEndian, bits, CpuVersion.V1, First);
            yield return Swap("be", ByteSwap.BigEndian, bits, CpuVersion.V1, First);
            yield return Swap("bswap", ByteSwap.Always, bits, CpuVersion.V4, Version4);
        }
    }

    private static InstructionForm Binary(Operation operation, bool is64, SourceOperand operand)
    {
        bool signed = operation.Code is AluOperation.Sdiv or AluOperation.Smod;
        bool immediate = operand == SourceOperand.K;
        char register = is64 ? 'r' : 'w';
        RegisterEffects effects = RegisterEffects.WritesDestination;
        effects |= operation.Code == AluOperation.Mov ? RegisterEffects.None : RegisterEffects.ReadsDestination;
        effects |= immediate ? RegisterEffects.None : RegisterEffects.ReadsSource;
        return new InstructionForm
        {
            Name = $"{operation.Name}{(is64 ? 64 : 32)}_{(immediate ? 'k' : 'x')}",
            Opcode = (byte)(((int)operation.Code & 0xf0) | (int)operand | (int)(is64 ? InstructionClass.Alu64 : InstructionClass.Alu)),
            Kind = InstructionKind.Alu,
            Destination = FieldRule.Register,
            Source = immediate ? FieldRule.Reserved : FieldRule.Register,
            Offset = FieldRule.Select((int)operation.Code >> 8),
            Immediate = immediate ? ImmediateRule(operation.Code, is64) : FieldRule.Reserved,
            Syntax = $"{{{register}d}} {operation.Symbol} {(immediate ? "{imm}" : $"{{{register}s}}")}",
            Effects = effects,
            Group = is64 ? operation.Group64 : operation.Group32,
            MinimumCpu = signed ? CpuVersion.V4 : CpuVersion.V1,
            Since = signed ? Version4 : !is64 && operation.Code == AluOperation.Arsh ? new KernelVersion(5, 0) : First,
            Reference = Arithmetic,
        };
    }

    /// <summary>The kernel refuses a constant zero divisor and a constant shift by the width or more (check_alu_op), although both are defined at run time.</summary>
    private static FieldRule ImmediateRule(AluOperation operation, bool is64) => operation switch
    {
        AluOperation.Div or AluOperation.Mod or AluOperation.Sdiv or AluOperation.Smod => NotZero,
        AluOperation.Lsh or AluOperation.Rsh or AluOperation.Arsh => new FieldRule(FieldUse.Value, 0, is64 ? 63 : 31),
        _ => FieldRule.Immediate32,
    };

    private static InstructionForm MovSignExtend(bool is64, int bits) => new()
    {
        Name = $"movsx{bits}_{(is64 ? 64 : 32)}",
        Opcode = (byte)(is64 ? 0xbf : 0xbc),
        Kind = InstructionKind.MovSignExtend,
        Destination = FieldRule.Register,
        Source = FieldRule.Register,
        Offset = FieldRule.Select(bits),
        Syntax = is64 ? $"{{rd}} = (s{bits}){{rs}}" : $"{{wd}} = (s{bits}){{ws}}",
        Effects = RegisterEffects.WritesDestination | RegisterEffects.ReadsSource,
        Group = is64 ? ConformanceGroup.Base64 : ConformanceGroup.Base32,
        MinimumCpu = CpuVersion.V4,
        Since = Version4,
        Reference = Arithmetic,
    };

    /// <summary>The immediate holds the destination space in its high half and the source space in its low one; only 0 (kernel) and 1 (user, arena) exist.</summary>
    private static InstructionForm AddressSpaceCast(string name, string spaces, int immediate) => new()
    {
        Name = $"addr_space_cast_{name}",
        Opcode = 0xbf,
        Kind = InstructionKind.AddressSpaceCast,
        Destination = FieldRule.Register,
        Source = FieldRule.Register,
        Offset = FieldRule.Select(1),
        Immediate = FieldRule.Select(immediate),
        Syntax = $"{{rd}} = addr_space_cast({{rs}}, {spaces})",
        Effects = RegisterEffects.WritesDestination | RegisterEffects.ReadsSource,
        Group = ConformanceGroup.Linux,
        MinimumCpu = CpuVersion.V4,
        Since = new KernelVersion(6, 9),
        Reference = "verifier.c, check_alu_op",
    };

    private static InstructionForm Neg(string name, byte opcode, string syntax, ConformanceGroup group) => new()
    {
        Name = name,
        Opcode = opcode,
        Kind = InstructionKind.Neg,
        Destination = FieldRule.Register,
        Syntax = syntax,
        Effects = RegisterEffects.ReadsDestination | RegisterEffects.WritesDestination,
        Group = group,
        Since = First,
        Reference = Arithmetic,
    };

    private static InstructionForm Swap(string name, ByteSwap swap, int bits, CpuVersion cpu, KernelVersion since) => new()
    {
        Name = $"{name}{bits}",
        Opcode = (byte)swap,
        Kind = InstructionKind.ByteSwap,
        Destination = FieldRule.Register,
        Immediate = FieldRule.Select(bits),
        Syntax = $"{{rd}} = {name}{bits} {{rd}}",
        Effects = RegisterEffects.ReadsDestination | RegisterEffects.WritesDestination,
        Group = bits == 64 ? ConformanceGroup.Base64 : ConformanceGroup.Base32,
        MinimumCpu = cpu,
        Since = since,
        Reference = Swaps,
    };
}
