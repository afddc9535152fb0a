using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Frontend.Model;

/// <summary>What an attribute that makes a method a program stands for.</summary>
/// <param name="AttributeName">The attribute's full metadata name.</param>
/// <param name="SectionName">The ELF section; behind a slash each it gets the names that the attribute takes.</param>
/// <param name="ContextName">The full name of the method's one parameter type.</param>
/// <param name="ContextTypeName">The kernel's name of the context struct; empty if it has none.</param>
/// <param name="ReturnName">The full name of the return type.</param>
/// <param name="HandleTypeName">The full name of the user-space class for such programs.</param>
public sealed record ProgramAttributeRow(
    string AttributeName,
    ProgramType ProgramType,
    AttachType? AttachType,
    string SectionName,
    string ContextName,
    string ContextTypeName,
    string ReturnName,
    string HandleTypeName);

/// <summary>The program attributes, one row each. Section names as in libbpf's section_defs (tools/lib/bpf/libbpf.c, v6.12).</summary>
public static class ProgramAttributeTable
{
    public static IReadOnlyList<ProgramAttributeRow> All { get; } =
    [
        new("CSharpBpf.XdpProgramAttribute", ProgramType.Xdp, Isa.Kernel.AttachType.Xdp, "xdp", "CSharpBpf.XdpContext", "xdp_md", "CSharpBpf.XdpAction", "CSharpBpf.XdpProgram"),
        new("CSharpBpf.TcClassifierAttribute", ProgramType.SchedCls, null, "tc", "CSharpBpf.TcContext", "__sk_buff", "CSharpBpf.TcAction", "CSharpBpf.TcProgram"),
        new("CSharpBpf.SocketFilterAttribute", ProgramType.SocketFilter, null, "socket", "CSharpBpf.SocketFilterContext", "__sk_buff", "uint", "CSharpBpf.SocketFilterProgram"),
        new("CSharpBpf.CgroupSkbAttribute", ProgramType.CgroupSkb, null, "cgroup/skb", "CSharpBpf.CgroupSkbContext", "__sk_buff", "CSharpBpf.SkAction", "CSharpBpf.CgroupSkbProgram"),
        new("CSharpBpf.TracepointAttribute", ProgramType.Tracepoint, null, "tracepoint", "CSharpBpf.TracepointContext", "", "int", "CSharpBpf.TracepointProgram"),
        new("CSharpBpf.RawTracepointAttribute", ProgramType.RawTracepoint, null, "raw_tp", "CSharpBpf.RawTracepointContext", "bpf_raw_tracepoint_args", "int", "CSharpBpf.RawTracepointProgram"),
        new("CSharpBpf.KprobeAttribute", ProgramType.Kprobe, null, "kprobe", "CSharpBpf.ProbeContext", "bpf_user_pt_regs_t", "int", "CSharpBpf.KprobeProgram"),
        new("CSharpBpf.KretprobeAttribute", ProgramType.Kprobe, null, "kretprobe", "CSharpBpf.ProbeContext", "bpf_user_pt_regs_t", "int", "CSharpBpf.KprobeProgram"),
        new("CSharpBpf.UprobeAttribute", ProgramType.Kprobe, null, "uprobe", "CSharpBpf.ProbeContext", "bpf_user_pt_regs_t", "int", "CSharpBpf.UprobeProgram"),
        new("CSharpBpf.UretprobeAttribute", ProgramType.Kprobe, null, "uretprobe", "CSharpBpf.ProbeContext", "bpf_user_pt_regs_t", "int", "CSharpBpf.UprobeProgram"),
        new("CSharpBpf.PerfEventAttribute", ProgramType.PerfEvent, null, "perf_event", "CSharpBpf.PerfEventContext", "bpf_perf_event_data", "int", "CSharpBpf.PerfEventProgram"),
    ];

    public static ProgramAttributeRow? Find(string attributeName)
    {
        foreach (ProgramAttributeRow row in All)
        {
            if (row.AttributeName == attributeName)
            {
                return row;
            }
        }

        return null;
    }
}
