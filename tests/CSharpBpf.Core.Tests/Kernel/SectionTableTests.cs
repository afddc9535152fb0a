using System.Linq;
using System.Runtime.InteropServices;
using CSharpBpf.Isa.Kernel;
using Xunit;

namespace CSharpBpf.Core.Tests.Kernel;

public sealed unsafe class SectionTableTests
{
    private delegate int ProgramTypeByName(byte* name, int* programType, int* expectedAttachType);

    private delegate void* SetPrint(delegate* unmanaged<int, byte*, void*, int> print);

    [Theory]
    [InlineData("xdp", ProgramType.Xdp, AttachType.Xdp, null, SectionTraits.AttachTypeOptional)]
    [InlineData("xdp/devmap", ProgramType.Xdp, AttachType.XdpDevmap, null, SectionTraits.None)]
    [InlineData("xdp.frags", ProgramType.Xdp, AttachType.Xdp, null, SectionTraits.XdpFrags)]
    [InlineData("tc", ProgramType.SchedCls, null, null, SectionTraits.None)]
    [InlineData("tcx/ingress", ProgramType.SchedCls, AttachType.TcxIngress, null, SectionTraits.None)]
    [InlineData("tracepoint/sched/sched_switch", ProgramType.Tracepoint, null, "sched/sched_switch", SectionTraits.TakesTarget)]
    [InlineData("kprobe", ProgramType.Kprobe, null, null, SectionTraits.TakesTarget)]
    [InlineData("kprobe/do_unlinkat", ProgramType.Kprobe, null, "do_unlinkat", SectionTraits.TakesTarget)]
    [InlineData("fentry.s/do_unlinkat", ProgramType.Tracing, AttachType.TraceFentry, "do_unlinkat", SectionTraits.TakesTarget | SectionTraits.Sleepable | SectionTraits.BtfTarget)]
    [InlineData("lsm_cgroup/socket_bind", ProgramType.Lsm, AttachType.LsmCgroup, "socket_bind", SectionTraits.TakesTarget | SectionTraits.BtfTarget)]
    public void A_section_tells_type_attach_type_and_target(string section, ProgramType type, AttachType? attachType, string? target, SectionTraits traits)
    {
        SectionInfo? row = SectionTable.Find(section, out string? foundTarget);
        Assert.NotNull(row);
        Assert.Equal((type, attachType, target, traits), (row.ProgramType, row.AttachType, foundTarget, row.Traits));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("xdp/")]
    [InlineData("xdp/eth0")]
    [InlineData("xdp_filter")]
    [InlineData("kprobes/x")]
    [InlineData(".text")]
    public void Other_sections_are_not_programs_by_name(string section)
    {
        Assert.Null(SectionTable.Find(section, out string? target));
        Assert.Null(target);
    }

    [Fact]
    public void Every_program_type_has_a_section() =>
        Assert.Equal(ProgramTypeTable.All.Select(static row => row.Id), SectionTable.All.Select(static row => row.ProgramType).Distinct().Order());

    [Fact]
    public void Every_attach_type_that_programs_name_at_load_has_a_section()
    {
        // Perf events, struct_ops and tracepoints through a link are told apart by the program type; the kernel does not want their attach type at load.
        AttachType[] without = [AttachType.PerfEvent, AttachType.StructOps];
        Assert.Equal(
            AttachTypeTable.All.Select(static row => row.Id).Except(without),
            SectionTable.All.Where(static row => row.AttachType is not null).Select(static row => row.AttachType!.Value).Distinct().Order());
    }

    [SkippableFact]
    public void The_installed_libbpf_reads_the_names_the_same_way()
    {
        Skip.IfNot(NativeLibrary.TryLoad("libbpf.so.1", out nint library), "needs libbpf.so.1");
        ProgramTypeByName byName = Marshal.GetDelegateForFunctionPointer<ProgramTypeByName>(NativeLibrary.GetExport(library, "libbpf_prog_type_by_name"));
        Marshal.GetDelegateForFunctionPointer<SetPrint>(NativeLibrary.GetExport(library, "libbpf_set_print"))(null);
        int agreed = 0;
        foreach (SectionInfo row in SectionTable.All)
        {
            int type = 0;
            int attachType = 0;
            fixed (byte* name = System.Text.Encoding.ASCII.GetBytes(row.Name + (row.TakesTarget ? "/x\0" : "\0")))
            {
                if (byName(name, &type, &attachType) == 0)
                {
                    Assert.Equal((row.Name, row.ProgramType, row.AttachType ?? default), (row.Name, (ProgramType)type, (AttachType)attachType));
                    agreed++;
                }
            }
        }

        Assert.True(agreed >= 80, $"libbpf knew only {agreed} of the {SectionTable.All.Count} names.");
    }
}
