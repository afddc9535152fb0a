using System.Collections.Generic;
using System.IO;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Library;

/// <summary>Assemblies built in memory as the library projects of a build are.</summary>
internal static class TestLibrary
{
    /// <summary>Compiles a library; its source travels in it unless it is plain.</summary>
    public static MetadataReference Emit(string name, string version, string text, IEnumerable<MetadataReference> references, bool isPlain = false, bool checksOverflow = false)
    {
        CSharpCompilation project = TestProject.Create(($"/{name}/Source.cs", text), ($"/{name}/Version.cs", $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]"))
            .WithAssemblyName(name)
            .AddReferences(references);
        project = project.WithOptions(project.Options.WithOverflowChecks(checksOverflow));
        return isPlain ? ToReference(project) : ToReference(project.AddSyntaxTrees(Attribute(project)));
    }

    /// <summary>The file that the generator adds to a library.</summary>
    public static SyntaxTree Attribute(CSharpCompilation project)
    {
        GeneratorDriver driver = TestProject.Driver(("BpfLibrary", "true")).WithUpdatedParseOptions(project.SyntaxTrees[0].Options);
        return Assert.Single(driver.RunGenerators(project).GetRunResult().GeneratedTrees);
    }

    public static MetadataReference ToReference(CSharpCompilation project)
    {
        using MemoryStream assembly = new();
        var result = project.Emit(assembly);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(assembly.ToArray());
    }
}
