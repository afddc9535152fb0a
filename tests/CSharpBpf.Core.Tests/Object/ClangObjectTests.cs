using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Vm;
using Xunit;

namespace CSharpBpf.Core.Tests.Object;

public sealed class ClangObjectTests
{
    [SkippableTheory]
    [InlineData("v2", false)]
    [InlineData("v3", false)]
    [InlineData("v4", false)]
    [InlineData("v3", true)]
    public void ReadingWritingReadingChangesNothing(string cpu, bool bigEndian)
    {
        ObjectSpec read = ObjectReader.Read(ClangObjects.Compile("everything.c", cpu, bigEndian), "everything");
        Assert.Equal(bigEndian ? ByteOrder.BigEndian : ByteOrder.LittleEndian, read.ByteOrder);
        byte[] written = ObjectWriter.Write(read);
        ObjectSpec again = ObjectReader.Read(written, "everything");
        Assert.Equal(ObjectText.Dump(read), ObjectText.Dump(again));
        Assert.Equal(written, ObjectWriter.Write(again));
    }

    [SkippableFact]
    public void WhatClangSaysIsUnderstood()
    {
        ObjectSpec spec = ObjectReader.Read(ClangObjects.Compile("everything.c", "v3"), "everything");
        Assert.Equal("GPL", spec.License);
        Assert.Equal(
            [("xdp_first", "xdp", ProgramType.Xdp), ("xdp_second", "xdp", ProgramType.Xdp), ("tc_third", "tc", ProgramType.SchedCls)],
            spec.Programs.Select(program => (program.Name, program.SectionName, program.Type)));
        Assert.Equal(["square", "step", "twice", "visible_but_hidden"], spec.Subprograms.Select(function => function.Name).Order());
        Assert.All(spec.Subprograms, function => Assert.False(function.IsGlobal));

        MapSpec flows = spec.Maps.Single(map => map.Name == "flows");
        Assert.Equal((MapType.LruHash, 8, 8, 64u, 2u), (flows.Type, flows.KeySize, flows.ValueSize, flows.MaxEntries, flows.Flags));
        Assert.NotEqual(0, flows.BtfKeyTypeId);
        MapSpec outer = spec.Maps.Single(map => map.Name == "outer");
        Assert.Equal((MapType.Array, 1u), (outer.InnerMap!.Type, outer.InnerMap.MaxEntries));
        Assert.Equal([new MapElementSpec(1, "inner")], outer.InitialElements);
        Assert.Equal([new MapElementSpec(2, "xdp_first")], spec.Maps.Single(map => map.Name == "jumps").InitialElements);

        Assert.Equal(
            [".bss", ".data", ".rodata", ".rodata.str1.1"], spec.DataSections.Select(section => section.Name).Order(System.StringComparer.Ordinal));
        Assert.Equal([("total", 0, 8), ("table", 8, 16)], spec.DataSections.Single(section => section.Name == ".data").Variables.Select(v => (v.Name, v.Offset, v.Size)));
    }

    [SkippableFact]
    public void EveryUseIsANamedRelocation()
    {
        ObjectSpec spec = ObjectReader.Read(ClangObjects.Compile("everything.c", "v3"), "everything");
        Relocation[] first = [.. spec.Programs[0].Function.Relocations];
        Assert.Equal(
            ["buffer", "flows", "hidden_total", "jumps", "limit", "total", "twice", "visible_but_hidden"],
            first.Select(relocation => relocation.Symbol).Distinct().Order());
        Assert.Contains(spec.Programs[1].Function.Relocations, relocation => relocation is { Kind: RelocationKind.Function, Symbol: "step" });
        Assert.Contains(spec.Programs[1].Function.Relocations, relocation => relocation is { Kind: RelocationKind.Data, Symbol: ".rodata.str1.1" });
        // twice calls square without any relocation in the file: both stand in .text.
        Assert.Contains(spec.Subprograms.Single(f => f.Name == "twice").Relocations, relocation => relocation is { Kind: RelocationKind.Call, Symbol: "square" });
    }

    [SkippableFact]
    public void ProgramsLinkWithLinesAndFunctions()
    {
        ObjectSpec spec = ObjectReader.Read(ClangObjects.Compile("everything.c", "v3"), "everything");
        LinkedProgram linked = Linker.Link(spec, spec.Programs[0]);
        Assert.Equal(["square", "twice", "visible_but_hidden", "xdp_first"], linked.Functions.Select(function => function.Name).Order());
        Assert.True(linked.HasFunctionInfo);
        Assert.Contains(linked.Lines, line => line.Text.Contains("return x * x + table[x & 3];", System.StringComparison.Ordinal));
        Assert.Equal(["step", "xdp_second"], Linker.Link(spec, spec.Programs[1]).Functions.Select(function => function.Name).Order());
    }

    [SkippableFact]
    public void Kernel_functions_are_called_by_name()
    {
        ObjectSpec read = ObjectReader.Read(ClangObjects.Compile("kernel_functions.c", "v3"), "iterator");
        string[] called = ["bpf_iter_num_new", "bpf_iter_num_next", "bpf_iter_num_destroy"];
        Assert.Superset(called.ToHashSet(), read.Programs[0].Function.Relocations.Where(static r => r.Kind == RelocationKind.KernelFunction).Select(static r => r.Symbol).ToHashSet());
        byte[] written = ObjectWriter.Write(read);
        ObjectSpec again = ObjectReader.Read(written, "iterator");
        Assert.Equal(ObjectText.Dump(read), ObjectText.Dump(again));
        Assert.Equal(written, ObjectWriter.Write(again));
        LinkedProgram linked = Linker.Link(again, again.Programs[0]);
        Assert.All(linked.Relocations, relocation => Assert.Contains(relocation.Symbol, called));
        using BpfVm vm = new();
        Assert.Equal(499_490u, vm.Load(again).Programs["program"].RunXdp(new byte[64]).ReturnValue);
    }

    [SkippableTheory]
    [InlineData("undefined_symbol.c", "symbol 'bpf_prog_active' is not defined in the object")]
    [InlineData("legacy_maps.c", "legacy 'maps' section")]
    public void WhatABlueprintCannotHoldIsRefusedByName(string file, string message)
    {
        byte[] bytes = ClangObjects.Compile(file, "v3");
        Assert.Contains(message, Assert.Throws<ObjectFormatException>(() => ObjectReader.Read(bytes, file)).Message);
    }

    [SkippableFact]
    public void CoreRelocationsAreKept()
    {
        ObjectSpec read = ObjectReader.Read(ClangObjects.Compile("core.c", "v3"), "core");
        CoreRelocation relocation = Assert.Single(read.Programs[0].Function.CoreRelocations);
        Assert.Equal((CoreRelocationKind.FieldByteOffset, "0:1"), (relocation.Kind, relocation.Access));
        Assert.Equal("task_struct", read.Btf![relocation.TypeId].Name);
        ObjectSpec again = ObjectReader.Read(ObjectWriter.Write(read), "core");
        Assert.Equal([relocation], again.Programs[0].Function.CoreRelocations);
        Assert.Equal([relocation], Linker.Link(again, again.Programs[0]).CoreRelocations);
    }
}
