using System;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Isa.Text;
using Xunit;

namespace CSharpBpf.Core.Tests.Isa;

/// <summary>The text syntax: the kernel's spelling, labels, logs, LLVM's variants, and errors.</summary>
public sealed class TextTests
{
    [Theory]
    [InlineData("r0 += r1", 0x0f, 0, 1, 0, 0)]
    [InlineData("w3 s>>= 4", 0xc4, 3, 0, 0, 4)]
    [InlineData("r1 s/= -3", 0x37, 1, 0, 1, -3)]
    [InlineData("w1 = (s8)w2", 0xbc, 1, 2, 8, 0)]
    [InlineData("r1 = -r1", 0x87, 1, 0, 0, 0)]
    [InlineData("r0 = be16 r0", 0xdc, 0, 0, 0, 16)]
    [InlineData("r0 = bswap32 r0", 0xd7, 0, 0, 0, 32)]
    [InlineData("r1 = addr_space_cast(r2, 0, 1)", 0xbf, 1, 2, 1, 1)]
    [InlineData("r1 = 0x5 ll", 0x18, 1, 0, 0, 5)]
    [InlineData("r1 = map_val(map_by_fd(3)) + 8", 0x18, 1, 2, 0, 0x8_0000_0003)]
    [InlineData("r1 = code_addr(pc-2)", 0x18, 1, 4, 0, 0xffff_fffe)]
    [InlineData("r0 = *(u16 *)skb[r3 + -1]", 0x48, 0, 3, 0, -1)]
    [InlineData("r1 = *(s32 *)(r10 -16)", 0x81, 1, 10, -16, 0)]
    [InlineData("*(u64 *)(r10 -8) = r1", 0x7b, 10, 1, -8, 0)]
    [InlineData("lock *(u64 *)(r1 +0) += r2", 0xdb, 1, 2, 0, 0)]
    [InlineData("r2 = atomic64_fetch_add((u64 *)(r1 +0), r2)", 0xdb, 1, 2, 0, 1)]
    [InlineData("r2 = atomic_xchg((u32 *)(r1 +4), r2)", 0xc3, 1, 2, 4, 0xe1)]
    [InlineData("r0 = atomic64_cmpxchg((u64 *)(r1 +0), r0, r2)", 0xdb, 1, 2, 0, 0xf1)]
    [InlineData("r1 = load_acquire((u8 *)(r2 +1))", 0xd3, 1, 2, 1, 0x100)]
    [InlineData("store_release((u64 *)(r1 +0), r2)", 0xdb, 1, 2, 0, 0x110)]
    [InlineData("if r1 s> 0x5 goto pc+3", 0x65, 1, 0, 3, 5)]
    [InlineData("if w1 == 0xffffffff goto pc-1", 0x16, 1, 0, -1, -1)]
    [InlineData("if r1 & r2 goto pc+0", 0x4d, 1, 2, 0, 0)]
    [InlineData("goto pc+3", 0x05, 0, 0, 3, 0)]
    [InlineData("gotol pc-70000", 0x06, 0, 0, 0, -70000)]
    [InlineData("may_goto pc+2", 0xe5, 0, 0, 2, 0)]
    [InlineData("call bpf_tail_call#12", 0x85, 0, 0, 0, 12)]
    [InlineData("call pc+3", 0x85, 0, 1, 0, 3)]
    [InlineData("call kernel-function#77", 0x85, 0, 2, 0, 77)]
    [InlineData("call kernel-function#77 fd_array[1]", 0x85, 0, 2, 1, 77)]
    [InlineData("callx r4", 0x8d, 4, 0, 0, 0)]
    [InlineData("exit", 0x95, 0, 0, 0, 0)]
    [InlineData(".insn 0x8f, 1, 2, 3, 4", 0x8f, 1, 2, 3, 4)]
    [InlineData(".insn 0xb7, 0, 12, 0, 1", 0xb7, 0, 12, 0, 1)]
    public void Spelling(string text, int opcode, int destination, int source, int offset, long immediate)
    {
        Instruction instruction = new((byte)opcode, (byte)destination, (byte)source, (short)offset, immediate);
        Assert.Equal(text, Disassembler.Format(instruction));
        Assert.Equal([instruction], Assembler.Assemble(text));
    }

    [Theory]
    [InlineData("w0 = *(u16 *)(r1 + 4)", "r0 = *(u16 *)(r1 +4)")]
    [InlineData("r0 = *(u64 *)(r1 - 0x10)", "r0 = *(u64 *)(r1 -16)")]
    [InlineData("*(u8 *)(r10 - 1) = w2", "*(u8 *)(r10 -1) = r2")]
    [InlineData("lock *(u32 *)(r1 + 0x0) += w2", "lock *(u32 *)(r1 +0) += r2")]
    [InlineData("r2 = atomic_fetch_add((u64 *)(r1 + 0x0), r2)", "r2 = atomic64_fetch_add((u64 *)(r1 +0), r2)")]
    [InlineData("if r1 > 0x5 goto +0x3", "if r1 > 0x5 goto pc+3")]
    [InlineData("r1 = 10 ll", "r1 = 0xa ll")]
    [InlineData("r1 = 0xffffffffffffffff ll", "r1 = 0xffffffffffffffff ll")]
    [InlineData("w1 &= 0xffffffff", "w1 &= -1")]
    [InlineData("  12: (18) r1 = 0x5   ; R1_w=5", "r1 = 0x5 ll")]
    [InlineData("13: (b7) r1 = 5 // comment", "r1 = 5")]
    public void Other_spellings_are_read(string text, string canonical) => Assert.Equal(canonical, Disassembler.Format(Assert.Single(Assembler.Assemble(text))));

