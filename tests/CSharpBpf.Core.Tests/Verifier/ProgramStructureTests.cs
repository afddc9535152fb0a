using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Isa.Text;
using CSharpBpf.Testing;
using CSharpBpf.Verifier;
using Xunit;

namespace CSharpBpf.Core.Tests.Verifier;

/// <summary>Each structural rule, against our checker and against the running kernel.</summary>
public sealed class ProgramStructureTests
{
    /// <summary>Program; the slot of the error we report, or -1 when sound; a piece of our problem text; a piece of the kernel's log.</summary>
    public static TheoryData<string, int, string, string> Programs => new()
    {
        { "r0 = 0\nexit", -1, "", "" },
        { "", 0, "empty", "" },
        { "r0 = 0", 0, "ends in 'r0 = 0'", "last insn is not an exit or jmp" },
        { "r0 = 0x5 ll", 1, "ends in an lddw", "last insn is not an exit or jmp" },
        { "r0 = 0\nif r0 == 0x0 goto pc-1", 1, "ends in 'if r0", "last insn is not an exit or jmp" },
        { "r0 = 0\ngoto pc-2", -1, "", "infinite loop" },
        { ".insn 0x8f, 0, 0, 0, 0\nr0 = 0\nexit", 0, "opcode 0x8f", "unknown opcode 8f" },
        { ".insn 0xb7, 0, 1, 0, 0\nexit", 0, "source register is 1", "BPF_MOV uses reserved fields" },
        { ".insn 0xb7, 12, 0, 0, 0\nr0 = 0\nexit", 0, "destination register is r12", "R12 is invalid" },
        { "r0 = 1\nr0 <<= 64\nexit", 1, "immediate is 64", "invalid shift 64" },
        { "w0 = 1\nw0 >>= 32\nexit", 1, "immediate is 32", "invalid shift 32" },
        { "r0 = 1\nr0 /= 0\nexit", 1, "immediate is 0", "div by zero" },
        { ".insn 0x79, 0, 1, 0, 5\nexit", 0, "immediate is 5", "BPF_LDX uses reserved fields" },
        { ".insn 0x8d, 1, 0, 0, 1\nr0 = 0\nexit", 0, "immediate is 1", "unknown opcode 8d" },
        { "r0 = 0\ngoto pc+1\nexit", 1, "goes to slot 3", "jump out of range from insn 1 to 3" },
        { "r0 = 0\ngoto pc-3\nexit", 1, "goes to slot -1", "jump out of range from insn 1 to -1" },
        { "r0 = 0\nif r0 == 0x0 goto pc+1\nexit", 1, "goes to slot 3", "jump out of range from insn 1 to 3" },
        { "gotol pc+2147483647\nr0 = 0\nexit", 0, "goes to slot 2147483648", "jump out of range" },
        { "r0 = 0\nif r1 == 0x0 goto pc+1\nr0 = 0x5 ll\nexit", 1, "the second half of an lddw", "jump into the middle of ldimm64" },
        { "r0 = 0\ngoto pc+1\nr0 = 1\nexit", 2, "unreachable", "unreachable insn 2" },
        { "r0 = 0\nexit\nr0 = 1\nexit", 2, "unreachable", "unreachable insn 2" },
        { "r0 = 0\ngoto pc+2\nr0 = 5 ll\nexit", 2, "unreachable", "unreachable insn 2" },
        { "call pc+1\nexit\nr0 = 0\nexit", -1, "", "" },
        { "call pc+5\nexit\nr0 = 0\nexit", 0, "names slot 6", "call to invalid destination" },
        { "call pc-2\nexit\nr0 = 0\nexit", 0, "names slot -1", "call to invalid destination" },
        { "call pc+2\nexit\nr0 = 5 ll\nexit", 2, "ends in 'r0 = 0x5 ll'", "last insn is not an exit or jmp" },
        { "call pc+1\nexit\nr0 = 0\ngoto pc-4", 3, "goes to slot 0", "jump out of range from insn 3 to 0" },
        { "r0 = 0\ncall pc+1\nr0 = 1\nr0 = 0\nexit", 2, "ends in 'r0 = 1'", "last insn is not an exit or jmp" },
        { "r10 = 5\nr0 = 0\nexit", 0, "writes r10", "frame pointer is read only" },
        { "r10 += 8\nr0 = 0\nexit", 0, "writes r10", "frame pointer is read only" },
        { "r10 = *(u64 *)(r1 +0)\nr0 = 0\nexit", 0, "writes r10", "frame pointer is read only" },
        { "r10 = 0x5 ll\nr0 = 0\nexit", 0, "writes r10", "frame pointer is read only" },
        { "*(u64 *)(r10 -8) = 0\nr1 = r10\nr10 = atomic64_fetch_add((u64 *)(r1 -8), r10)\nr0 = 0\nexit", 2, "writes r10", "R10" },
        { "call f\nexit\nf: call f\nexit", 2, "still running", "frames is too deep" },
        { "call f\nexit\nf: r0 = 0\nif r0 == 0x0 goto end\ncall g\nend: exit\ng: call f\nexit", 6, "still running", "frames is too deep" },
        { "r0 = 0\nif r0 == 0x0 goto end\ncall pc-3\nend: exit", 2, "still running", "frames is too deep" },
        { Chain(8), -1, "", "" },
        { Chain(9), 0, "a chain of 9 functions", "frames is too deep" },
        { "*(u64 *)(r10 -8) = 1\nr0 = 0\nexit", -1, "", "" },
    };

    private static string Chain(int functions) =>
        string.Concat(Enumerable.Range(1, functions - 1).Select(i => $"f{i}: call f{i + 1}\nexit\n")) + $"f{functions}: r0 = 0\nexit";

