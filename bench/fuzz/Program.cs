using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CSharpBpf;
using CSharpBpf.Roslyn.Tests.Fuzz;

// Random C# in plain .NET, the virtual machine and the kernel, for as many seeds as wanted; see docs/testing.md. Reports come in the order of the
// seeds, whichever worker is done first. The last line is "fuzz: seeds=N agreed=N too_large=N failed=N".
const int SeedsPerLine = 1000;

int first = 1, count = 1000, size = 12, jobs = Environment.ProcessorCount;
string? output = null;
bool stages = false;
FuzzTarget target = FuzzTarget.Default;
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--seed": first = Number(ref i); break;
        case "--count": count = Number(ref i); break;
        case "--size": size = Number(ref i); break;
        case "--jobs": jobs = Number(ref i); break;
        case "--output" when i + 1 < args.Length: output = args[++i]; break;
        case "--target" when i + 1 < args.Length && FuzzTarget.Parse(args[i + 1]) is { } kernel: (target, i) = (kernel, i + 1); break;
        case "--stages": stages = true; break;
        default: return Usage();
    }
}

Stopwatch watch = Stopwatch.StartNew();
FuzzReport?[] reports = new FuzzReport?[count];
Dictionary<FuzzOutcome, int> outcomes = [];
Lock gate = new();
int next = -1, reported = 0;
await Task.WhenAll(Enumerable.Range(0, jobs).Select(_ => Task.Run(Work)));
if (stages)
{
    Console.Write(FuzzStages.Describe(count));
}

int failed = outcomes.GetValueOrDefault(FuzzOutcome.Failed);
Console.WriteLine($"fuzz: seeds={count} agreed={outcomes.GetValueOrDefault(FuzzOutcome.Agreed)} too_large={outcomes.GetValueOrDefault(FuzzOutcome.TooLarge)} failed={failed}");
return failed == 0 ? 0 : 1;

void Work()
{
    for (int i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
    {
        Report(i, Run(first + i));
    }
}

FuzzReport Run(int seed)
{
    FuzzSource source = FuzzStages.Measure("source", () => ProgramGenerator.Generate(seed, size, target));
    FuzzReport report = Compare(source);
    if (report.Outcome == FuzzOutcome.Failed && output is not null)
    {
        FuzzRunner.Keep(source, output);
        if (new FuzzReducer(Compare).Reduce(source, report) is { } reduced)
        {
            FuzzRunner.Keep(reduced, Path.Combine(output, "reduced"));
        }
    }

    return report;
}

FuzzReport Compare(FuzzSource source) => FuzzRunner.Run(source, FuzzClass.Compile(source), BpfTarget.Virtual, BpfTarget.Kernel);

void Report(int index, FuzzReport report)
{
    lock (gate)
    {
        reports[index] = report;
        for (; reported < count && reports[reported] is { } ready; reported++)
        {
            outcomes[ready.Outcome] = outcomes.GetValueOrDefault(ready.Outcome) + 1;
            if (ready.Outcome == FuzzOutcome.Failed)
            {
                Console.WriteLine(ready.Detail);
            }
            else if (ready.Outcome == FuzzOutcome.TooLarge)
            {
                Console.WriteLine($"seed {first + reported}: too large ({ready.Detail})");
            }

            if ((reported + 1) % SeedsPerLine == 0)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reported + 1} seeds in {watch.Elapsed.TotalSeconds:F0} s"));
            }
        }
    }
}

int Number(ref int i) => ++i < args.Length && int.TryParse(args[i], NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : throw new ArgumentException($"a number must follow {args[i - 1]}");

int Usage()
{
    Console.Error.WriteLine("usage: bench/run fuzz [--seed S] [--count N] [--size STATEMENTS] [--jobs N] [--output DIRECTORY] [--stages] [--target KERNEL] [--kernel 6.1|6.12]");
    return 2;
}
