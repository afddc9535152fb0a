namespace CSharpBpf.TestPrograms;

/// <summary>Counts in a map that objects share by its pin.</summary>
public sealed partial class PinnedBpf : BpfObject
{
    [BpfMap(MaxEntries = 4, Pin = true)]
    public partial ArrayMap<ulong> Shared { get; }

    [XdpProgram]
    public XdpAction Count(XdpContext ctx)
    {
        ref ulong count = ref Shared.GetValueRefOrNullRef(1);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count)) return XdpAction.Aborted;
        count++;
        return XdpAction.Pass;
    }
}

/// <summary>Declares the same map otherwise.</summary>
public sealed partial class OtherPinnedBpf : BpfObject
{
    [BpfMap(MaxEntries = 5, Pin = true)]
    public partial ArrayMap<ulong> Shared { get; }

    [XdpProgram]
    public XdpAction Pass(XdpContext ctx) => XdpAction.Pass;
}
