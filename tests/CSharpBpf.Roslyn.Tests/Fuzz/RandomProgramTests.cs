using System;
using System.Globalization;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Roslyn.Tests.Support;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>
/// Random programs give the same in plain .NET, in the IR before all passes, in the virtual machine and in the kernel. FUZZ_SEED and
/// FUZZ_COUNT in the environment choose the first seed and the number of programs; a difference names the seed.
/// </summary>
public sealed class RandomProgramTests
{
    private const int DefaultCount = 200;
    private const int ProgramsPerClass = 10;

    public static TheoryData<int> Seeds
    {
        get
        {
            int first = Setting("FUZZ_SEED", 1);
            return [.. Enumerable.Range(first, (Setting("FUZZ_COUNT", DefaultCount) + ProgramsPerClass - 1) / ProgramsPerClass)];
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void All_engines_agree(int seed)
    {
        string source = new RandomCSharp(seed).Write(ProgramsPerClass);
        try
        {
            Compare(source, seed);
        }
        catch (Exception e) when (e is not SkipException)
        {
            throw new InvalidOperationException($"Seed {seed} (FUZZ_SEED={seed} FUZZ_COUNT={ProgramsPerClass}): {e.Message}\n{source}", e);
        }
    }

    private static void Compare(string source, int seed)
    {
        var compilation = new TestCompilation(source);
        var plain = new PlainProgram(compilation);
        IrModule module = compilation.Lower().Module!;
        var random = new Random(seed);
        for (int i = 0; i < ProgramsPerClass; i++)
        {
            string program = "P" + i.ToString(CultureInfo.InvariantCulture);
            for (int n = 0; n < 3; n++)
            {
                var packet = new byte[64];
                random.NextBytes(packet);
                string expected = plain.Run(program, packet).ToString();
                Check("the IR", new IrInterpreter(module, packet).Run(program));
                Check("the virtual machine", plain.Run(program, packet, BpfTarget.Virtual));
                if (KernelProbe.IsAvailable && RunInKernel(plain, program, packet) is { } outcome)
                {
                    Check("the kernel", outcome);
                }

                void Check(string engine, RunOutcome actual) =>
                    Assert.True(expected == actual.ToString(), $"{program} on {Convert.ToHexStringLower(packet)}: .NET gives {expected}, {engine} {actual}");
            }
        }
    }

    // A program may have more paths than the verifier's budget of a million instructions; that is no difference between engines.
    private static RunOutcome? RunInKernel(PlainProgram plain, string program, byte[] packet)
    {
        try
        {
            return plain.Run(program, packet, BpfTarget.Kernel);
        }
        catch (VerifierException e) when (e.Message.Contains("program is too large", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
