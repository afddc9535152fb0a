using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CSharpBpf.Testing;
using Xunit;
using Xunit.Abstractions;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>
/// Random C# in three engines: plain .NET, the virtual machine, the kernel. They agree, and what builds without a diagnostic loads.
/// CSHARPBPF_FUZZ_SEED is the first seed, CSHARPBPF_FUZZ_COUNT how many follow, CSHARPBPF_FUZZ_SIZE their size;
/// CSHARPBPF_FUZZ_OUTPUT a directory for the source and the IR of seeds that failed.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int MaximumTooLarge = 10;

    // Both tests run the same seeds; a seed is compiled once.
    private static readonly ConcurrentDictionary<(int Seed, int Size), FuzzClass> Compiled = new();

    [Fact]
    public void PlainAndVirtualMachineAgree() => Run(BpfTarget.Virtual);

    [SkippableFact]
    public void PlainAndKernelAgree()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Run(BpfTarget.Kernel);
    }

    [Fact]
    public void SameSeedGivesSameSource() => Assert.Equal(ProgramGenerator.Generate(7, 12, FuzzTarget.Default).Text, ProgramGenerator.Generate(7, 12, FuzzTarget.Default).Text);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable("CSHARPBPF_FUZZ_" + name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    private void Run(BpfTarget target)
    {
        int first = Setting("SEED", 1);
        int count = Setting("COUNT", 200);
        int size = Setting("SIZE", 12);
        List<FuzzReport> reports = [];
        for (int seed = first; seed < first + count; seed++)
        {
            FuzzSource source = ProgramGenerator.Generate(seed, size, FuzzTarget.Default);
            FuzzReport report = FuzzRunner.Run(source, Compiled.GetOrAdd((seed, size), _ => FuzzClass.Compile(source)), target);
            reports.Add(report);
            if (report.Outcome == FuzzOutcome.Failed && Environment.GetEnvironmentVariable("CSHARPBPF_FUZZ_OUTPUT") is { Length: > 0 } directory)
            {
                FuzzRunner.Keep(source, directory);
            }
        }

        FuzzReport[] failed = [.. reports.Where(static r => r.Outcome == FuzzOutcome.Failed)];
        FuzzReport[] tooLarge = [.. reports.Where(static r => r.Outcome == FuzzOutcome.TooLarge)];
        output.WriteLine($"{count} seeds from {first}: {count - failed.Length - tooLarge.Length} agreed, {tooLarge.Length} too large, {failed.Length} failed");
        foreach (IGrouping<string, FuzzReport> group in tooLarge.GroupBy(static r => r.Detail))
        {
            output.WriteLine($"{group.Count()} times {group.Key}");
        }

        Assert.True(failed.Length == 0, string.Join("\n\n", failed.Select(static r => r.Detail)));
        Assert.True(tooLarge.Length * 100 <= count * MaximumTooLarge, $"{tooLarge.Length} of {count} programs were too large: the test says nothing about them.");
    }
}
