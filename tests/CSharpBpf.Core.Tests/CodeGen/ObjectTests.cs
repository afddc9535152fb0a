using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CSharpBpf.Btf;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.CodeGen;

/// <summary>The object as a whole: BTF, source positions, determinism.</summary>
public sealed class ObjectTests
{
    private const string Text = """
        module Demo
        license "GPL"
        type !0 = int "uint" 4
        type !1 = int "sbyte" 1 signed
        type !2 = int "bool" 1 bool
        type !3 = int "char" 2 char
        type !4 = enum "Color" 4 signed { Red = 0, Green = -1 }
        type !5 = struct "Key" 16 { a: !0 + 0, b: !1 + 4, "c d": !2 + 5, d: !3 + 6, e: !4 + 8 }
        type !6 = array !0 8
        type !7 = enum "Wide" 8 { Big = 81985529216486895 }
        map @Counts Hash key !5 value !6 entries 1024 flags 0
        map @Colors Array key !4 value !7 entries 4 flags 0
        global @Port ReadOnly !3 = "8913"
        global @Table Bss !6
        global @Key Bss !5
        source "a.cs" {
          "  if (packet.Length == 0)"
          "    return 1;"
        }
        location #0 = "a.cs" 1:7 0+10
        location #1 = "lib.cs" 7:3 70+4 library inlined #0
        location #2 = "a.cs" 2:5 20+10

        function @demo(%ctx: ctx) -> i32 program Xdp section "xdp" context "xdp_md" at #0 {
        entry:
          %data = context_load.u32 packet %ctx
          %end = context_load.u32 packet_end %ctx + 4 at #1
          %empty = eq i32 %data, %end at #1
          cond_br %empty, no, yes at #0
        no:
          ret 1 at #2
        yes:
          ret 2
        }
        """;

    [Fact]
    public void LinesAreTheUsersAndStartAtSlotZero()
    {
        FunctionSpec function = Compile(Text).Programs[0].Function;
        Assert.Equal(
            [("a.cs", 1, 7, "if (packet.Length == 0)"), ("a.cs", 2, 5, "return 1;")],
            function.Lines.Select(line => (line.FileName, line.Line, line.Column, line.Text)).Distinct());
        Assert.Equal(0, function.Lines[0].Slot);
    }

    [Fact]
    public void GlobalsAreAlignedAndTyped()
    {
        ObjectSpec spec = Compile(Text);
        DataSectionSpec bss = spec.DataSections.Single(section => section.Kind == DataSectionKind.Bss);
        Assert.Equal([("Table", 0, 32), ("Key", 32, 16)], bss.Variables.Select(variable => (variable.Name, variable.Offset, variable.Size)));
        Assert.Equal(48, bss.Contents.Length);
        Assert.Equal([0x89, 0x13], spec.DataSections[0].Contents);
        Assert.IsType<BtfDataSection>(spec.Btf!.Types[bss.BtfTypeId - 1]);
        BtfStruct key = Assert.IsType<BtfStruct>(spec.Btf.Types[spec.Maps[0].BtfKeyTypeId - 1]);
        Assert.Equal(["a", "b", "c_d", "d", "e"], key.Members.Select(member => member.Name));
        Assert.Equal("unsigned int", spec.Btf.Types[spec.Maps[1].BtfKeyTypeId - 1].Name);
    }

    [SkippableFact]
    public void TheKernelTakesTheBtfAsIs()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ObjectSpec spec = Compile(Text);
        FunctionSpec function = spec.Programs[0].Function;
        var strings = new BtfStringTable();
        var lines = new List<byte>();
        foreach (LineInfo line in function.Lines)
        {
            uint[] words = [(uint)line.Slot, (uint)strings.Add(line.FileName), (uint)strings.Add(line.Text), BtfExtWriter.PackPosition(line.Line, line.Column)];
            lines.AddRange(words.SelectMany(BitConverter.GetBytes));
        }

        byte[] functions = [.. BitConverter.GetBytes(0), .. BitConverter.GetBytes(function.BtfFunctionId)];
        KernelVerdict verdict = KernelBtfProbe.Load(ProgramType.Xdp, InstructionCodec.Encode(function.Instructions), BtfWriter.Write(spec.Btf!, strings), functions, [.. lines]);
        Assert.True(verdict.Accepted, $"errno {verdict.Errno}\n{verdict.Log}");
        Assert.Contains("return 1;", verdict.Log);
    }

    [Fact]
    public void TheSameIrGivesTheSameBytes() => Assert.Equal(ObjectWriter.Write(Compile(Text)), ObjectWriter.Write(Compile(Text)));

    [Fact]
    public void RandomProgramsGiveTheSameBytesTwice()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            byte[] first = ObjectWriter.Write(BpfCompiler.GenerateCode(RandomProgram.Create(seed), new CompilerOptions()).Object!);
            Assert.Equal(first, ObjectWriter.Write(BpfCompiler.GenerateCode(RandomProgram.Create(seed), new CompilerOptions()).Object!));
        }
    }

    [Fact]
    public void CancellationIsAnException() =>
        Assert.Throws<OperationCanceledException>(() => BpfCompiler.GenerateCode(IrParser.Parse(Text), new CompilerOptions(), new CancellationToken(canceled: true)));

    private static ObjectSpec Compile(string text)
    {
        CompileResult result = BpfCompiler.GenerateCode(IrParser.Parse(text), new CompilerOptions());
        Assert.Empty(result.Diagnostics);
        return result.Object!;
    }
}
