using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Kernel;

/// <summary>
/// Asks the running kernel about helpers. A program of nothing but the call is enough: the verifier looks at the program type first, then at the
/// licence, then at the arguments, of which only R1 (the context) is initialised.
/// </summary>
public sealed class HelperProbeTests
{
    /// <summary>Types whose programs load without a target, with the attach type that each wants.</summary>
    private static readonly (ProgramType Type, AttachType AttachType)[] TypesWithoutTarget =
    [
        (ProgramType.SocketFilter, default), (ProgramType.Kprobe, default), (ProgramType.SchedCls, default), (ProgramType.Xdp, AttachType.Xdp),
        (ProgramType.PerfEvent, default), (ProgramType.CgroupSkb, default), (ProgramType.CgroupSock, AttachType.CgroupInetSockCreate),
        (ProgramType.LwtXmit, default), (ProgramType.LwtSeg6local, default), (ProgramType.SockOps, AttachType.CgroupSockOps), (ProgramType.SkSkb, default),
        (ProgramType.SkMsg, AttachType.SkMsgVerdict), (ProgramType.CgroupSockAddr, AttachType.CgroupInet4Connect), (ProgramType.CgroupSysctl, AttachType.CgroupSysctl),
        (ProgramType.CgroupSockopt, AttachType.CgroupGetsockopt), (ProgramType.SkReuseport, AttachType.SkReuseportSelect), (ProgramType.SkLookup, AttachType.SkLookup),
    ];

    public static TheoryData<ProgramType> DescribedTypes => [.. ProgramTypeTable.All.Where(static row => HelperAvailabilityTable.IsDescribed(row.Id)).Select(static row => row.Id)];

    [SkippableTheory]
    [MemberData(nameof(DescribedTypes))]
    public void The_kernel_lets_programs_call_the_helpers_of_the_table(ProgramType type)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        List<string> differences = [];
        foreach (HelperInfo helper in HelperTable.All)
        {
            bool callable = IsCallable(Call(type, helper.Id, type == ProgramType.Xdp ? AttachType.Xdp : default, "GPL"));
            KernelVersion? since = HelperAvailabilityTable.Since(type, helper.Id);
            bool expected = since <= RunningKernel.Version;

            // The table knows what 6.1, 6.12 and 6.18 allow. What came between may have come before the version it gives; what is newer than the table may allow more.
            bool mayBeEarlier = since is not null || RunningKernel.Version > KernelVersion.NewestDescribed || helper.Id == HelperId.ProbeWriteUser;
            if (callable != expected && !(callable && mayBeEarlier))
            {
                differences.Add($"{helper.KernelName}: callable {callable}, table {since}");
            }
        }

        Assert.Equal([], differences);
    }

    [SkippableFact]
    public void The_kernel_refuses_the_GPL_only_helpers_to_proprietary_programs_and_only_them()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        HashSet<HelperId> asked = [];
        List<string> differences = [];
        foreach ((ProgramType type, AttachType attachType) in TypesWithoutTarget)
        {
            foreach (HelperInfo helper in HelperTable.All)
            {
                KernelVerdict verdict = Call(type, helper.Id, attachType, "Proprietary");
                if (!IsKnownToType(verdict))
                {
                    continue;
                }

                asked.Add(helper.Id);
                bool exempt = (type, helper.Id) is (ProgramType.PerfEvent, HelperId.GetStackid);
                if (verdict.Log.Contains("GPL", StringComparison.Ordinal) != (helper.IsGplOnly && !exempt))
                {
                    differences.Add($"{type} {helper.KernelName}: {verdict.Log.ReplaceLineEndings(" ")}");
                }
            }
        }

        Assert.Equal([], differences);
        Assert.True(asked.Count > 150, $"Only {asked.Count} helpers could be asked about.");
    }

    [SkippableFact]
    public void The_kernel_wants_the_first_argument_of_the_table()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        int asked = 0;
        foreach (HelperAvailability row in HelperAvailabilityTable.Find(ProgramType.Xdp)!.Where(static row => row.Since <= RunningKernel.Version))
        {
            HelperInfo helper = HelperTable.Get(row.Helper);

            // That a number must be no pointer is a demand that stable kernels got at different times.
            if (helper.Signature is null || helper.Signature.Arguments.FirstOrDefault().Kind == ArgumentKind.Scalar)
            {
                continue;
            }

            KernelVerdict verdict = Call(ProgramType.Xdp, helper.Id, AttachType.Xdp, "GPL");
            IReadOnlyList<HelperArgument> arguments = helper.Signature.Arguments;
            string? expected = arguments.Count == 0 ? null : arguments[0].Kind switch
            {
                ArgumentKind.PtrToCtx or ArgumentKind.Anything => arguments.Count == 1 ? null : "R2 !read_ok",
                ArgumentKind.ConstMapPtr => "R1 type=ctx expected=map_ptr",
                ArgumentKind.PtrToMem => "R1 type=ctx expected=fp, pkt,",
                _ => "R1 ",
            };

            // A helper without a result leaves R0 unreadable, which the exit then tells.
            expected ??= helper.Signature.Return.Kind == ReturnKind.Void ? "R0 !read_ok" : "";
            Assert.True(expected.Length == 0 || verdict.Log.Contains(expected, StringComparison.Ordinal), $"{helper.KernelName}: expected '{expected}', got {verdict.Log}");
            asked++;
        }

        Assert.True(asked > 80);
    }

    [SkippableFact]
    public void After_a_helper_that_changes_the_packet_its_pointers_are_gone()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        foreach (HelperId helper in new[] { HelperId.XdpAdjustHead, HelperId.XdpAdjustTail, HelperId.XdpAdjustMeta, HelperId.KtimeGetNs, HelperId.GetPrandomU32 })
        {
            // r6 = data; r7 = data_end; helper(ctx, 0); if r6 + 1 > r7 goto out; r0 = *r6; out: r0 = 2
            byte[] code = InstructionCodec.Encode(
            [
                Instructions.LoadMemory(MemorySize.Word, 6, 1, 0),
                Instructions.LoadMemory(MemorySize.Word, 7, 1, 4),
                Instructions.MovImmediate(true, 2, 0),
                Instructions.CallHelper((int)helper),
                Instructions.MovRegister(true, 3, 6),
                Instructions.AluImmediate(AluOperation.Add, true, 3, 1),
                Instructions.JumpRegister(JumpOperation.Jgt, true, 3, 7, 1),
                Instructions.LoadMemory(MemorySize.Byte, 0, 6, 0),
                Instructions.MovImmediate(true, 0, 2),
                Instructions.Exit(),
            ]);
            KernelVerdict verdict = KernelProbe.Load(ProgramType.Xdp, code);
            Assert.True(verdict.Accepted != HelperTable.Get(helper).ChangesPacketData, $"{helper}: {verdict.Log}");
        }
    }

    private static KernelVerdict Call(ProgramType type, HelperId helper, AttachType attachType, string license) =>
        KernelProbe.Load(type, InstructionCodec.Encode([Instructions.CallHelper((int)helper), Instructions.Exit()]), expectedAttachType: attachType, license: license);

    private static bool IsKnownToType(KernelVerdict verdict) =>
        verdict.Accepted || (verdict.Log.Length > 0 && !Regex.IsMatch(verdict.Log, "cannot use helper|unknown func|invalid func"));

    private static bool IsCallable(KernelVerdict verdict) =>
        IsKnownToType(verdict) && !verdict.Log.Contains("might sleep", StringComparison.Ordinal) && !verdict.Log.Contains("may sleep", StringComparison.Ordinal);
}
