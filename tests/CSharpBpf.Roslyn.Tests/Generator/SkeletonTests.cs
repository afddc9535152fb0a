using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using CSharpBpf.Build;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Generator;

/// <summary>The generated code: what it says, that it compiles without a warning, and what happens when the class does not compile.</summary>
public sealed class SkeletonTests
{
    [Fact]
    public async Task A_class_in_a_namespace() => GoldenFile.Verify(await SkeletonAsync(TestProject.UdpFilter));

    [Fact]
    public async Task A_nested_class_in_the_global_namespace() => GoldenFile.Verify(await SkeletonAsync("""
        using CSharpBpf;

        public static partial class Outer
        {
            internal partial record struct Middle
            {
                public sealed partial class @event : BpfObject
                {
                    [BpfMap(MaxEntries = 4, Name = "table")] internal partial ArrayMap<long> @class { get; }

                    [BpfGlobal(InitialValue = 7)] private partial ref int Level { get; }

                    [XdpProgram] public XdpAction Decide(XdpContext ctx) => XdpAction.Pass;

                    [XdpProgram(Name = "other")] public XdpAction DecideOther(XdpContext ctx) => Level > 3 ? XdpAction.Drop : XdpAction.Pass;
                }
            }
        }
        """));

    [Fact]
    public async Task The_image_is_the_object_and_the_build_task_finds_it()
    {
        (Compilation output, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(TestProject.Create(TestProject.UdpFilter));
        Assert.Empty(diagnostics);
        using MemoryStream assembly = new();
        Assert.True(output.Emit(assembly).Success);
        ObjectImage image = Assert.Single(ObjectImageReader.Read(assembly.ToArray()));
        Assert.Equal("Demo.UdpFilter.bpf.o", image.FileName);
        ObjectSpec spec = ObjectReader.Read(image.Contents, image.FileName);
        Assert.Equal("Filter", Assert.Single(spec.Programs).Name);
        Assert.Equal("xdp", spec.Programs[0].SectionName);
        Assert.Equal("Dropped", Assert.Single(spec.Maps).Name);
    }

    [Fact]
    public void An_assembly_without_objects_has_none()
    {
        using MemoryStream assembly = new();
        Assert.True(TestProject.Create("public class C;").Emit(assembly).Success);
        Assert.Empty(ObjectImageReader.Read(assembly.ToArray()));
    }

    [Fact]
    public void What_is_no_assembly_is_said_to_be_none() => Assert.Throws<BadImageFormatException>(() => ObjectImageReader.Read([1, 2, 3, 4]));

    [Fact]
    public async Task A_class_that_does_not_compile_still_has_its_members_and_one_error_of_the_generator()
    {
        CSharpCompilation project = TestProject.Create("""
            using CSharpBpf;

            public sealed partial class Wrong : BpfObject
            {
                [BpfMap] public partial ArrayMap<ulong> Counts { get; }

                [XdpProgram] public XdpAction Decide(XdpContext ctx) => XdpAction.Pass;

                public static string Use() => new Wrong().Counts.ToString() + new Wrong().Programs.Decide.Name;
            }
            """);
        TestProject.Driver().RunGeneratorsAndUpdateCompilation(project, out Compilation output, out ImmutableArray<Diagnostic> generated);
        Assert.Equal("BPF0001", Assert.Single(generated).Id);
        Assert.Empty(output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Diagnostic detail = Assert.Single(await TestProject.AnalyzeAsync(output));
        Assert.Equal("BPF0009", detail.Id);
        Assert.Equal("Counts", project.SyntaxTrees[0].GetText().ToString(detail.Location.SourceSpan));
    }

    [Fact]
    public async Task Errors_of_csharp_are_left_to_csharp()
    {
        (Compilation output, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(TestProject.Create("""
            using CSharpBpf;

            public sealed partial class Wrong : BpfObject
            {
                [XdpProgram] public XdpAction Decide(XdpContext ctx) => Missing(ctx);
            }
            """));
        Assert.Empty(diagnostics);
        Assert.Equal("CS0103", Assert.Single(output.GetDiagnostics(), static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Id);
    }

    [Fact]
    public void A_type_of_another_library_that_is_called_BpfObject_is_left_alone()
    {
        GeneratorDriverRunResult result = TestProject.Driver().RunGenerators(TestProject.Create("namespace Other; public class BpfObject; public class Mine : BpfObject;")).GetRunResult();
        Assert.Empty(result.GeneratedTrees);
        Assert.Empty(result.Diagnostics);
    }

    private static async Task<string> SkeletonAsync(string source)
    {
        (Compilation output, ImmutableArray<Diagnostic> diagnostics) = await TestProject.BuildAsync(TestProject.Create(source));
        Assert.Empty(diagnostics);
        Assert.Empty(output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return output.SyntaxTrees.Single(static tree => tree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) && !tree.FilePath.EndsWith(".Image.g.cs", StringComparison.Ordinal)).ToString();
    }
}
