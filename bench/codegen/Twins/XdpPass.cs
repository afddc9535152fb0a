using CSharpBpf;

namespace Twins;

/// <summary>Twin of 01_xdp_pass.c: the floor of call overhead.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class XdpPass : BpfObject
{
    [XdpProgram(Name = "xdp_pass")]
    public XdpAction Run(XdpContext ctx) => XdpAction.Pass;
}
