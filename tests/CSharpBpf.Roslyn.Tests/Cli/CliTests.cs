using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Cli;

/// <summary>csbpf as a person or a script runs it.</summary>
public sealed class CliTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void BuildsDisassemblesAndRunsAStandAloneFile()
    {
        string source = Path.Combine(FileTests.RepositoryRoot(), "bench", "codegen", "Twins", "UdpDrop.cs");
        string built = directory.File("out.o");
        Assert.Equal((0, ""), (Run(out string output, out string error, "build", source, "-o", built), error));
        Assert.Contains("out.o", output, StringComparison.Ordinal);

        Assert.Equal(0, Run(out output, out _, "disasm", built));
        Assert.Contains("xdp udp_drop:", output, StringComparison.Ordinal);
        Assert.Contains("; PacketCursor packet = ctx.Packet;  @ ", output, StringComparison.Ordinal);
        Assert.Contains("r2 = *(u32 *)(r1 +0)", output, StringComparison.Ordinal);

        Assert.Equal(0, Run(out output, out _, "disasm", built, "--format", "tsv"));
        string[] rows = output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("program\tslot\tbytes\tinstruction\tsymbol\tfile\tline\tcolumn\ttext", rows[0]);
        Assert.All(rows, row => Assert.Equal(9, row.Split('\t').Length));

        string packet = "@" + Path.Combine(FileTests.RepositoryRoot(), "bench", "codegen", "packets", "02_udp_drop", "01_drop.hex");
        Assert.Equal(0, Run(out output, out _, "run", built, "--program", "udp_drop", "--packet", packet, "--format", "tsv"));
        Assert.StartsWith("udp_drop\tvm\t1\tDrop\t74\t", output.ReplaceLineEndings("\n").Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void BuildsAFileWithMaps()
    {
        string source = Path.Combine(FileTests.RepositoryRoot(), "bench", "codegen", "Twins", "ProtoCount.cs");
        string built = directory.File("maps.o");
        Assert.Equal((0, ""), (Run(out _, out string error, "build", source, "-o", built), error));
        Assert.Equal(0, Run(out string output, out _, "disasm", built));
        Assert.Contains("map counts", output, StringComparison.Ordinal);
    }

    [Fact]
    public void BuildsAFileOfAProjectWithImplicitUsings()
    {
        string source = Path.Combine(FileTests.RepositoryRoot(), "samples", "RateLimit", "RateLimiter.cs");
        Assert.Equal((0, ""), (Run(out _, out string error, "build", source, "-o", directory.File("limit.o")), error));
    }

    [SkippableFact]
    public void RunsInTheKernelToo()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        string built = Build("public sealed partial class P : CSharpBpf.BpfObject { [CSharpBpf.XdpProgram] public CSharpBpf.XdpAction Go(CSharpBpf.XdpContext ctx) => CSharpBpf.XdpAction.Tx; }");
        Assert.Equal(0, Run(out string output, out _, "run", built, "--packet", new string('0', 28), "--kernel", "--format", "tsv"));
        Assert.StartsWith("Go\tkernel\t3\tTx\t14\t", output.ReplaceLineEndings("\n").Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAFileNameEachClassGetsItsOwn()
    {
        string source = directory.Write("two.cs", System.Text.Encoding.UTF8.GetBytes(
            """
            using CSharpBpf;
            namespace N;
            public sealed partial class A : BpfObject { [XdpProgram] public XdpAction Go(XdpContext ctx) => XdpAction.Pass; }
            public sealed partial class B : BpfObject { [XdpProgram] public XdpAction Go(XdpContext ctx) => XdpAction.Drop; }
            """));
        string output = directory.File("objects/");
        Assert.Equal(0, Run(out _, out _, "build", source, "-o", output));
        Assert.Equal(["N.A.bpf.o", "N.B.bpf.o"], Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(2, Run(out _, out string error, "build", source, "-o", directory.File("one.o")));
        Assert.Contains("directory", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileMayNameAllOfTheFramework()
    {
        string built = Build("public sealed partial class P : CSharpBpf.BpfObject { [CSharpBpf.XdpProgram] public CSharpBpf.XdpAction Go(CSharpBpf.XdpContext ctx) => (CSharpBpf.XdpAction)System.Net.Sockets.SocketType.Dgram; }");
        Assert.Equal(0, Run(out string output, out _, "disasm", built));
        Assert.Contains("0 = 2\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public sealed partial class P : CSharpBpf.BpfObject { [CSharpBpf.XdpProgram] public CSharpBpf.XdpAction Go(CSharpBpf.XdpContext ctx) { var a = new object(); return 0; } }", "BPF01")]
    [InlineData("public sealed partial class P : CSharpBpf.BpfObject { [CSharpBpf.XdpProgram] public CSharpBpf.XdpAction Go(CSharpBpf.XdpContext ctx) { return Nope; } }", "CS0103")]
    [InlineData("public class P { }", "no BPF class")]
    [InlineData("public class {", "")]
    public void SourceThatDoesNotCompileIsRefusedInWords(string source, string expected)
    {
        string file = directory.Write("bad.cs", System.Text.Encoding.UTF8.GetBytes(source));
        Assert.Equal(1, Run(out _, out string error, "build", file, "-o", directory.File("bad.o")));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
        Assert.False(File.Exists(directory.File("bad.o")));
    }

    [Theory]
    [InlineData(2, "build", "nosuch.cs")]
    [InlineData(2, "disasm", "nosuch.o")]
    [InlineData(2, "nosuch")]
    [InlineData(2, "build")]
    [InlineData(0, "--help")]
    [InlineData(0, "run", "--help")]
    public void TheExitCodeTellsWhoIsToAct(int expected, params string[] arguments)
    {
        Assert.Equal(expected, Run(out _, out string error, arguments));
        Assert.DoesNotContain("Unhandled", error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoObjectOrNoPacketIsSaid()
    {
        string notElf = directory.Write("text.o", "hello"u8.ToArray());
        Assert.Equal(1, Run(out _, out string error, "disasm", notElf));
        Assert.Contains("text.o", error, StringComparison.Ordinal);

        string built = Build("public sealed partial class P : CSharpBpf.BpfObject { [CSharpBpf.XdpProgram] public CSharpBpf.XdpAction Go(CSharpBpf.XdpContext ctx) => CSharpBpf.XdpAction.Pass; }");
        Assert.Equal(2, Run(out _, out error, "run", built, "--packet", "0x12"));
        Assert.Contains("'x' at digit 2", error, StringComparison.Ordinal);
        Assert.Equal(2, Run(out _, out error, "run", built, "--packet", "123"));
        Assert.Contains("whole bytes", error, StringComparison.Ordinal);
        Assert.Equal(2, Run(out _, out error, "run", built, "--packet", "12", "--program", "Nope"));
        Assert.Contains("It has: Go", error, StringComparison.Ordinal);
    }

    private string Build(string source)
    {
        string built = directory.File("p.o");
        Assert.Equal(0, Run(out _, out string error, "build", directory.Write("p.cs", System.Text.Encoding.UTF8.GetBytes(source)), "-o", built));
        Assert.Equal("", error);
        return built;
    }

    private static int Run(out string output, out string error, params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "csbpf.dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> standardOutput = process.StandardOutput.ReadToEndAsync();
        Task<string> standardError = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"csbpf {string.Join(' ', arguments)} did not end within {Limit}.");
        }

        output = standardOutput.GetAwaiter().GetResult();
        error = standardError.GetAwaiter().GetResult();
        return process.ExitCode;
    }
}
