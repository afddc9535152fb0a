using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Frontend.Model;

/// <summary>What an attribute that makes a method a program stands for.</summary>
/// <param name="AttributeName">The attribute's full metadata name.</param>
/// <param name="SectionName">The ELF section.</param>
/// <param name="ContextName">The full name of the method's one parameter type.</param>
/// <param name="ContextTypeName">The kernel's name of the context struct.</param>
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
