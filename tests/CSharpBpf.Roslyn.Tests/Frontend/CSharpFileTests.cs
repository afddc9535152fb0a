using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend;
using CSharpBpf.Frontend.Model;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Roslyn.Tests.Support;
using CSharpBpf.Testing;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Frontend;

/// <summary>
/// The features of C#: each file is a BPF class whose programs read inputs from the packet and write results into it. What plain .NET makes
/// of every packet is recorded in the file, and every engine must give the same. The line "// packets: HEX, ..." has the packets; without it
/// a few of 64 bytes are used. With the line "// waits: MILLISECONDS" each program runs twice on the packet, that long apart. The line
/// "// target: VERSION" has the oldest kernel that it is for, instead of the default.
/// </summary>
public sealed class CSharpFileTests
{
    public static TheoryData<string> Files => FileTests.Names("csharp");

    [Theory]
    [MemberData(nameof(Files))]
    public void Plain_dotnet_gives_what_is_recorded(string file) => FileTests.Check("csharp", file, static source =>
    {
        TestCompilation compilation = Compilation(source);
        var plain = Program(source, compilation);
        var text = new StringBuilder();
        foreach (ProgramMember program in compilation.Model([]).Programs)
        {
            foreach (byte[] packet in Packets(source))
            {
                text.Append("// ").Append(program.Symbol.Name).Append(": ").Append(plain.Run(program.Symbol.Name, packet)).Append('\n');
            }
        }

        return text.ToString();
    });

    [Theory]
    [MemberData(nameof(Files))]
    public void The_IR_before_all_passes_agrees_with_plain_dotnet(string file)
    {
        string source = FileTests.Source("csharp", file);
        TestCompilation compilation = Compilation(source);
        IrModule module = Lower(compilation);
        var plain = Program(source, compilation);
        Compare(compilation, source, plain, (program, packet) => module.Maps.Count > 0 || CallsWhatIsNotThere(module) || plain.ContextOf(program) != typeof(XdpContext) ? null : new IrInterpreter(module, packet).Run(program));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_virtual_machine_agrees_with_plain_dotnet(string file) => CompareTarget(file, BpfTarget.Virtual);

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void The_kernel_agrees_with_plain_dotnet(string file)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        CompareTarget(file, BpfTarget.Kernel);
    }

    // The interpreter of IR has neither maps nor routes nor helpers that move the packet.
    private static bool CallsWhatIsNotThere(IrModule module) => module.Functions
        .SelectMany(static function => function.Blocks)
        .SelectMany(static block => block.Instructions)
        .Any(static instruction => instruction.Op == IrOp.CallHelper && (instruction.Helper == HelperId.FibLookup || HelperTable.Find(instruction.Helper) is { ChangesPacketData: true }));

    private static void CompareTarget(string file, BpfTarget target)
    {
        string source = FileTests.Source("csharp", file);
        TestCompilation compilation = Compilation(source);
        var plain = Program(source, compilation);
        if (compilation.Target.TargetKernel == new CompilerOptions().TargetKernel)
        {
            KeptObjects.Add(System.IO.Path.GetFileNameWithoutExtension(file), plain.Image);
        }

        // A test run takes no packet shorter than an Ethernet header.
        Compare(compilation, source, plain, (program, packet) => packet.Length < 14 ? null : plain.Run(program, packet, target));
    }

    internal static IrModule Lower(TestCompilation compilation)
    {
        LoweringResult lowered = compilation.Lower();
        AssertNone(lowered.Diagnostics);
        Assert.False(lowered.HasCSharpErrors, string.Join("\n", compilation.Plain.GetDiagnostics().Where(static d => d.Severity == DiagnosticSeverity.Error)));
        AssertNone(IrVerifier.Verify(lowered.Module!));
        return lowered.Module!;
    }

    private static TestCompilation Compilation(string source) => new(source)
    {
        Target = FileTests.Directive(source, "target") is [var kernel] && Version.Parse(kernel) is var version ? new CompilerOptions { TargetKernel = (version.Major << 8) | version.Minor } : new CompilerOptions(),
    };

    private static PlainProgram Program(string source, TestCompilation compilation) => new(compilation)
    {
        Wait = FileTests.Directive(source, "waits") is [var wait] ? TimeSpan.FromMilliseconds(int.Parse(wait, CultureInfo.InvariantCulture)) : TimeSpan.Zero,
    };

    private static void Compare(TestCompilation compilation, string source, PlainProgram plain, Func<string, byte[], RunOutcome?> run)
    {
        var differences = new List<string>();
        foreach (ProgramMember program in compilation.Model([]).Programs)
        {
            foreach (byte[] packet in Packets(source))
            {
                string expected = plain.Run(program.Symbol.Name, packet).ToString();
                string? actual = run(program.Name, packet)?.ToString();
                if (actual is not null && expected != actual)
                {
                    differences.Add($"{program.Name} on {Convert.ToHexStringLower(packet)}:\n  {expected}\n  {actual}");
                }
            }
        }

        AssertNone(differences);
    }

    // xunit would show the first few characters only.
    internal static void AssertNone<T>(IEnumerable<T> problems)
    {
        string all = string.Join("\n", problems);
        Assert.True(all.Length == 0, all);
    }

    internal static IReadOnlyList<byte[]> Packets(string source)
    {
        IReadOnlyList<string> given = FileTests.Directive(source, "packets");
        return given.Count > 0 ? [.. given.Select(static hex => Convert.FromHexString(hex))] : DefaultPackets;
    }

    private static readonly byte[][] DefaultPackets =
    [
        new byte[64],
        [.. Enumerable.Range(0, 64).Select(static i => (byte)(i + 1))],
        [.. Enumerable.Repeat((byte)0xFF, 64)],
        [.. Enumerable.Range(0, 64).Select(static i => (byte)(i % 8 == 3 ? 0x80 : i * 37))],
        Convert.FromHexString("80000000000000807fffffffffffff7f01000000000000000300fffffeffffff" + new string('5', 64)),
    ];
}