    [Theory]
    [MemberData(nameof(Programs))]
    public void Structure_is_judged(string text, int slot, string problem, string log)
    {
        IReadOnlyList<VerifierError> errors = ProgramStructure.Check(Assembler.Assemble(text));
        Assert.NotNull(log);
        if (slot < 0)
        {
            Assert.Empty(errors);
            return;
        }

        Assert.Contains(errors, error => error.Slot == slot && error.Problem.Contains(problem) && error.Reason.Length > 0 && error.Suggestion.Length > 0);
    }

    [SkippableTheory]
    [MemberData(nameof(Programs))]
    public void The_kernel_judges_the_same(string text, int slot, string problem, string log)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Assert.NotNull(problem);
        KernelVerdict verdict = KernelProbe.Load(ProgramType.SocketFilter, InstructionCodec.Encode(Assembler.Assemble(text)));
        Assert.Equal(slot < 0 && log.Length == 0, verdict.Accepted);
        Assert.Contains(log, verdict.Log);
    }

    [Fact]
    public void A_function_address_counts_as_a_function()
    {
        Assert.Empty(ProgramStructure.Check(Assembler.Assemble("r2 = code_addr(callback)\nr0 = 0\nexit\ncallback: r0 = 0\nexit")));
        Assert.Contains(ProgramStructure.Check(Assembler.Assemble("r2 = code_addr(pc+9)\nr0 = 0\nexit")), error => error.Problem.Contains("names slot 10"));
    }

    [Fact]
    public void One_error_stands_for_a_run_of_unreachable_instructions()
    {
        VerifierError error = Assert.Single(ProgramStructure.Check(Assembler.Assemble("r0 = 0\nexit\nr1 = 1\nr2 = 5 ll\nr0 = 1\nexit")));
        Assert.Equal(2, error.Slot);
    }

    [SkippableFact]
    public void The_size_limit_is_the_kernels()
    {
        Instruction[] largest = [.. Enumerable.Repeat(Instructions.MovImmediate(true, 0, 0), ProgramStructure.MaximumSlots - 1), Instructions.Exit()];
        Assert.Empty(ProgramStructure.Check(largest));
        Instruction[] tooLarge = [Instructions.MovImmediate(true, 0, 0), .. largest];
        Assert.Contains("1000000 slots", Assert.Single(ProgramStructure.Check(tooLarge)).Problem);
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        const int tooBig = 7;
        Assert.Equal(tooBig, KernelProbe.Load(ProgramType.SocketFilter, InstructionCodec.Encode(tooLarge), logLevel: 0).Errno);
    }

    [SkippableTheory]
    [InlineData(ProgramStructure.MaximumFunctions, true)]
    [InlineData(ProgramStructure.MaximumFunctions + 1, false)]
    public void The_number_of_functions_is_the_kernels(int functions, bool fits)
    {
        string calls = string.Concat(Enumerable.Range(1, functions - 1).Select(i => $"call f{i}\n"));
        string bodies = string.Concat(Enumerable.Range(1, functions - 1).Select(i => $"f{i}: r0 = 0\nexit\n"));
        Instruction[] program = Assembler.Assemble(calls + "exit\n" + bodies);
        Assert.Equal(fits, ProgramStructure.Check(program).Count == 0);
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        KernelVerdict verdict = KernelProbe.Load(ProgramType.SocketFilter, InstructionCodec.Encode(program));
        Assert.True(fits == verdict.Accepted, verdict.Log);
    }

    /// <summary>Random control flow: what we refuse the kernel refuses, and where we find nothing it does not complain about structure.</summary>
    [SkippableFact]
    public void Random_control_flow_is_judged_as_the_kernel_does()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        string[] structural = ["jump out of range", "last insn is not", "unreachable insn", "middle of ldimm64", "invalid destination", "reserved fields", "unknown opcode", "too many subprograms", "too deep"];
        Random random = new(3);
        int sound = 0;
        for (int round = 0; round < 1500; round++)
        {
            Instruction[] program = RandomProgram(random);
            IReadOnlyList<VerifierError> errors = ProgramStructure.Check(program);
            KernelVerdict verdict = KernelProbe.Load(ProgramType.SocketFilter, InstructionCodec.Encode(program));
            string shown = Disassembler.Disassemble(program) + string.Join('\n', errors) + "\n" + verdict.Log;
            Assert.True(errors.Count == 0 || !verdict.Accepted, shown);
            Assert.True(errors.Count > 0 || !structural.Any(verdict.Log.Contains), shown);
            sound += errors.Count == 0 ? 1 : 0;
        }

        Assert.InRange(sound, 100, 1400);
    }

    private static Instruction[] RandomProgram(Random random)
    {
        List<Instruction> program = [Instructions.CallHelper((int)HelperId.GetPrandomU32)];
        int count = random.Next(2, 9);
        for (int i = 0; i < count; i++)
        {
            program.Add(random.Next(9) switch
            {
                0 or 1 => Instructions.JumpImmediate(JumpOperation.Jeq, true, 0, random.Next(1000), random.Next(-3, 6)),
                2 => Instructions.Goto(random.Next(-1, 3)),
                3 => Instructions.GotoLong(random.Next(-1, 3)),
                4 => Instructions.LoadImmediate64(0, random.Next()),
                5 => Instructions.Exit(),
                6 => Instructions.CallLocal(random.Next(-2, 6)),
                _ => Instructions.MovImmediate(true, 1, random.Next(3)),
            });
        }

        program.Add(random.Next(8) == 0 ? Instructions.Goto(-2) : Instructions.Exit());
        return [.. program];
    }
}
