using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Text;
using Xunit;

namespace CSharpBpf.Core.Tests.Isa;

/// <summary>What the validator says; that every form's rules are enforced is tested with the table.</summary>
public sealed class InstructionValidatorTests
{
    [Theory]
    [InlineData(".insn 0x8f, 0, 0, 0, 0", "opcode 0x8f", "neither RFC 9669 nor Linux")]
    [InlineData(".insn 0xbf, 1, 11, 0, 0", "source register is r11", "r0 to r10")]
    [InlineData(".insn 0x95, 0, 0, 0, 3", "immediate is 3", "must be zero")]
    [InlineData("r1 <<= 64", "immediate is 64", "lsh64_k takes 0 to 63")]
    [InlineData("w1 %= 0", "immediate is 0", "mod32_k takes any value but 0")]
    [InlineData(".insn 0x37, 1, 0, 2, 3", "offset is 2", "div64_k (0), sdiv64_k (1)")]
    [InlineData(".insn 0xbf, 1, 2, 1, 9", "immediate is 9", "addr_space_cast_to_kernel (1)")]
    [InlineData(".insn 0xdb, 1, 2, 0, 0x33", "immediate is 51", "atomic64_xchg (225)")]
    [InlineData(".insn 0x85, 0, 3, 0, 1", "source register field is 3", "call_local (1)")]
    [InlineData(".insn 0x85, 0, 2, -1, 1", "offset is -1", "call_module_kfunc takes 1 to 32767")]
    [InlineData(".insn 0x18, 1, 7, 0, 0", "source register field is 7", "lddw_map_fd (1)")]
    public void It_says_what_and_why(string text, string what, string why)
    {
        InstructionProblem problem = Assert.Single(InstructionValidator.Validate(Assembler.Assemble("r0 = 0x1 ll\n" + text)));
        Assert.Equal(2, problem.Slot);
        Assert.Equal(what, problem.What);
        Assert.Contains(why, problem.Why);
    }

    [Theory]
    [InlineData("r1 s/= 2", CpuVersion.V4)]
    [InlineData("if w1 == 0x0 goto pc+0", CpuVersion.V3)]
    [InlineData("r2 = atomic64_xchg((u64 *)(r1 +0), r2)", CpuVersion.V3)]
    [InlineData("if r1 < 0x5 goto pc+0", CpuVersion.V2)]
    [InlineData("lock *(u64 *)(r1 +0) += r2", CpuVersion.V1)]
    public void An_instruction_is_too_new_for_older_targets(string text, CpuVersion minimum)
    {
        Instruction instruction = Assert.Single(Assembler.Assemble(text));
        foreach (CpuVersion cpu in System.Enum.GetValues<CpuVersion>())
        {
            InstructionProblem? problem = InstructionValidator.CheckTarget(instruction, cpu, 4);
            Assert.Equal(cpu < minimum, problem is not null);
            Assert.True(problem is null || (problem.Value.Slot == 4 && problem.Value.Why.Contains("kernel")));
        }
    }

    [Fact]
    public void Problems_come_in_the_programs_order()
    {
        Instruction[] program = Assembler.Assemble("r1 <<= 64\nr0 = 0x5 ll\nr1 /= 0\nexit");
        Assert.Equal([0, 3], InstructionValidator.Validate(program).Select(problem => problem.Slot));
    }
}
