using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CSharpBpf.Btf;
using CSharpBpf.Isa;
using Xunit;

namespace CSharpBpf.Core.Tests.Btf;

public sealed class BtfRoundTripTests
{
    private const string KernelBtf = "/sys/kernel/btf/vmlinux";

    [Theory]
    [InlineData(ByteOrder.LittleEndian)]
    [InlineData(ByteOrder.BigEndian)]
    public void EveryKindSurvivesWritingAndReading(ByteOrder order)
    {
        BtfSpec spec = BtfSamples.EveryKind();
        Assert.Equal(Enum.GetValues<BtfKind>(), spec.Types.Select(type => type.Kind).Distinct().Order());
        byte[] bytes = BtfWriter.Write(spec, order);
        Assert.Equal(spec.Types, BtfReader.Read(bytes).Types);
        Assert.Equal(bytes, BtfWriter.Write(BtfReader.Read(bytes), order));
    }

    [Fact]
    public void EqualTypesShareOneId()
    {
        BtfBuilder builder = new();
        int first = builder.AddStruct("pair", 8, [new("a", builder.AddInt("int", 4, BtfIntEncoding.Signed), 0), new("b", 1, 32)]);
        int second = builder.AddStruct("pair", 8, [new("a", builder.AddInt("int", 4, BtfIntEncoding.Signed), 0), new("b", 1, 32)]);
        int other = builder.AddStruct("pair", 8, [new("a", 1, 0), new("c", 1, 32)]);
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
        Assert.Equal(3, builder.Build().Types.Count);
    }

    [Fact]
    public void ReservedIdMustBeDefined()
    {
        BtfBuilder builder = new();
        int id = builder.Reserve();
        Assert.Throws<InvalidOperationException>(builder.Build);
        builder.Define(id, new BtfPointer(id));
        Assert.Throws<InvalidOperationException>(() => builder.Define(id, new BtfPointer(0)));
        Assert.Single(builder.Build().Types);
    }

    [Fact]
    public void SizesFollowTypedefsAndArrays()
    {
        BtfBuilder builder = new();
        int @int = builder.AddInt("int", 4, BtfIntEncoding.Signed);
        int matrix = builder.AddArray(builder.AddArray(builder.AddConst(builder.AddTypedef("cell", @int)), @int, 3), @int, 5);
        int pointer = builder.AddPointer(matrix);
        int circle = builder.Reserve();
        builder.Define(circle, new BtfTypedef("circle", circle));
        int huge = builder.AddArray(builder.AddArray(@int, @int, int.MaxValue), @int, int.MaxValue);
        int function = builder.AddFunctionPrototype(0, []);
        BtfSpec spec = builder.Build();
        Assert.Equal(60, spec.SizeOf(matrix));
        Assert.Equal(8, spec.SizeOf(pointer));
        Assert.All([circle, huge, function, 0, 99], id => Assert.Throws<BtfFormatException>(() => spec.SizeOf(id)));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Contains("NUL", Refusal(new BtfForward("a\0b")));
        Assert.Contains("ENUM64", Refusal(new BtfEnum("e", 4, true, [new("X", 1L << 31)])));
        Assert.Contains("ENUM64", Refusal(new BtfEnum("e", 4, false, [new("X", -1)])));
        Assert.Contains("24 and 8 bits", Refusal(new BtfStruct("s", 1 << 22, [new("far", 0, 1 << 24), new("bit", 0, 0, 1)])));
        Assert.Contains("65535", Refusal(new BtfFunctionPrototype(0, new BtfParameter[65_536])));
    }

    [SkippableFact]
    public void KernelTypesSurviveReadingAndWriting()
    {
        Skip.IfNot(File.Exists(KernelBtf), $"{KernelBtf} is missing: no Linux kernel with CONFIG_DEBUG_INFO_BTF.");
        byte[] bytes = File.ReadAllBytes(KernelBtf);
        BtfSpec spec = BtfReader.Read(bytes);
        Assert.Contains(spec.Types, type => type is BtfStruct { Name: "task_struct", Members.Count: > 100 });
        byte[] written = BtfWriter.Write(spec);
        Assert.Equal((IEnumerable<BtfType>)spec.Types, BtfReader.Read(written).Types);
        // type_len: as many bytes of types. The string section may shrink: the kernel's keeps strings that no type uses.
        Assert.Equal(BitConverter.ToInt32(bytes, 12), BitConverter.ToInt32(written, 12));
    }

    private static string Refusal(BtfType type) =>
        Assert.Throws<BtfFormatException>(() => BtfWriter.Write(new BtfSpec { Types = [type] })).Message;
}
