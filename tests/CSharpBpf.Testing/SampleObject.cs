using System.Collections.Generic;
using System.Text;
using CSharpBpf.Btf;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;

namespace CSharpBpf.Testing;

/// <summary>
/// An object made by hand in which everything occurs that an object can hold: two XDP programs in one section, a subprogram, a hash map, an array
/// map, .rodata, .data and .bss variables, a licence, BTF and line information. Only value types and signatures are given as BTF; the writer
/// completes the rest. <c>xdp_count</c> counts packets three ways and passes all; the kernel accepts it.
/// </summary>
public static class SampleObject
{
    public const string FileName = "Sample.cs";

    /// <summary>The object; each call makes an equal one.</summary>
    public static ObjectSpec Create()
    {
        BtfBuilder btf = new();
        int u32 = btf.AddInt("unsigned int", 4, BtfIntEncoding.None);
        int u64 = btf.AddInt("unsigned long long", 8, BtfIntEncoding.None);
        int @int = btf.AddInt("int", 4, BtfIntEncoding.Signed);
        int flow = btf.AddStruct("flow", 8, [new("address", u32, 0), new("port", u32, 32)]);
        int context = btf.AddStruct("xdp_md", 24, [
            new("data", u32, 0), new("data_end", u32, 32), new("data_meta", u32, 64),
            new("ingress_ifindex", u32, 96), new("rx_queue_index", u32, 128), new("egress_ifindex", u32, 160)]);
        int program = btf.AddFunctionPrototype(@int, [new("ctx", btf.AddPointer(context))]);
        int count = btf.AddFunction("xdp_count", program, BtfFunctionLinkage.Global);
        int pass = btf.AddFunction("xdp_pass", program, BtfFunctionLinkage.Global);
        int clamp = btf.AddFunction("clamp", btf.AddFunctionPrototype(@int, [new("value", u32)]), BtfFunctionLinkage.Static);
        return new ObjectSpec
        {
            Name = "sample",
            License = "GPL",
            Programs = [Program("xdp_count", CountCode(count)), Program("xdp_pass", PassCode(pass))],
            Subprograms = [ClampCode(clamp)],
            Maps =
            [
                new() { Name = "flows", Type = MapType.Hash, KeySize = 8, ValueSize = 8, MaxEntries = 1024, BtfKeyTypeId = flow, BtfValueTypeId = u64 },
                new() { Name = "counts", Type = MapType.Array, KeySize = 4, ValueSize = 8, MaxEntries = 4, BtfKeyTypeId = u32, BtfValueTypeId = u64 },
            ],
            DataSections =
            [
                new() { Name = ".rodata", Kind = DataSectionKind.ReadOnly, Contents = [7, 0, 0, 0], Variables = [new("limit", 0, 4, u32)] },
                new()
                {
                    Name = ".data", Kind = DataSectionKind.Data, Contents = [1, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes("hello\0\0\0")],
                    Variables = [new("scale", 0, 8, u64), new("greeting", 8, 8, 0)],
                },
                new() { Name = ".bss", Kind = DataSectionKind.Bss, Contents = new byte[16], Variables = [new("packets", 0, 8, u64), new("last", 8, 4, u32)] },
            ],
            Btf = btf.Build(),
        };
    }

    private static ProgramSpec Program(string name, FunctionSpec function) => new()
    {
        Name = name, SectionName = "xdp", Type = ProgramType.Xdp, ExpectedAttachType = AttachType.Xdp, Function = function,
    };

