using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Isa;

/// <summary>The rows of classes LD, LDX, ST and STX (RFC 9669, section 5).</summary>
internal static class MemoryForms
{
    private static readonly KernelVersion First = new(3, 18);
    private static readonly KernelVersion Atomics = new(5, 12);

    private sealed record Width(MemorySize Size, string Letter, int Bits);

    private static readonly Width Byte = new(MemorySize.Byte, "b", 8);
    private static readonly Width Half = new(MemorySize.HalfWord, "h", 16);
    private static readonly Width Word = new(MemorySize.Word, "w", 32);
    private static readonly Width DoubleWord = new(MemorySize.DoubleWord, "dw", 64);

    private static readonly FieldRule LowHalf = new(FieldUse.Value, 0, uint.MaxValue);

    /// <summary>The high half is an offset into the value, below BPF_MAX_VAR_OFF (1 &lt;&lt; 29).</summary>
    private static readonly FieldRule MapAndOffset = new(FieldUse.Value, 0, (1L << (32 + 29)) - 1);

    public static IEnumerable<InstructionForm> Rows()
    {
        yield return Wide("lddw", LoadImmediate64Source.Value, "{rd} = {wide} ll", FieldRule.Immediate64, First, alias: "{rd} = {wide}");
        yield return Wide("lddw_map_fd", LoadImmediate64Source.MapFd, "{rd} = map_by_fd({lo})", LowHalf, First);
        yield return Wide("lddw_map_value", LoadImmediate64Source.MapValue, "{rd} = map_val(map_by_fd({lo})) + {hi}", MapAndOffset, new(5, 2));
        yield return Wide("lddw_btf_id", LoadImmediate64Source.BtfId, "{rd} = var_addr({lo}, {hi})", FieldRule.Immediate64, new(5, 10));
        yield return Wide("lddw_func", LoadImmediate64Source.Function, "{rd} = code_addr({pc:imm})", LowHalf with { Use = FieldUse.Distance }, new(5, 13));
        yield return Wide("lddw_map_idx", LoadImmediate64Source.MapIndex, "{rd} = map_by_idx({lo})", LowHalf, new(5, 14));
        yield return Wide("lddw_map_idx_value", LoadImmediate64Source.MapIndexValue, "{rd} = map_val(map_by_idx({lo})) + {hi}", MapAndOffset, new(5, 14));

        foreach (Width width in new[] { Byte, Half, Word })
        {
            yield return Packet($"ldabs{width.Letter}", width, MemoryMode.Abs, $"r0 = *(u{width.Bits} *)skb[{{imm}}]", FieldRule.Reserved, RegisterEffects.None);
            yield return Packet($"ldind{width.Letter}", width, MemoryMode.Ind, $"r0 = *(u{width.Bits} *)skb[{{rs}} + {{imm}}]", FieldRule.Register, RegisterEffects.ReadsSource);
        }

        foreach (Width width in new[] { Byte, Half, Word, DoubleWord })
        {
            yield return Load(width);
            if (width != DoubleWord)
            {
                yield return LoadSignExtend(width);
            }

            yield return StoreRegister(width);
            yield return StoreImmediate(width);
            yield return LoadAcquire(width);
            yield return StoreRelease(width);
        }

        foreach (Width width in new[] { Word, DoubleWord })
        {
            yield return Locked(width, AtomicOperation.Add, "add", "+=");
            yield return Locked(width, AtomicOperation.Or, "or", "|=");
            yield return Locked(width, AtomicOperation.And, "and", "&=");
            yield return Locked(width, AtomicOperation.Xor, "xor", "^=");
            yield return Fetching(width, AtomicOperation.FetchAdd, "fetch_add");
            yield return Fetching(width, AtomicOperation.FetchOr, "fetch_or");
            yield return Fetching(width, AtomicOperation.FetchAnd, "fetch_and");
            yield return Fetching(width, AtomicOperation.FetchXor, "fetch_xor");
            yield return Fetching(width, AtomicOperation.Exchange, "xchg");
            yield return CompareExchange(width);
        }
    }

    private static byte Opcode(InstructionClass @class, Width width, MemoryMode mode) => (byte)((int)@class | (int)width.Size | (int)mode);

    private static ConformanceGroup BaseGroup(Width width) => width == DoubleWord ? ConformanceGroup.Base64 : ConformanceGroup.Base32;

