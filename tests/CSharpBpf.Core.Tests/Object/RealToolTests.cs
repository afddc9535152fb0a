using System;
using System.IO;
using System.Linq;
using CSharpBpf.Btf;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Object;

/// <summary>What other projects' tools say to the objects we write: those made by hand, and clang's written again by us.</summary>
public sealed class RealToolTests
{
    public static TheoryData<string> Objects => new() { "sample", "everything.c", "core.c", "kernel_functions.c" };

    [SkippableTheory]
    [MemberData(nameof(Objects))]
    public void LlvmReadsSectionsSymbolsAndCode(string name)
    {
        using TemporaryDirectory directory = new();
        string path = directory.Write("object.o", Make(name));
        string sections = ExternalTool.Run("llvm-readelf-19", "-SWsr", path);
        Assert.Contains(".BTF.ext", sections);
        string code = ExternalTool.Run("llvm-objdump-19", "-dr", path);
        Assert.DoesNotContain("<unknown>", code);
        if (name == "sample")
        {
            Assert.Contains("R_BPF_64_64            0000000000000020 counts", sections);
            Assert.Contains("R_BPF_64_32            0000000000000000 clamp", sections);
            Assert.Contains("Disassembly of section xdp:\n\n0000000000000000 <xdp_count>:", code);
            Assert.Contains("R_BPF_64_64\tcounts", code);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Objects))]
    public void BpftoolReadsLinksAndMakesASkeleton(string name)
    {
        using TemporaryDirectory directory = new();
        string path = directory.Write("object.o", Make(name));
        string types = ExternalTool.Run("bpftool", "btf", "dump", "file", path, "format", "c");
        ExternalTool.Run("bpftool", "gen", "object", directory.File("linked.o"), path);
        string skeleton = ExternalTool.Run("bpftool", "gen", "skeleton", path, "name", "object");
        if (name == "sample")
        {
            Assert.Contains("struct flow {\n\tunsigned int address;\n\tunsigned int port;\n};", types);
            Assert.Contains("struct bpf_map *flows;", skeleton);
            Assert.Contains("unsigned long long packets;", skeleton);
        }

        // What libbpf's linker makes of it is an object we read, too.
        ObjectSpec linked = ObjectReader.Read(File.ReadAllBytes(directory.File("linked.o")), "linked");
        Assert.Equal(
            ObjectReader.Read(Make(name), name).Programs.Select(program => program.Name), linked.Programs.Select(program => program.Name));
    }

    [SkippableTheory]
    [MemberData(nameof(Objects))]
    public void BpftoolLoadsEveryProgram(string name)
    {
        RequireKernel("bpftool", "unshare", "mount");
        using TemporaryDirectory directory = new();
        string path = directory.Write("object.o", Make(name));
        Directory.CreateDirectory(directory.File("bpffs"));
        // The mount and the pins in it end with the mount namespace, whatever happens.
        ExternalTool.Run(
            "unshare", "--mount", "sh", "-ec",
            $"mount -t bpf bpf {directory.File("bpffs")}; bpftool prog loadall {path} {directory.File("bpffs/pinned")}; ls {directory.File("bpffs/pinned")}");
    }

    [SkippableFact]
    public void TheKernelShowsOurLinesAndTypes()
    {
        RequireKernel("bpftool", "unshare", "mount");
        using TemporaryDirectory directory = new();
        string path = directory.Write("object.o", Make("sample"));
        Directory.CreateDirectory(directory.File("bpffs"));
        string pin = directory.File("bpffs/pinned");
        string dump = ExternalTool.Run(
            "unshare", "--mount", "sh", "-ec",
            $"mount -t bpf bpf {directory.File("bpffs")}; bpftool prog load {path} {pin}; bpftool prog dump xlated pinned {pin}");
        Assert.Contains("int xdp_count(struct xdp_md * ctx):", dump);
        Assert.Contains("; Interlocked.Increment(ref count);", dump);
        Assert.Contains("int clamp(unsigned int value):", dump);
    }

    [SkippableFact]
    public void IpLinkAttachesTheSection()
    {
        RequireKernel("ip", "unshare");
        using TemporaryDirectory directory = new();
        string path = directory.Write("object.o", Make("sample"));
        string link = ExternalTool.Run(
            "unshare", "--net", "sh", "-ec",
            $"ip link add left type veth peer name right; ip link set dev left xdp obj {path} sec xdp; ip link show left; ip link set dev left xdp off");
        Assert.Contains("prog/xdp", link);
    }

    [SkippableTheory]
    [InlineData("sample")]
    [InlineData("everything.c")]
    [InlineData("core.c")]
    public void TheKernelTakesOurBtfAsItIs(string name)
    {
        RequireKernel();
        ObjectSpec spec = ObjectReader.Read(Make(name), name);
        KernelVerdict verdict = KernelProbe.LoadBtf(BtfWriter.Write(spec.Btf!));
        Assert.True(verdict.Accepted, verdict.Log);
    }

    [SkippableFact]
    public void TheKernelRefusesDataSectionsWithoutSize()
    {
        RequireKernel();
        ObjectSpec spec = ObjectBtf.Complete(SampleObject.Create());
        BtfType[] types = [.. spec.Btf!.Types.Select(type => type is BtfDataSection section ? section with { Size = 0 } : type)];
        Assert.False(KernelProbe.LoadBtf(BtfWriter.Write(new BtfSpec { Types = types })).Accepted);
    }

    private static byte[] Make(string name) => name.EndsWith(".c", StringComparison.Ordinal)
        ? ObjectWriter.Write(ObjectReader.Read(ClangObjects.Compile(name, "v3"), name))
        : ObjectWriter.Write(SampleObject.Create());

    private static void RequireKernel(params string[] programs)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ExternalTool.Require(programs);
    }
}
