using System;
using System.Linq;
using CSharpBpf.Btf;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Object;

public sealed class ObjectRoundTripTests
{
    [Fact]
    public void ReadingGivesWhatWasWritten()
    {
        ObjectSpec complete = ObjectBtf.Complete(SampleObject.Create());
        ObjectSpec read = ObjectReader.Read(ObjectWriter.Write(SampleObject.Create()), "sample");
        Assert.Equal(ObjectText.Dump(complete), ObjectText.Dump(read));
        Assert.Equal(ObjectText.Dump(complete), ObjectText.Dump(ObjectBtf.Complete(complete)));
    }

    [Fact]
    public void EqualObjectsGiveEqualBytes()
    {
        byte[] first = ObjectWriter.Write(SampleObject.Create());
        Assert.Equal(first, ObjectWriter.Write(SampleObject.Create()));
        Assert.Equal(first, ObjectWriter.Write(ObjectReader.Read(first, "sample")));
    }

    [Fact]
    public void BigEndianObjectsRoundTripToo()
    {
        ObjectSpec sample = SampleObject.Create();
        ObjectSpec spec = new()
        {
            Name = sample.Name, License = sample.License, Programs = sample.Programs, Subprograms = sample.Subprograms, Maps = sample.Maps,
            DataSections = sample.DataSections, Btf = sample.Btf, ByteOrder = ByteOrder.BigEndian,
        };
        byte[] bytes = ObjectWriter.Write(spec);
        Assert.Equal(2, bytes[5]);
        Assert.Equal(ObjectText.Dump(ObjectBtf.Complete(spec)), ObjectText.Dump(ObjectReader.Read(bytes, "sample")));
    }

    [Fact]
    public void ProgramsOfOneSectionStandBehindEachOther()
    {
        ObjectSpec read = ObjectReader.Read(ObjectWriter.Write(SampleObject.Create()), "sample");
        Assert.Equal(["xdp_count", "xdp_pass"], read.Programs.Select(program => program.Name));
        Assert.All(read.Programs, program => Assert.Equal((ProgramType.Xdp, (AttachType?)AttachType.Xdp), (program.Type, program.ExpectedAttachType)));
        Assert.Equal(2, read.Programs[1].Function.Instructions.Count);
    }

    [Fact]
    public void EveryMapPropertySurvives()
    {
        BtfBuilder btf = new();
        int u32 = btf.AddInt("unsigned int", 4, BtfIntEncoding.None);
        MapSpec inner = new() { Name = "outer.inner", Type = MapType.Array, KeySize = 4, ValueSize = 4, MaxEntries = 1, BtfKeyTypeId = u32, BtfValueTypeId = u32 };
        FunctionBuilder code = new();
        code.Add(Instructions.MovImmediate(true, 0, 0));
        code.Add(Instructions.Exit());
        ObjectSpec spec = new()
        {
            Name = "maps",
            Programs = [new() { Name = "target", SectionName = "xdp", Type = ProgramType.Xdp, ExpectedAttachType = AttachType.Xdp, Function = code.Build("target") }],
            Maps =
            [
                new() { Name = "plain", Type = MapType.PerCpuHash, KeySize = 6, ValueSize = 24, MaxEntries = 9, Flags = 1 },
                new() { Name = "instance", Type = MapType.Array, KeySize = 4, ValueSize = 4, MaxEntries = 1, BtfKeyTypeId = u32, BtfValueTypeId = u32 },
                new()
                {
                    Name = "outer", Type = MapType.HashOfMaps, KeySize = 4, ValueSize = 4, MaxEntries = 2, BtfKeyTypeId = u32, InnerMap = inner,
                    InitialElements = [new(1, "instance")],
                },
                new() { Name = "jumps", Type = MapType.ProgArray, KeySize = 4, ValueSize = 4, MaxEntries = 8, InitialElements = [new(0, "target"), new(5, "target")] },
                new() { Name = "filter", Type = MapType.BloomFilter, ValueSize = 4, MaxEntries = 100, Extra = 3, Pinning = MapPinning.ByName, NumaNode = 0 },
                new() { Name = "ring", Type = MapType.Ringbuf, MaxEntries = 4096 },
            ],
            Btf = btf.Build(),
        };
        ObjectSpec complete = ObjectBtf.Complete(spec);
        byte[] bytes = ObjectWriter.Write(spec);
        Assert.Equal(ObjectText.Dump(complete), ObjectText.Dump(ObjectReader.Read(bytes, "maps")));
        Assert.Equal(bytes, ObjectWriter.Write(ObjectReader.Read(bytes, "maps")));
    }

    [Fact]
    public void ChangedMapGetsANewDefinition()
    {
        ObjectSpec read = ObjectReader.Read(ObjectWriter.Write(SampleObject.Create()), "sample");
        MapSpec[] maps = [.. read.Maps];
        maps[1] = new MapSpec { Name = "counts", Type = MapType.Array, KeySize = 4, ValueSize = 8, MaxEntries = 77 };
        ObjectSpec changed = new() { Name = "sample", License = "GPL", Programs = read.Programs, Subprograms = read.Subprograms, Maps = maps, DataSections = read.DataSections, Btf = read.Btf };
        MapSpec again = ObjectReader.Read(ObjectWriter.Write(changed), "sample").Maps[1];
        Assert.Equal((77u, 8, 0), (again.MaxEntries, again.ValueSize, again.BtfValueTypeId));
    }

    [Fact]
    public void ContradictionsAreRefused()
    {
        Assert.Contains("'nothing' is not defined", Refusal(code => code.Add(Instructions.LoadMapFd(1, 0), RelocationKind.Map, "nothing")));
        Assert.Contains("needs opcode 0x18, not 0x95", Refusal(code => code.Add(Instructions.Exit(), RelocationKind.Map, "m")));
        Assert.Contains("another meaning", Refusal(_ => { }, section: ".text"));
        Assert.Contains("is no BTF_KIND_FUNC", Refusal(_ => { }, btfId: 1));
        Assert.Contains("there is no BTF type 99", Refusal(_ => { }, btfId: 99));
    }

    private static string Refusal(Action<FunctionBuilder> write, string section = "xdp", int btfId = 0)
    {
        FunctionBuilder code = new();
        write(code);
        code.Add(Instructions.Exit());
        BtfBuilder btf = new();
        btf.AddInt("int", 4, BtfIntEncoding.Signed);
        ObjectSpec spec = new()
        {
            Name = "bad",
            Programs = [new() { Name = "p", SectionName = section, Type = ProgramType.Xdp, Function = code.Build("p", btfId) }],
            Maps = [new() { Name = "m", Type = MapType.Array, KeySize = 4, ValueSize = 4, MaxEntries = 1 }],
            Btf = btf.Build(),
        };
        return Assert.Throws<ObjectFormatException>(() => ObjectWriter.Write(spec)).Message;
    }
}