    private static InstructionForm Wide(string name, LoadImmediate64Source source, string syntax, FieldRule immediate, KernelVersion since, string? alias = null) => new()
    {
        Name = name,
        Opcode = Instruction.LoadImmediate64,
        Kind = InstructionKind.LoadImmediate64,
        Destination = FieldRule.Register,
        Source = FieldRule.Select((int)source),
        Immediate = immediate,
        Syntax = syntax,
        Alias = alias,
        Effects = RegisterEffects.WritesDestination,
        Group = ConformanceGroup.Base64,
        Since = since,
        Reference = "RFC 9669, 5.4",
    };

    private static InstructionForm Packet(string name, Width width, MemoryMode mode, string syntax, FieldRule source, RegisterEffects reads) => new()
    {
        Name = name,
        Opcode = Opcode(InstructionClass.Ld, width, mode),
        Kind = InstructionKind.LoadPacket,
        Source = source,
        Immediate = FieldRule.Immediate32,
        Syntax = syntax,
        Effects = reads | RegisterEffects.ReadsR6 | RegisterEffects.WritesR0 | RegisterEffects.ClobbersArguments,
        Group = ConformanceGroup.Packet,
        Since = First,
        Reference = "RFC 9669, 5.5",
    };

    private static InstructionForm Load(Width width) => new()
    {
        Name = $"ldx{width.Letter}",
        Opcode = Opcode(InstructionClass.Ldx, width, MemoryMode.Mem),
        Kind = InstructionKind.Load,
        Destination = FieldRule.Register,
        Source = FieldRule.Register,
        Offset = FieldRule.Offset16,
        Syntax = $"{{rd}} = *(u{width.Bits} *)({{rs}} {{off}})",
        Alias = width == DoubleWord ? null : $"{{wd}} = *(u{width.Bits} *)({{rs}} {{off}})",
        Effects = RegisterEffects.WritesDestination | RegisterEffects.ReadsSource,
        Group = BaseGroup(width),
        Since = First,
        Reference = "RFC 9669, 5.1",
    };

    private static InstructionForm LoadSignExtend(Width width) => new()
    {
        Name = $"ldxs{width.Letter}",
        Opcode = Opcode(InstructionClass.Ldx, width, MemoryMode.Memsx),
        Kind = InstructionKind.LoadSignExtend,
        Destination = FieldRule.Register,
        Source = FieldRule.Register,
        Offset = FieldRule.Offset16,
        Syntax = $"{{rd}} = *(s{width.Bits} *)({{rs}} {{off}})",
        Effects = RegisterEffects.WritesDestination | RegisterEffects.ReadsSource,
        Group = ConformanceGroup.Base32,
        MinimumCpu = CpuVersion.V4,
        Since = new KernelVersion(6, 6),
        Reference = "RFC 9669, 5.2",
    };

    private static InstructionForm StoreRegister(Width width) => new()
    {
        Name = $"stx{width.Letter}",
        Opcode = Opcode(InstructionClass.Stx, width, MemoryMode.Mem),
        Kind = InstructionKind.StoreRegister,
        Destination = FieldRule.Register,
        Source = FieldRule.Register,
        Offset = FieldRule.Offset16,
        Syntax = $"*(u{width.Bits} *)({{rd}} {{off}}) = {{rs}}",
        Alias = width == DoubleWord ? null : $"*(u{width.Bits} *)({{rd}} {{off}}) = {{ws}}",
        Effects = RegisterEffects.ReadsDestination | RegisterEffects.ReadsSource,
        Group = BaseGroup(width),
        Since = First,
        Reference = "RFC 9669, 5.1",
    };

    private static InstructionForm StoreImmediate(Width width) => new()
    {
        Name = $"st{width.Letter}",
        Opcode = Opcode(InstructionClass.St, width, MemoryMode.Mem),
        Kind = InstructionKind.StoreImmediate,
        Destination = FieldRule.Register,
        Offset = FieldRule.Offset16,
        Immediate = FieldRule.Immediate32,
        Syntax = $"*(u{width.Bits} *)({{rd}} {{off}}) = {{imm}}",
        Effects = RegisterEffects.ReadsDestination,
        Group = BaseGroup(width),
        Since = First,
        Reference = "RFC 9669, 5.1",
    };

