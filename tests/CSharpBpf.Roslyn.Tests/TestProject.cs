using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using CSharpBpf.Analyzers;
using CSharpBpf.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CSharpBpf.Roslyn.Tests;

/// <summary>Projects in memory, and the hosts that run over them as the C# compiler runs them.</summary>
internal static class TestProject
{
    public const string UdpFilter = """
        using System.Runtime.CompilerServices;
        using System.Threading;
        using CSharpBpf;
        using CSharpBpf.Net;

        namespace Demo;

        public sealed partial class UdpFilter : BpfObject
        {
            [BpfConst] public ushort Port { get; init; } = 5001;

            [BpfMap(MaxEntries = 1024)]
            public partial LruHashMap<IPv4Address, ulong> Dropped { get; }

            [BpfGlobal] public partial ref ulong DroppedTotal { get; }

            [XdpProgram]
            public XdpAction Filter(XdpContext ctx)
            {
                var packet = ctx.Packet;
                if (!packet.TryRead(out EthernetHeader eth) || eth.EtherType != EtherType.IPv4) return XdpAction.Pass;
                if (!packet.TryRead(out IPv4Header ip) || ip.Protocol != IPProtocol.Udp) return XdpAction.Pass;
                if (!packet.TrySkip(ip.OptionsLength) || !packet.TryRead(out UdpHeader udp)) return XdpAction.Pass;
                if (udp.DestinationPort != Port) return XdpAction.Pass;
                ref ulong count = ref Dropped.GetValueRefOrNullRef(ip.Source);
                if (!Unsafe.IsNullRef(ref count)) Interlocked.Increment(ref count);
                Interlocked.Increment(ref DroppedTotal);
                return XdpAction.Drop;
            }
        }
        """;

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    private static readonly string[] FloorsOfPrograms = ["CSharpBpf", "CSharpBpf.Isa", "CSharpBpf.Btf", "CSharpBpf.Object", "CSharpBpf.Verifier", "CSharpBpf.Vm", "CSharpBpf.Library"];

    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => FloorsOfPrograms.Contains(Path.GetFileNameWithoutExtension(path)) || path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8);

    public static CSharpCompilation Create(params IEnumerable<(string Path, string Text)> files) => CSharpCompilation.Create(
        "Demo",
        files.Select(static file => Parse(file.Text, file.Path)),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    public static CSharpCompilation Create(string text) => Create(("/Demo/Test.cs", text));

    public static GeneratorDriver Driver(params IEnumerable<(string Name, string Value)> properties) => CSharpGeneratorDriver.Create(
        [new BpfGenerator().AsSourceGenerator()],
        parseOptions: ParseOptions,
        optionsProvider: new Properties(properties),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs generator, then analyzers over its output, as a build does.</summary>
    public static async Task<(Compilation Output, ImmutableArray<Diagnostic> Diagnostics)> BuildAsync(CSharpCompilation compilation, params (string Name, string Value)[] properties)
    {
        Driver(properties).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out ImmutableArray<Diagnostic> generated);
        ImmutableArray<Diagnostic> analyzed = await AnalyzeAsync(output, properties);
        return (output, [.. generated, .. analyzed]);
    }

    public static Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation, params (string Name, string Value)[] properties)
    {
        AnalyzerOptions options = new([], new Properties(properties));
        return compilation
            .WithAnalyzers([new CompiledProgramAnalyzer(), new KernelSideAnalyzer(), new DeclarationPlaceAnalyzer()], new CompilationWithAnalyzersOptions(options, null, concurrentAnalysis: true, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync();
    }

    private sealed class Properties(IEnumerable<(string Name, string Value)> properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(properties.ToDictionary(static property => "build_property." + property.Name, static property => property.Value));

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }
}
