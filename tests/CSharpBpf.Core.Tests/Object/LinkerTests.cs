using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Object;

public sealed class LinkerTests
{
    [Fact]
    public void CallsReachTheirSubprograms()
    {
        ObjectSpec spec = SampleObject.Create();
        LinkedProgram linked = Linker.Link(spec, spec.Programs[0]);
        Assert.Equal(["xdp_count", "clamp"], linked.Functions.Select(function => function.Name));
        Assert.True(linked.HasFunctionInfo);
        Assert.Equal(linked.SlotCount, linked.Instructions.Sum(instruction => instruction.SlotCount));
        (int slot, Instruction call) = Slots(linked).Single(at => at.Instruction.Opcode == 0x85 && at.Instruction.Source == (byte)CallSource.Local);
        Assert.Equal(linked.Functions[1].Slot, slot + 1 + call.Immediate);
    }

    [Fact]
    public void OpenPlacesNameMapsAndSections()
    {
        ObjectSpec spec = SampleObject.Create();
        LinkedProgram linked = Linker.Link(spec, spec.Programs[0]);
        Assert.Equal(
            [(RelocationKind.Map, "counts", 0), (RelocationKind.Map, "flows", 0), (RelocationKind.Data, ".rodata", 0), (RelocationKind.Data, ".bss", 8),
                (RelocationKind.Data, ".data", 0), (RelocationKind.Data, ".bss", 0), (RelocationKind.Data, ".data", 12)],
            linked.Relocations.Select(relocation => (relocation.Kind, relocation.Symbol, relocation.Addend)));
        Assert.All(linked.Relocations, relocation =>
        {
            Instruction load = Slots(linked).Single(at => at.Slot == relocation.Slot).Instruction;
            Assert.Equal(
                relocation.Kind == RelocationKind.Map ? Instructions.LoadMapFd(load.Destination, 0) : Instructions.LoadMapValue(load.Destination, 0, 0),
                load);
        });
    }

    [Fact]
    public void LinesAscendAndEveryFunctionStartsWithOne()
    {
        ObjectSpec spec = SampleObject.Create();
        LinkedProgram linked = Linker.Link(spec, spec.Programs[0]);
        Assert.Equal(linked.Lines.Select(line => line.Slot).Distinct().Order(), linked.Lines.Select(line => line.Slot));
        Assert.All(linked.Functions, function => Assert.Contains(linked.Lines, line => line.Slot == function.Slot));
        Assert.Equal("return Math.Min(value, 100);", linked.Lines.Single(line => line.Slot == linked.Functions[1].Slot).Text);
    }

    [Fact]
    public void SubprogramsComeOnceInOrderOfFirstUseAndCallbacksCount()
    {
        FunctionBuilder main = new();
        main.Add(Instructions.CallLocal(-1), RelocationKind.Call, "b");
        main.Add(Instructions.LoadFunction(2, 0), RelocationKind.Function, "a");
        main.Add(Instructions.CallLocal(-1), RelocationKind.Call, "b");
        main.Add(Instructions.Exit());
        FunctionBuilder b = new();
        b.Line(1, 1, "b");
        b.Add(Instructions.CallLocal(-1), RelocationKind.Call, "c");
        b.Add(Instructions.Exit());
        ObjectSpec spec = Object(main, Leaf("a"), b.Build("b"), Leaf("c"), Leaf("unused"));
        LinkedProgram linked = Linker.Link(spec, spec.Programs[0]);
        Assert.Equal([("main", 0), ("b", 5), ("a", 7), ("c", 9)], linked.Functions.Select(function => (function.Name, function.Slot)));
        Assert.Equal(
            [(0, 4L), (1, 5L), (3, 1L), (5, 3L)],
            Slots(linked).Where(at => at.Instruction.Opcode is 0x85 or 0x18).Select(at => (at.Slot, at.Instruction.Immediate)));
        Assert.Equal((byte)LoadImmediate64Source.Function, linked.Instructions[1].Source);
        Assert.False(linked.HasFunctionInfo);
        Assert.Equal([0, 5, 7, 9], linked.Lines.Select(line => line.Slot));
    }

    [Theory]
    [InlineData(RelocationKind.Call, "subprogram 'x' is not defined")]
    [InlineData(RelocationKind.Map, "map 'x' is not defined")]
    [InlineData(RelocationKind.Data, "global variable 'x' is not defined")]
    public void UndefinedSymbolsAreNamed(RelocationKind kind, string message)
    {
        FunctionBuilder main = new();
        main.Add(kind == RelocationKind.Call ? Instructions.CallLocal(-1) : Instructions.LoadImmediate64(1, 0), kind, "x");
        ObjectSpec spec = Object(main);
        Assert.Contains(message, Assert.Throws<ObjectFormatException>(() => Linker.Link(spec, spec.Programs[0])).Message);
    }

    private static ObjectSpec Object(FunctionBuilder main, params FunctionSpec[] subprograms) => new()
    {
        Name = "linked",
        Programs = [new ProgramSpec { Name = "main", SectionName = "xdp", Type = ProgramType.Xdp, Function = main.Build("main") }],
        Subprograms = subprograms,
    };

    private static FunctionSpec Leaf(string name)
    {
        FunctionBuilder code = new();
        code.Add(Instructions.MovImmediate(true, 0, 0));
        code.Add(Instructions.Exit());
        return code.Build(name);
    }

    private static (int Slot, Instruction Instruction)[] Slots(LinkedProgram linked)
    {
        int slot = 0;
        return [.. linked.Instructions.Select(instruction => ((slot += instruction.SlotCount) - instruction.SlotCount, instruction))];
    }
}
