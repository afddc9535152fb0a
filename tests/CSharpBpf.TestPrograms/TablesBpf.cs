namespace CSharpBpf.TestPrograms;

/// <summary>Looks the packet's second number up in the table that the first number names.</summary>
public sealed partial class TablesBpf : BpfObject
{
    [BpfMap(MaxEntries = 4)]
    [BpfInnerMap(MaxEntries = 8)]
    public partial ArrayOfMaps<HashMap<uint, uint>> Tables { get; }

    [BpfMap(MaxEntries = 2)]
    [BpfInnerMap(MaxEntries = 4)]
    public partial HashOfMaps<ulong, ArrayMap<uint>> Arrays { get; }

    [BpfMap(MaxEntries = 8)]
    [InnerMapEntry(nameof(Tables), 0)]
    public partial HashMap<uint, uint> Declared { get; }

    [XdpProgram]
    public unsafe XdpAction Find(XdpContext ctx)
    {
        byte* data = ctx.Data;
        if (data + 8 > ctx.DataEnd) return XdpAction.Aborted;
        uint number = *(uint*)data;
        uint key = *(uint*)(data + 4);
        if (!Tables.TryGetMap(number, out HashMap<uint, uint>? table)) return (XdpAction)1000;
        return table.TryGetValue(key, out uint value) ? (XdpAction)value : (XdpAction)2000;
    }
}
