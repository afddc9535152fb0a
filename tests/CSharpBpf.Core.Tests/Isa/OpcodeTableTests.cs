using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Text;
using Xunit;

namespace CSharpBpf.Core.Tests.Isa;

/// <summary>Laws of every row of the table.</summary>
public sealed class OpcodeTableTests
{
    public static TheoryData<string> FormNames => [.. OpcodeTable.Forms.Select(form => form.Name)];

    [Theory]
    [MemberData(nameof(FormNames))]
    public void Every_form_survives_bytes_in_both_byte_orders(string name)
    {
        Instruction[] samples = [.. FormSamples.Valid(FormSamples.Form(name))];
        foreach (ByteOrder order in Enum.GetValues<ByteOrder>())
        {
            Assert.Equal(samples, InstructionCodec.Decode(InstructionCodec.Encode(samples, order), order));
        }
    }

    [Theory]
    [MemberData(nameof(FormNames))]
    public void Every_form_survives_text_and_is_written_in_its_own_syntax(string name)
    {
        InstructionForm form = FormSamples.Form(name);
        Instruction[] samples = [.. FormSamples.Valid(form)];
        Assert.Equal(samples, Assembler.Assemble(Disassembler.Disassemble(samples)));
        Assert.Equal(samples, Assembler.Assemble(string.Join('\n', samples.Select(sample => Disassembler.Format(sample)))));
        Assert.DoesNotContain(samples, sample => Disassembler.Format(sample).Contains(".insn"));
    }

    [Theory]
    [MemberData(nameof(FormNames))]
    public void Every_form_is_found_and_valid_at_the_edges_of_its_fields(string name)
    {
        InstructionForm form = FormSamples.Form(name);
        foreach (Instruction sample in FormSamples.Valid(form))
        {
            Assert.Same(form, OpcodeTable.Find(sample));
            Assert.Null(InstructionValidator.Check(sample));
        }
    }

    /// <summary>A broken field makes another form or is refused: never this form.</summary>
    [Theory]
    [MemberData(nameof(FormNames))]
    public void No_form_takes_a_field_beyond_its_rule(string name)
    {
        InstructionForm form = FormSamples.Form(name);
        int refused = 0;
        foreach ((string field, Instruction broken) in FormSamples.Invalid(form))
        {
            InstructionProblem? problem = InstructionValidator.Check(broken, 7);
            if (problem is { } found)
            {
                Assert.Equal(7, found.Slot);
                Assert.NotEmpty(found.Why);
                refused++;
            }
            else
            {
                Assert.NotSame(form, OpcodeTable.Find(broken));
                Assert.True(field is "source" or "offset" or "immediate", $"{form.Name} with another {field} is {OpcodeTable.Find(broken)}");
            }

            Assert.Equal([broken], Assembler.Assemble(Disassembler.Format(broken)));
        }

        Assert.NotEqual(0, refused);
    }

    [Fact]
    public void Names_and_syntaxes_are_unique()
    {
        Assert.Equal(OpcodeTable.Forms.Count, OpcodeTable.Forms.Select(form => form.Name).Distinct().Count());
        Assert.Equal(OpcodeTable.Forms.Count, OpcodeTable.Forms.Select(form => form.Syntax).Distinct().Count());
    }

    [Fact]
    public void Opcodes_are_the_ones_of_the_kernel()
    {
        HashSet<int> opcodes = [.. OpcodeTable.Forms.Select(form => (int)form.Opcode)];
        int[] alu = [0x0, 0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0x9, 0xa, 0xb, 0xc];
        int[] jumps = [0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0xa, 0xb, 0xc, 0xd];
        IEnumerable<int> expected =
        [
            .. alu.SelectMany(code => new[] { (code << 4) | 0x04, (code << 4) | 0x0c, (code << 4) | 0x07, (code << 4) | 0x0f }),
            0x84, 0x87, 0xd4, 0xdc, 0xd7,
            .. jumps.SelectMany(code => new[] { (code << 4) | 0x05, (code << 4) | 0x0d, (code << 4) | 0x06, (code << 4) | 0x0e }),
            0x05, 0x06, 0x85, 0x8d, 0x95, 0xe5,
            0x18, 0x20, 0x28, 0x30, 0x40, 0x48, 0x50,
            0x61, 0x69, 0x71, 0x79, 0x81, 0x89, 0x91,
            0x62, 0x6a, 0x72, 0x7a, 0x63, 0x6b, 0x73, 0x7b,
            0xc3, 0xcb, 0xd3, 0xdb,
        ];
        Assert.Equal(expected.OrderBy(opcode => opcode).Distinct(), opcodes.OrderBy(opcode => opcode));
    }

