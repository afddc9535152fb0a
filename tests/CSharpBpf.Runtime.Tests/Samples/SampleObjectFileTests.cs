using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Loading;
using CSharpBpf.Object;
using CSharpBpf.Sys;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Samples;

/// <summary>The object file that the build writes beside the sample's assembly.</summary>
public sealed class SampleObjectFileTests
{
    private static string ObjectFile => Path.Combine(AppContext.BaseDirectory, "UdpFilter.bpf.o");

    [Fact]
    public void HoldsWhatTheClassDeclares()
    {
        ObjectSpec spec = Read();
        Assert.Equal(("Filter", "xdp"), (spec.Programs.Single().Name, spec.Programs.Single().SectionName));
        Assert.Equal(("Dropped", 65_536u, 4, 8), (spec.Maps.Single().Name, spec.Maps.Single().MaxEntries, spec.Maps.Single().KeySize, spec.Maps.Single().ValueSize));
        Assert.Equal(["DroppedTotal", "Port"], spec.DataSections.SelectMany(section => section.Variables).Select(variable => variable.Name).Order(StringComparer.Ordinal));
        Assert.Null(spec.License);
        Assert.All(spec.Programs[0].Function.Lines, line => Assert.EndsWith("UdpFilter.cs", line.FileName, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("llvm-readelf-19", "-SWsr")]
    [InlineData("llvm-objdump-19", "-dr")]
    [InlineData("bpftool", "btf", "dump", "file")]
    [InlineData("bpftool", "gen", "skeleton")]
    public void IsReadByTheToolsOfTheField(string tool, params string[] arguments) =>
        Assert.NotEmpty(ExternalTool.Run(tool, [.. arguments, ObjectFile]));

    [SkippableFact]
    public void IsLinkedByLibbpf()
    {
        using var directory = new TemporaryDirectory();
        string linked = directory.File("linked.o");
        ExternalTool.Run("bpftool", "gen", "object", linked, ObjectFile);
        Assert.Equal("Filter", ObjectReader.Read(File.ReadAllBytes(linked), "linked").Programs.Single().Name);
    }

    [SkippableFact]
    public void ABoundsCheckRemovedByHandIsReportedAtItsLine()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ObjectSpec spec = Read();
        ProgramSpec program = spec.Programs[0];
        List<Instruction> code = [.. program.Function.Instructions];
        int check = code.FindIndex(instruction => Isa.Text.Disassembler.Format(instruction).StartsWith("if r", StringComparison.Ordinal));
        code[check] = Instructions.Goto(0);
        var broken = new ObjectSpec
        {
            Name = spec.Name, License = spec.License, Maps = spec.Maps, DataSections = spec.DataSections, Btf = spec.Btf,
            Programs =
            [
                new ProgramSpec
                {
                    Name = program.Name, SectionName = program.SectionName, Type = program.Type, ExpectedAttachType = program.ExpectedAttachType,
                    Function = new FunctionSpec
                    {
                        Name = program.Function.Name, Instructions = code, Relocations = program.Function.Relocations,
                        Lines = program.Function.Lines, BtfFunctionId = program.Function.BtfFunctionId,
                    },
                },
            ],
        };
        ObjectSpec read = ObjectReader.Read(ObjectWriter.Write(broken), "broken");
        VerifierException e = Assert.Throws<VerifierException>(() => KernelObject.Load(LinuxSyscall.Instance, read, new ConstantSection(read).Contents));
        Assert.EndsWith("UdpFilter.cs", e.Location!.FileName, StringComparison.Ordinal);
        Assert.Contains("TryRead(out EthernetHeader eth)", e.Location.Text, StringComparison.Ordinal);
        Assert.Equal(SourceLineOf("TryRead(out EthernetHeader eth)"), e.Location.Line);
        Assert.Contains("packet", e.Reason, StringComparison.Ordinal);
    }

    private static int SourceLineOf(string text) =>
        1 + Array.FindIndex(File.ReadAllLines(Path.Combine(FileTests.RepositoryRoot(), "samples", "UdpDrop", "UdpFilter.cs")), line => line.Contains(text, StringComparison.Ordinal));

    private static ObjectSpec Read() => ObjectReader.Read(File.ReadAllBytes(ObjectFile), "UdpFilter");
}