    [Fact]
    public void Labels_count_slots()
    {
        Instruction[] program = Assembler.Assemble(
            """
            start:
              r1 = 0x1122334455667788 ll
              if r1 == 0x0 goto done
              call helper_function
              gotol start
              r2 = code_addr(callback)
            done: exit
            helper_function:
            callback:
              r0 = 0
              exit
            """);
        Assert.Equal(
            ["r1 = 0x1122334455667788 ll", "if r1 == 0x0 goto pc+4", "call pc+4", "gotol pc-5", "r2 = code_addr(pc+2)", "exit", "r0 = 0", "exit"],
            program.Select(instruction => instruction.ToString()));
    }

    [Fact]
    public void Helpers_are_called_by_name_or_number()
    {
        Instruction clock = Instructions.CallHelper((int)HelperId.KtimeGetNs);
        Assert.Equal("call bpf_ktime_get_ns#5", Disassembler.Format(clock));
        Assert.Equal([clock, clock, clock, Instructions.CallHelper(9999)], Assembler.Assemble("call bpf_ktime_get_ns\ncall bpf_ktime_get_ns#5\ncall 5\ncall unknown#9999"));
        Assert.Throws<InstructionFormatException>(() => Assembler.Assemble("call bpf_ktime_get_ns#6"));
    }

    [Theory]
    [InlineData("r0 = 1\nr0 +* 2", 2)]
    [InlineData("r11 = 1", 1)]
    [InlineData("r0 = 4294967295", 1)]
    [InlineData("r0 = 99999999999999999999", 1)]
    [InlineData("r0 = r1 r2", 1)]
    [InlineData("goto nowhere", 1)]
    [InlineData("a:\n\na: exit", 3)]
    [InlineData("r1: exit", 1)]
    [InlineData("goto pc+40000", 1)]
    [InlineData("r0 = be16 r1", 1)]
    [InlineData("r2 = atomic64_fetch_add((u64 *)(r1 +0), r3)", 1)]
    [InlineData("r1 = addr_space_cast(r2, 1, 1)", 1)]
    [InlineData("(07) r0 = 1", 1)]
    [InlineData(".insn 1, 2, 3", 1)]
    [InlineData(".insn 0xb7, 16, 0, 0, 0", 1)]
    [InlineData("call x#", 1)]
    [InlineData("r0 = 'x'", 1)]
    public void Wrong_text_is_refused_with_its_line(string text, int line)
    {
        InstructionFormatException e = Assert.Throws<InstructionFormatException>(() => Assembler.Assemble(text));
        Assert.Equal(line, e.Position);
        Assert.Contains($"line {line}: ", e.Message);
    }

    [Fact]
    public void A_label_too_far_for_a_short_jump_is_refused()
    {
        string far = "goto end\n" + string.Concat(Enumerable.Repeat("r0 = 0 ll\n", 16384)) + "end: exit";
        Assert.Contains("gotol", Assert.Throws<InstructionFormatException>(() => Assembler.Assemble(far)).Message);
        Assert.Equal(32768, Assembler.Assemble(far.Replace("goto ", "gotol "))[0].Immediate);
    }

    [Fact]
    public void Any_line_is_read_or_refused_with_the_documented_exception()
    {
        string[] pieces = ["r1", "w2", "r11", "=", "+=", "*", "(", ")", "u64", "if", "goto", "pc", "+3", "-", "0x", "5", "lock", "call", "x#3", "#", "s>", "ll", ".insn", ",", "label:", "(b7)", "\0", "é", "skb["];
        Random random = new(1);
        for (int round = 0; round < 5_000; round++)
        {
            string line = string.Join(random.Next(2) == 0 ? " " : "", Enumerable.Range(0, random.Next(1, 8)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                Assembler.Assemble(line);
            }
            catch (InstructionFormatException)
            {
            }
        }
    }

    /// <summary>Whatever bytes decode, their text gives them back.</summary>
    [Fact]
    public void Any_instruction_survives_text()
    {
        Random random = new(2);
        byte[] opcodes = [.. OpcodeTable.Forms.Select(form => form.Opcode).Distinct()];
        for (int round = 0; round < 5_000; round++)
        {
            byte opcode = random.Next(3) == 0 ? (byte)random.Next(256) : opcodes[random.Next(opcodes.Length)];
            long immediate = opcode == Instruction.LoadImmediate64 ? random.NextInt64(long.MinValue, long.MaxValue) : random.Next(int.MinValue, int.MaxValue);
            Instruction instruction = new(opcode, (byte)random.Next(16), (byte)random.Next(random.Next(2) == 0 ? 3 : 16), (short)(random.Next(2) == 0 ? 0 : random.Next(-32768, 32768)), random.Next(3) == 0 ? 0 : immediate);
            Assert.Equal([instruction], Assembler.Assemble(Disassembler.Format(instruction)));
        }
    }
}
