using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Loading;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

public sealed class VerifierExceptionTests
{
    [SkippableFact]
    public void ARefusalNamesTheLineTheReasonAndTheInstruction()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var sample = new SampleBpf(WithoutNullCheck());
        VerifierException e = Assert.Throws<VerifierException>(() => sample.Load());
        Assert.Equal("xdp_count", e.ProgramName);
        Assert.Equal((SampleObject.FileName, 12, 9), (e.Location!.FileName, e.Location.Line, e.Location.Column));
        Assert.Equal("Interlocked.Increment(ref count);", e.Location.Text);
        Assert.Contains("map_value_or_null", e.Reason, StringComparison.Ordinal);
        Assert.Contains("Sample.cs:12:9", e.Message, StringComparison.Ordinal);
        Assert.Contains("lock *(u64 *)(r0 +0) += r1", e.Location.Instruction, StringComparison.Ordinal);
        Assert.Contains("processed", e.Log, StringComparison.Ordinal);
        Assert.Equal(BpfObjectState.New, sample.State);
    }

    [Fact]
    public void TheLastInstructionOfTheLogIsTheOneThatFailed()
    {
        const string Log = """
            ; int x @ A.cs:1
            0: (b7) r0 = 0                        ; R0_w=0
            1: (61) r2 = *(u32 *)(r1 +0)          ; R1=ctx() R2_w=pkt(r=0)
            from 1 to 5: R0=0
            ; return *p; @ A.cs:7
            5: (71) r0 = *(u8 *)(r2 +3)
            invalid access to packet, off=3 size=1, R2(id=0,off=3,r=0)
            R2 offset is outside of the packet
            processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0

            """;
        (VerifierLocation? location, string reason) = VerifierLog.Parse(Log, [new LineInfo(0, "A.cs", 1, 1, "int x"), new LineInfo(4, "A.cs", 7, 9, "  return *p;"), new LineInfo(6, "A.cs", 8, 1, "}")]);
        Assert.Equal(new VerifierLocation(5, "r0 = *(u8 *)(r2 +3)", "A.cs", 7, 9, "return *p;"), location);
        Assert.Equal("invalid access to packet, off=3 size=1, R2(id=0,off=3,r=0); R2 offset is outside of the packet", reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("func#0 @0\nlast insn is not an exit or jmp\nprocessed 0 insns")]
    public void ALogWithoutInstructionsHasNoLocation(string log)
    {
        (VerifierLocation? location, string reason) = VerifierLog.Parse(log, []);
        Assert.Null(location);
        Assert.NotEmpty(reason);
    }

    /// <summary>The object with the null check of xdp_count replaced by a jump to the next instruction, as a person with a hex editor would.</summary>
    private static byte[] WithoutNullCheck()
    {
        ObjectSpec spec = SampleObject.Create();
        ProgramSpec program = spec.Programs[0];
        List<Instruction> code = [.. program.Function.Instructions];
        int check = code.FindIndex(instruction => instruction == Instructions.JumpImmediate(JumpOperation.Jeq, true, 0, 0, 2));
        code[check] = Instructions.Goto(0);

        // Since 6.15 the kernel knows that a constant index inside an array gives no null; one outside still does.
        int key = code.FindIndex(instruction => instruction == Instructions.StoreImmediate(MemorySize.Word, 10, -4, 0));
        code[key] = Instructions.StoreImmediate(MemorySize.Word, 10, -4, 9);
        var function = new FunctionSpec
        {
            Name = program.Function.Name, Instructions = code, Relocations = program.Function.Relocations,
            Lines = program.Function.Lines, BtfFunctionId = program.Function.BtfFunctionId,
        };
        var changed = new ProgramSpec
        {
            Name = program.Name, SectionName = program.SectionName, Type = program.Type, ExpectedAttachType = program.ExpectedAttachType, Function = function,
        };
        return ObjectWriter.Write(new ObjectSpec
        {
            Name = spec.Name, License = spec.License, Programs = [changed, .. spec.Programs.Skip(1)], Subprograms = spec.Subprograms,
            Maps = spec.Maps, DataSections = spec.DataSections, Btf = spec.Btf,
        });
    }
}
