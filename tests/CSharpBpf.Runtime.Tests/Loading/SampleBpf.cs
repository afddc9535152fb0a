using System;
using CSharpBpf.Object;
using CSharpBpf.Testing;

namespace CSharpBpf.Runtime.Tests.Loading;

public struct Flow
{
    public uint Address;
    public uint Port;
}

/// <summary>A BPF class as the generator would write it, over the object made by hand.</summary>
public sealed class SampleBpf : BpfObject
{
    private static readonly byte[] Image = ObjectWriter.Write(SampleObject.Create());

    private static readonly BpfObjectDefinition Shared = new(
        "Tests.SampleBpf",
        static () => Image,
        [new("flows", static backend => new HashMap<Flow, ulong>(backend)), new("counts", static backend => new ArrayMap<ulong>(backend))],
        ["packets", "last", "scale"]);

    private readonly BpfObjectDefinition? changed;

    public SampleBpf()
    {
    }

    public SampleBpf(byte[] image) => changed = new BpfObjectDefinition(Shared.Name, () => image, Shared.Maps, Shared.Globals);

    public uint Limit { get; init; } = 7;

    public HashMap<Flow, ulong> Flows => GetMap<HashMap<Flow, ulong>>(0);

    public ArrayMap<ulong> Counts => GetMap<ArrayMap<ulong>>(1);

    public ref ulong Packets => ref GetGlobal<ulong>(0);

    public ref uint Last => ref GetGlobal<uint>(1);

    public ref ulong Scale => ref GetGlobal<ulong>(2);

    public XdpProgram Count => new(this, "xdp_count");

    protected override BpfObjectDefinition Definition => changed ?? Shared;

    protected override void WriteConstants(BpfConstantWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("limit", Limit);
    }
}
