using System;
using System.IO;
using System.Linq;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Core.Tests.CodeGen;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Compiler;

public sealed class PassDifferentialTests
{
    private const int Seeds = 150;

    public static TheoryData<int> SeedBlocks => [.. Enumerable.Range(0, Seeds / 10)];

    public static TheoryData<string> SafetyFiles => FileTests.Names("safety");

    /// <summary>Random programs mean the same after every pass, and the pipeline leaves what it left before if it runs again from the same start.</summary>
    [Theory]
    [MemberData(nameof(SeedBlocks))]
    public void PassesKeepTheMeaning(int block)
    {
        for (int seed = block * 10; seed < (block + 1) * 10; seed++)
        {
            byte[] input = new byte[RandomProgram.PacketSize];
            new Random(seed).NextBytes(input);
            IrModule module = RandomProgram.Create(seed);
            (uint Result, byte[] Packet) expected = Evaluate(module, input);
            void Compare(string pass, IrFunction? function)
            {
                (uint Result, byte[] Packet) actual = Evaluate(module, input);
                Assert.True(expected.Result == actual.Result && expected.Packet.AsSpan().SequenceEqual(actual.Packet), $"seed {seed}: {pass} changed what the program does");
            }

            Assert.Empty(new PassRunner(module, new PassRunnerOptions { Verify = true, AfterPass = Compare }).RunAll());
            IrModule again = RandomProgram.Create(seed);
            new PassRunner(again).RunAll();
            Assert.Equal(IrPrinter.Print(module), IrPrinter.Print(again));
        }
    }

    /// <summary>What the checker accepts, the kernel loads.</summary>
    [SkippableTheory]
    [MemberData(nameof(SafetyFiles))]
    public void TheKernelLoadsWhatIsAccepted(string name)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        string text = System.IO.File.ReadAllText(Path.Combine(FileTests.RepositoryRoot(), "tests", "filetests", "safety", name));
        IrModule module = IrParser.Parse(text[..text.IndexOf("\n// expected\n", StringComparison.Ordinal)]);
        if (FileTests.Directive(text, "passes").Count > 0)
        {
            new PassRunner(module).RunAll();
        }

        foreach ((IrFunction function, IrFunction[] callees) in SafetyFileTests.Separate(module).Where(separate => separate.Function.Parameters is [{ Type: IrType.ContextPointer }]))
        {
            function.Program ??= new ProgramInfo(ProgramType.Xdp, null, "xdp", "xdp_md");
            module.Functions.Clear();
            module.Functions.AddRange([.. callees, function]);
            if (SafetyChecker.Check(module).Count > 0)
            {
                continue;
            }

            CompileResult compiled = BpfCompiler.GenerateCode(module, new CompilerOptions());
            Assert.Empty(compiled.Diagnostics);
            LinkedProgram program = Linker.Link(compiled.Object!, Assert.Single(compiled.Object!.Programs));
            // The kernel takes callbacks only with BTF, which this load has not: the tests of C# load those.
            if (program.Relocations.Count == 0 && !callees.Any(callee => callee.IsCallback))
            {
                KernelVerdict verdict = KernelProbe.Load(program.Program.Type, InstructionCodec.Encode(program.Instructions));
                Assert.True(verdict.Accepted, $"{function.Name}: errno {verdict.Errno}\n{verdict.Log}");
            }
        }
    }

    private static (uint Result, byte[] Packet) Evaluate(IrModule module, byte[] input)
    {
        byte[] packet = [.. input];
        return (new IrEvaluator(packet).Run(module.Functions[0]), packet);
    }
}
