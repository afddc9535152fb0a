namespace CSharpBpf.TestPrograms;

/// <summary>A program that jumps to what stands at place 0; user space changes what that is.</summary>
public sealed partial class StagesBpf : BpfObject
{
    [BpfMap(MaxEntries = 2)]
    public partial ProgramArray<XdpContext, XdpAction> Stages { get; }

    [XdpProgram]
    public XdpAction Enter(XdpContext ctx) => Stages.TailCall(ctx, 0, (XdpAction)9);

    [XdpProgram]
    public XdpAction Pass(XdpContext ctx) => XdpAction.Pass;

    [XdpProgram, ProgramArrayEntry(nameof(Stages), 0)]
    public XdpAction Drop(XdpContext ctx) => XdpAction.Drop;
}
