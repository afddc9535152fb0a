using System.Linq;
using System.Text.RegularExpressions;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Isa.Text;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Isa;

/// <summary>The table against the running kernel: it takes what we call valid, refuses what we refuse, and its log spells instructions as we do.</summary>
public sealed class KernelAgreementTests
{
    public static TheoryData<string> Loadable => [.. OpcodeTable.Forms.Select(form => form.Name).Where(name => !FormProgram.Unloadable.ContainsKey(name))];

    public static TheoryData<string> AllForms => [.. OpcodeTable.Forms.Select(form => form.Name)];

    [SkippableTheory]
    [MemberData(nameof(Loadable))]
    public void The_kernel_accepts_the_form_and_its_log_spells_it_as_we_do(string name)
    {
        InstructionForm form = RequireForm(name);
        using KernelProbeMap map = KernelProbe.CreateMap(MapType.Array, 4, 64, 1);
        foreach (Instruction sample in FormProgram.Samples(form, map.Fd))
        {
            KernelVerdict verdict = KernelProbe.Load(ProgramType.SocketFilter, InstructionCodec.Encode(FormProgram.Around(sample)), logLevel: 2);
            Assert.True(verdict.Accepted, $"{sample}:\n{verdict.Log}");
            if (name is not ("lddw_map_fd" or "lddw_map_value"))
            {
                Assert.Equal(sample.ToString().Replace(" ll", ""), TextInLog(verdict.Log, sample));
            }
        }
    }

    /// <summary>What the kernel's log says of our program, assembled, is our program again.</summary>
    [SkippableFact]
    public void A_verifier_log_can_be_assembled()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Instruction[] program =
        [
            .. OpcodeTable.Forms
                .Where(form => form.Kind is InstructionKind.Alu or InstructionKind.Neg or InstructionKind.ByteSwap or InstructionKind.MovSignExtend && form.Since <= RunningKernel.Version)
                .SelectMany(form => new[] { Instructions.CallHelper(7), Instructions.MovRegister(true, 3, 0), Instructions.MovRegister(true, 5, 0), FormSamples.Ordinary(form) }),
            Instructions.LoadImmediate64(1, 0x123456789),
            Instructions.MovImmediate(true, 0, 0),
            Instructions.Exit(),
        ];
        KernelVerdict verdict = KernelProbe.Load(ProgramType.SocketFilter, InstructionCodec.Encode(program), logLevel: 2);
        Assert.True(verdict.Accepted, verdict.Log);
        string lines = string.Join('\n', verdict.Log.Split('\n').Where(line => Regex.IsMatch(line, @"^\d+: \(")));
        Assert.Equal(program, Assembler.Assemble(lines));
    }

    [SkippableTheory]
    [MemberData(nameof(AllForms))]
    public void The_kernel_refuses_what_the_validator_refuses(string name)
    {
        InstructionForm form = RequireForm(name);
        using KernelProbeMap map = KernelProbe.CreateMap(MapType.Array, 4, 64, 1);
        foreach ((string field, Instruction invalid) in FormSamples.Invalid(form))
        {
            Instruction placed = FormProgram.Place(form, FormSamples.Ordinary(form), map.Fd);
            Instruction broken = field switch
            {
                "destination" => placed with { Destination = invalid.Destination },
                "source" => placed with { Source = invalid.Source },
                "offset" => placed with { Offset = invalid.Offset },
                _ => placed with { Immediate = invalid.Immediate },
            };
            bool kernelIgnoresTheField = name == "exit" && field == "offset";
            if (InstructionValidator.Check(broken) is { } problem && !kernelIgnoresTheField)
            {
                KernelVerdict verdict = KernelProbe.Load(ProgramType.SocketFilter, InstructionCodec.Encode(FormProgram.Around(broken)), logLevel: 0);
                Assert.False(verdict.Accepted, $"the kernel takes {broken}, we say: {problem.What}: {problem.Why}");
            }
        }
    }

    [SkippableFact]
    public void The_kernel_knows_no_opcode_that_the_table_lacks()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Skip.If(RunningKernel.Version > KernelVersion.NewestDescribed, $"the table describes kernels up to {KernelVersion.NewestDescribed}");
        foreach (int opcode in Enumerable.Range(0, 256).Where(opcode => OpcodeTable.WithOpcode((byte)opcode).Count == 0))
        {
            KernelVerdict verdict = KernelProbe.Load(ProgramType.SocketFilter, InstructionCodec.Encode(FormProgram.Around(new Instruction((byte)opcode, 0, 0, 0, 0))));
            Assert.False(verdict.Accepted);
            Assert.Matches("unknown opcode|uses reserved fields|invalid BPF_LD_IMM|atomic", verdict.Log);
        }
    }

    private static InstructionForm RequireForm(string name)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        InstructionForm form = FormSamples.Form(name);
        Skip.If(form.Since > RunningKernel.Version, $"{name} needs kernel {form.Since}");
        return form;
    }

    private static string TextInLog(string log, Instruction instruction)
    {
        Match line = Regex.Match(log, $@"^{FormProgram.Slot}: \({instruction.Opcode:x2}\) (?<text>[^;\n]*)", RegexOptions.Multiline);
        Assert.True(line.Success, log);
        return line.Groups["text"].Value.TrimEnd();
    }
}
