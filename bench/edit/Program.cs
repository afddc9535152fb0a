using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using CSharpBpf.Frontend.Pipeline;
using CSharpBpf.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

// What an edit costs in an editor: a project of 200 files, 20 of them with a BPF class, through the incremental driver. CPU time, medians.
const int Files = 200;
const int Programs = 20;
const int Rounds = 41;

CSharpParseOptions parseOptions = new(LanguageVersion.CSharp14);
MetadataReference[] references =
[
    .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => path.Length > 0).Select(path => MetadataReference.CreateFromFile(path)),
];
SyntaxTree[] trees = [.. Enumerable.Range(0, Files).Select(i => Parse(i < Programs ? BpfClass(i, 5001) : PlainClass(i, 0), i))];
CSharpCompilation project = CSharpCompilation.Create("Bench", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

var watch = Stopwatch.StartNew();
GeneratorDriver driver = CSharpGeneratorDriver.Create([new BpfGenerator().AsSourceGenerator()], parseOptions: parseOptions, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
driver = driver.RunGenerators(project);
double cold = watch.Elapsed.TotalMilliseconds;
int generated = driver.GetRunResult().GeneratedTrees.Length;
if (generated < 2 * Programs || driver.GetRunResult().Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
{
    Console.Error.WriteLine("The project does not compile:");
    foreach (Diagnostic diagnostic in driver.GetRunResult().Diagnostics.Take(5))
    {
        Console.Error.WriteLine(diagnostic);
    }

    return 1;
}

(double unrelatedMs, int unrelatedCompiles) = Measure(Files - 1, round => PlainClass(Files - 1, round));
(double bpfMs, int bpfCompiles) = Measure(3, round => BpfClass(3, 6000 + round));

Console.WriteLine("edit                      ms   compiles");
Row("first run", cold, Programs);
Row("unrelated file", unrelatedMs, unrelatedCompiles);
Row("one BPF file", bpfMs, bpfCompiles);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"edit: unrelated_ms={unrelatedMs:F2} unrelated_compiles={unrelatedCompiles} bpf_ms={bpfMs:F2} bpf_compiles={bpfCompiles} first_ms={cold:F0}"));
return 0;

void Row(string name, double ms, int compiles) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20}{ms,8:F2}{compiles,11}"));

(double Milliseconds, int Compiles) Measure(int file, Func<int, string> text)
{
    List<double> times = [];
    int compiles = 0;
    for (int round = 1; round <= Rounds; round++)
    {
        SyntaxTree edited = Parse(text(round), file);
        CSharpCompilation next = project.ReplaceSyntaxTree(project.SyntaxTrees[file], edited);
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        driver = driver.RunGenerators(next);
        times.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds);
        compiles = driver.GetRunResult().Results[0].TrackedSteps[TrackingNames.Compiled]
            .SelectMany(step => step.Outputs)
            .Count(output => output.Reason is IncrementalStepRunReason.New or IncrementalStepRunReason.Modified && ((CompiledObject, bool WasCompiled))output.Value is { WasCompiled: true });
        project = next;
    }

    times.Sort();
    return (times[times.Count / 2], compiles);
}

SyntaxTree Parse(string text, int i) => CSharpSyntaxTree.ParseText(text, parseOptions, string.Create(CultureInfo.InvariantCulture, $"/src/File{i:D3}.cs"));

static string PlainClass(int i, int round) =>
    $$"""
    using System.Linq;

    namespace Bench.Plain;

    public sealed class Service{{i}}
    {
        private readonly int[] numbers = [1, 2, 3, {{round}}];

        public int Sum() => numbers.Where(n => n > {{round}}).Sum() + new Service{{Math.Max(Programs, i - 1)}}().GetHashCode();

        {{string.Join("\n    ", Enumerable.Range(0, 30).Select(m => $"public string Method{m}(int value) => value switch {{ {m} => \"{m}\", _ => value.ToString() }};"))}}
    }
    """;

static string BpfClass(int i, int port) =>
    $$"""
    using System.Runtime.CompilerServices;
    using System.Threading;
    using CSharpBpf;
    using CSharpBpf.Net;

    namespace Bench.Bpf;

    public sealed partial class Filter{{i}} : BpfObject
    {
        [BpfMap(MaxEntries = 1024)]
        public partial LruHashMap<IPv4Address, ulong> Dropped { get; }

        [BpfGlobal]
        public partial ref ulong Total { get; }

        [XdpProgram]
        public XdpAction Run(XdpContext ctx)
        {
            var packet = ctx.Packet;
            if (!packet.TryRead(out EthernetHeader eth) || eth.EtherType != EtherType.IPv4) return XdpAction.Pass;
            if (!packet.TryRead(out IPv4Header ip) || ip.Protocol != IPProtocol.Udp) return XdpAction.Pass;
            if (!packet.TrySkip(ip.OptionsLength) || !packet.TryRead(out UdpHeader udp)) return XdpAction.Pass;
            if (udp.DestinationPort != {{port}}) return XdpAction.Pass;
            ref ulong count = ref Dropped.GetValueRefOrNullRef(ip.Source);
            if (Unsafe.IsNullRef(ref count)) Dropped.TryAdd(ip.Source, 1);
            else Interlocked.Increment(ref count);
            Interlocked.Increment(ref Total);
            return XdpAction.Drop;
        }
    }
    """;