    private static InstructionForm LoadAcquire(Width width) => new()
    {
        Name = $"load_acquire{width.Bits}",
        Opcode = Opcode(InstructionClass.Stx, width, MemoryMode.Atomic),
        Kind = InstructionKind.LoadAcquire,
        Destination = FieldRule.Register,
        Source = FieldRule.Register,
        Offset = FieldRule.Offset16,
        Immediate = FieldRule.Select((int)AtomicOperation.LoadAcquire),
        Syntax = $"{{rd}} = load_acquire((u{width.Bits} *)({{rs}} {{off}}))",
        Alias = width == DoubleWord ? null : $"{{wd}} = load_acquire((u{width.Bits} *)({{rs}} {{off}}))",
        Effects = RegisterEffects.WritesDestination | RegisterEffects.ReadsSource,
        Group = ConformanceGroup.Linux,
        MinimumCpu = CpuVersion.V4,
        Since = new KernelVersion(6, 15),
        Reference = "verifier.c, check_atomic_load",
    };

    private static InstructionForm StoreRelease(Width width) => new()
    {
        Name = $"store_release{width.Bits}",
        Opcode = Opcode(InstructionClass.Stx, width, MemoryMode.Atomic),
        Kind = InstructionKind.StoreRelease,
        Destination = FieldRule.Register,
        Source = FieldRule.Register,
        Offset = FieldRule.Offset16,
        Immediate = FieldRule.Select((int)AtomicOperation.StoreRelease),
        Syntax = $"store_release((u{width.Bits} *)({{rd}} {{off}}), {{rs}})",
        Alias = width == DoubleWord ? null : $"store_release((u{width.Bits} *)({{rd}} {{off}}), {{ws}})",
        Effects = RegisterEffects.ReadsDestination | RegisterEffects.ReadsSource,
        Group = ConformanceGroup.Linux,
        MinimumCpu = CpuVersion.V4,
        Since = new KernelVersion(6, 15),
        Reference = "verifier.c, check_atomic_store",
    };

    private static InstructionForm Locked(Width width, AtomicOperation operation, string name, string symbol) => Atomic(
        width,
        operation,
        name,
        $"lock *(u{width.Bits} *)({{rd}} {{off}}) {symbol} {{rs}}",
        width == DoubleWord ? null : $"lock *(u{width.Bits} *)({{rd}} {{off}}) {symbol} {{ws}}",
        RegisterEffects.None);

    private static InstructionForm Fetching(Width width, AtomicOperation operation, string name)
    {
        string prefix = width == DoubleWord ? "atomic64" : "atomic";
        return Atomic(
            width,
            operation,
            name,
            $"{{rs}} = {prefix}_{name}((u{width.Bits} *)({{rd}} {{off}}), {{rs}})",
            width == DoubleWord
                ? $"{{rs}} = atomic_{name}((u64 *)({{rd}} {{off}}), {{rs}})"
                : $"{{ws}} = atomic_{name}((u32 *)({{rd}} {{off}}), {{ws}})",
            RegisterEffects.WritesSource);
    }

    private static InstructionForm CompareExchange(Width width) => Atomic(
        width,
        AtomicOperation.CompareExchange,
        "cmpxchg",
        $"r0 = {(width == DoubleWord ? "atomic64" : "atomic")}_cmpxchg((u{width.Bits} *)({{rd}} {{off}}), r0, {{rs}})",
        width == DoubleWord ? null : $"w0 = atomic_cmpxchg((u{width.Bits} *)({{rd}} {{off}}), w0, {{ws}})",
        RegisterEffects.ReadsR0 | RegisterEffects.WritesR0);

    private static InstructionForm Atomic(Width width, AtomicOperation operation, string name, string syntax, string? alias, RegisterEffects effects) => new()
    {
        Name = $"atomic{width.Bits}_{name}",
        Opcode = Opcode(InstructionClass.Stx, width, MemoryMode.Atomic),
        Kind = InstructionKind.Atomic,
        Destination = FieldRule.Register,
        Source = FieldRule.Register,
        Offset = FieldRule.Offset16,
        Immediate = FieldRule.Select((int)operation),
        Syntax = syntax,
        Alias = alias,
        Effects = effects | RegisterEffects.ReadsDestination | RegisterEffects.ReadsSource,
        Group = width == DoubleWord ? ConformanceGroup.Atomic64 : ConformanceGroup.Atomic32,
        MinimumCpu = operation == AtomicOperation.Add ? CpuVersion.V1 : CpuVersion.V3,
        Since = operation == AtomicOperation.Add ? First : Atomics,
        Reference = "RFC 9669, 5.3",
    };
}