    [Fact]
    public void Every_member_of_the_enums_has_a_form()
    {
        Assert.Equal(Enum.GetValues<InstructionKind>(), OpcodeTable.Forms.Select(form => form.Kind).Distinct().Order());
        Assert.Equal(Enum.GetValues<ConformanceGroup>(), OpcodeTable.Forms.Select(form => form.Group).Distinct().Order());
        Assert.Equal(Enum.GetValues<InstructionClass>(), OpcodeTable.Forms.Select(form => FormSamples.Ordinary(form).Class).Distinct().Order());
        Assert.Equal(Enum.GetValues<AluOperation>(), Samples(InstructionKind.Alu).Select(sample => sample.AluOperation).Distinct().Order());
        Assert.Equal(Enum.GetValues<JumpOperation>(), Samples(InstructionKind.Jump).Select(sample => sample.JumpOperation).Distinct().Order());
        Assert.Equal(
            Enum.GetValues<AtomicOperation>(),
            Samples(InstructionKind.Atomic).Concat(Samples(InstructionKind.LoadAcquire)).Concat(Samples(InstructionKind.StoreRelease)).Select(sample => sample.AtomicOperation).Distinct().Order());
        Assert.Equal(Enum.GetValues<ByteSwap>(), Samples(InstructionKind.ByteSwap).Select(sample => (ByteSwap)sample.Opcode).Distinct().Order());
        Assert.Equal(Enum.GetValues<CallSource>(), Samples(InstructionKind.Call).Select(sample => (CallSource)sample.Source).Distinct().Order());
        Assert.Equal(Enum.GetValues<LoadImmediate64Source>(), Samples(InstructionKind.LoadImmediate64).Select(sample => (LoadImmediate64Source)sample.Source).Distinct().Order());
        Assert.Equal(
            Enum.GetValues<MemoryMode>(),
            OpcodeTable.Forms.Where(form => (form.Opcode & 0x07) < 4).Select(form => FormSamples.Ordinary(form).MemoryMode).Distinct().Order());
        Assert.Equal(Enum.GetValues<MemorySize>(), Samples(InstructionKind.Load).Select(sample => sample.MemorySize).Distinct().Order());
    }

    [Fact]
    public void Memory_sizes_convert_both_ways()
    {
        foreach (MemorySize size in Enum.GetValues<MemorySize>())
        {
            Assert.Equal(size, MemorySizes.FromByteCount(size.ByteCount()));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => MemorySizes.FromByteCount(3));
    }

    /// <summary>The effects column against what the operands in the syntax say.</summary>
    [Theory]
    [MemberData(nameof(FormNames))]
    public void Effects_agree_with_the_register_fields(string name)
    {
        InstructionForm form = FormSamples.Form(name);
        const RegisterEffects destination = RegisterEffects.ReadsDestination | RegisterEffects.WritesDestination;
        const RegisterEffects source = RegisterEffects.ReadsSource | RegisterEffects.WritesSource;
        Assert.Equal(form.Destination.Use == FieldUse.Register, (form.Effects & destination) != 0);
        Assert.Equal(form.Source.Use == FieldUse.Register, (form.Effects & source) != 0);
        Assert.Equal(form.Syntax.StartsWith("{rd} =", StringComparison.Ordinal) || form.Syntax.StartsWith("{wd} ", StringComparison.Ordinal) || form.Kind == InstructionKind.Alu, form.Effects.HasFlag(RegisterEffects.WritesDestination));
        Assert.Equal(form.Syntax.StartsWith("r0 =", StringComparison.Ordinal) || form.Kind is InstructionKind.Call or InstructionKind.CallRegister, form.Effects.HasFlag(RegisterEffects.WritesR0));
        Assert.Equal(form.Syntax.StartsWith("{rs} =", StringComparison.Ordinal), form.Effects.HasFlag(RegisterEffects.WritesSource));
    }

    private static IEnumerable<Instruction> Samples(InstructionKind kind) => OpcodeTable.Forms.Where(form => form.Kind == kind).Select(FormSamples.Ordinary);
}