    private static FunctionSpec CountCode(int btfId)
    {
        FunctionBuilder code = new();
        code.Line(10, 9, "uint key = 0;");
        code.Add(Instructions.StoreImmediate(MemorySize.Word, 10, -4, 0));
        code.Line(11, 9, "ref ulong count = ref Counts.GetValueRefOrNullRef(key);");
        code.Add(Instructions.MovRegister(true, 2, 10));
        code.Add(Instructions.AluImmediate(AluOperation.Add, true, 2, -4));
        code.Add(Instructions.LoadMapFd(1, 0), RelocationKind.Map, "counts");
        code.Add(Instructions.CallHelper((int)HelperId.MapLookupElem));
        code.Add(Instructions.JumpImmediate(JumpOperation.Jeq, true, 0, 0, 2));
        code.Line(12, 9, "Interlocked.Increment(ref count);");
        code.Add(Instructions.MovImmediate(true, 1, 1));
        code.Add(Instructions.Atomic(AtomicOperation.Add, MemorySize.DoubleWord, 0, 0, 1));
        code.Line(13, 9, "Flows[new Flow(0, 0)] = 0;");
        code.Add(Instructions.StoreImmediate(MemorySize.DoubleWord, 10, -16, 0));
        code.Add(Instructions.StoreImmediate(MemorySize.DoubleWord, 10, -24, 0));
        code.Add(Instructions.LoadMapFd(1, 0), RelocationKind.Map, "flows");
        code.Add(Instructions.MovRegister(true, 2, 10));
        code.Add(Instructions.AluImmediate(AluOperation.Add, true, 2, -16));
        code.Add(Instructions.MovRegister(true, 3, 10));
        code.Add(Instructions.AluImmediate(AluOperation.Add, true, 3, -24));
        code.Add(Instructions.MovImmediate(true, 4, 0));
        code.Add(Instructions.CallHelper((int)HelperId.MapUpdateElem));
        code.Line(14, 9, "Last = Clamp(Limit);");
        code.Add(Instructions.LoadMapValue(1, 0, 0), RelocationKind.Data, "limit");
        code.Add(Instructions.LoadMemory(MemorySize.Word, 1, 1, 0));
        code.Add(Instructions.CallLocal(-1), RelocationKind.Call, "clamp");
        code.Add(Instructions.LoadMapValue(1, 0, 0), RelocationKind.Data, "last");
        code.Add(Instructions.StoreRegister(MemorySize.Word, 1, 0, 0));
        code.Line(15, 9, "Interlocked.Add(ref Packets, Scale);");
        code.Add(Instructions.LoadMapValue(1, 0, 0), RelocationKind.Data, "scale");
        code.Add(Instructions.LoadMemory(MemorySize.DoubleWord, 2, 1, 0));
        code.Add(Instructions.LoadMapValue(1, 0, 0), RelocationKind.Data, "packets");
        code.Add(Instructions.Atomic(AtomicOperation.Add, MemorySize.DoubleWord, 1, 0, 2));
        code.Line(16, 9, "return greeting[4];");
        code.Add(Instructions.LoadMapValue(1, 0, 0), RelocationKind.Data, "greeting", 4);
        code.Add(Instructions.LoadMemory(MemorySize.Byte, 1, 1, 0));
        code.Add(Instructions.MovImmediate(true, 0, 2));
        code.Add(Instructions.Exit());
        return code.Build("xdp_count", btfId, isGlobal: true);
    }

    private static FunctionSpec PassCode(int btfId)
    {
        FunctionBuilder code = new();
        code.Line(20, 5, "return XdpAction.Pass;");
        code.Add(Instructions.MovImmediate(true, 0, 2));
        code.Add(Instructions.Exit());
        return code.Build("xdp_pass", btfId, isGlobal: true);
    }

    private static FunctionSpec ClampCode(int btfId)
    {
        FunctionBuilder code = new();
        code.Line(30, 5, "return Math.Min(value, 100);");
        code.Add(Instructions.MovRegister(false, 0, 1));
        code.Add(Instructions.JumpImmediate(JumpOperation.Jle, false, 0, 100, 1));
        code.Add(Instructions.MovImmediate(false, 0, 100));
        code.Line(31, 1, "}");
        code.Add(Instructions.Exit());
        return code.Build("clamp", btfId, isGlobal: false);
    }
}

/// <summary>Collects a function's instructions, relocations and lines in the order of code.</summary>
public sealed class FunctionBuilder
{
    private readonly List<Instruction> instructions = [];
    private readonly List<Relocation> relocations = [];
    private readonly List<LineInfo> lines = [];
    private int slot;

    /// <summary>The next instruction belongs to this line.</summary>
    public void Line(int line, int column, string text) => lines.Add(new LineInfo(slot, SampleObject.FileName, line, column, text));

    public void Add(Instruction instruction)
    {
        instructions.Add(instruction);
        slot += instruction.SlotCount;
    }

    public void Add(Instruction instruction, RelocationKind kind, string symbol, int addend = 0)
    {
        relocations.Add(new Relocation(slot, kind, symbol, addend));
        Add(instruction);
    }

    public FunctionSpec Build(string name, int btfId = 0, bool isGlobal = true) => new()
    {
        Name = name, Instructions = instructions, Relocations = relocations, Lines = lines, BtfFunctionId = btfId, IsGlobal = isGlobal,
    };
}
