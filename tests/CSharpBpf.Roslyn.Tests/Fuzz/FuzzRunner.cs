using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using CSharpBpf.Roslyn.Tests.Support;
using CSharpBpf.Vm;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

internal enum FuzzOutcome
{
    Agreed,

    /// <summary>Not built, for a reason that a correct compiler may have: size.</summary>
    TooLarge,

    Failed,
}

/// <summary>What one seed gave.</summary>
/// <param name="Detail">The diagnostic id if it was too large; all there is to know if it failed.</param>
internal sealed record FuzzReport(FuzzOutcome Outcome, string Detail);

/// <summary>
/// Compiles a seed's class and runs it on packets as plain C# and where it is loaded. Each engine has one object for all packets, so that what a
/// packet leaves in maps and globals is compared with all that follow.
/// </summary>
internal static class FuzzRunner
{
    private const int PacketsPerProgram = 10;

    // Random code may outgrow what the kernel gives.
    private static readonly string[] Limits = ["BPF0401", "BPF0404"];

    // What a random loop over a range does to its numbers the kernel cannot always follow.
    private const string UnendingLoop = "BPF0407";

    public static FuzzReport Run(FuzzSource source, FuzzClass compiled, params IReadOnlyList<BpfTarget> targets)
    {
        if (compiled.CSharpErrors.Count > 0)
        {
            return Fail(source, "The generated source is not C#: " + string.Join("\n", compiled.CSharpErrors));
        }

        if (compiled.Image is null)
        {
            return compiled.BpfDiagnostics.All(d => Limits.Contains(d.Id) || (d.Id == UnendingLoop && source.Target.HasIterators))
                ? new FuzzReport(FuzzOutcome.TooLarge, compiled.BpfDiagnostics[0].Id)
                : Fail(source, "Not compiled: " + string.Join("\n", compiled.BpfDiagnostics.Select(static d => d.ToString())));
        }

        KeptObjects.Add(source.ClassName, compiled.Image);
        try
        {
            return Compare(source, compiled, targets);
        }
        catch (Exception e) when (e is VmFaultException or VmLoadException or BpfException or InvalidOperationException or ArithmeticException)
        {
            return IsKernelLimit(e) ? new FuzzReport(FuzzOutcome.TooLarge, "kernel: 1 million instructions") : Fail(source, e.ToString());
        }
    }

    private static FuzzReport Compare(FuzzSource source, FuzzClass compiled, IReadOnlyList<BpfTarget> targets)
    {
        using BpfObject plain = compiled.Create();
        List<BpfObject> loaded = [];
        try
        {
            foreach (BpfTarget target in targets)
            {
                loaded.Add(compiled.Create());
                FuzzStages.Measure($"load {target}", () => loaded[^1].Load(target));
            }

            foreach (byte[] packet in FuzzPackets.Create(source, PacketsPerProgram))
            {
                for (int program = 0; program < source.Programs; program++)
                {
                    string expected = FuzzStages.Measure("run plain", () => Describe(((IFuzzProgram)plain).RunPlain(program, packet), (IFuzzProgram)plain));
                    for (int i = 0; i < targets.Count; i++)
                    {
                        IFuzzProgram other = (IFuzzProgram)loaded[i];
                        string actual = FuzzStages.Measure($"run {targets[i]}", () => Describe(other.RunLoaded(program, packet), other));
                        if (actual != expected)
                        {
                            return Fail(source, $"Program{program} differs on packet {Convert.ToHexStringLower(packet)}\nplain C# (-), {targets[i]} (+):\n{Difference(expected, actual)}");
                        }
                    }
                }
            }

            return new FuzzReport(FuzzOutcome.Agreed, "");
        }
        finally
        {
            loaded.ForEach(static o => o.Dispose());
        }
    }

    private static string Describe(FuzzResult result, IFuzzProgram target) =>
        string.Create(CultureInfo.InvariantCulture, $"return value = {result.ReturnValue:x}\npacket = {result.Packet}\nmark = {result.Mark:x} priority = {result.Priority:x}\n{target.Dump()}");

    private static string Difference(string expected, string actual)
    {
        string[] left = expected.Split('\n');
        string[] right = actual.Split('\n');
        StringBuilder text = new();
        foreach (string line in left.Except(right))
        {
            text.Append("- ").Append(line).Append('\n');
        }

        foreach (string line in right.Except(left))
        {
            text.Append("+ ").Append(line).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes a seed's class and its IR into a directory.</summary>
    public static void Keep(FuzzSource source, string directory)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, source.ClassName + ".cs"), source.Text);
        File.WriteAllText(Path.Combine(directory, source.ClassName + ".bpfir"), FuzzClass.PrintIr(source));
    }

    private static bool IsKernelLimit(Exception e) => e is VerifierException && e.Message.Contains("1000001 insn", StringComparison.Ordinal);

    private static FuzzReport Fail(FuzzSource source, string what) => new(FuzzOutcome.Failed, $"seed {source.Seed}: {what}");
}
