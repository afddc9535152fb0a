using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CSharpBpf.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Analyzers;

/// <summary>The fix adds the modifier where C# wants it and touches nothing else.</summary>
public sealed class AddModifierCodeFixTests
{
    private const string Header = "using CSharpBpf;\n\n";

    [Theory]
    [InlineData("BPF0002", "public sealed class A : BpfObject;", "public sealed partial class A : BpfObject;")]
    [InlineData("BPF0002", "// note\n[System.Obsolete]\nsealed class A : BpfObject;", "// note\n[System.Obsolete]\nsealed partial class A : BpfObject;")]
    [InlineData("BPF0003", "public partial class A : BpfObject;", "public sealed partial class A : BpfObject;")]
    [InlineData("BPF0003", "// note\npartial class A : BpfObject;", "// note\nsealed partial class A : BpfObject;")]
    [InlineData("BPF0006", "// note\nclass Outer\n{\n    sealed partial class A : BpfObject;\n}", "// note\npartial class Outer\n{\n    sealed partial class A : BpfObject;\n}")]
    [InlineData("BPF0007", "sealed partial class A : BpfObject\n{\n    [BpfMap(MaxEntries = 1)]\n    public ArrayMap<int> M { get; }\n}", "sealed partial class A : BpfObject\n{\n    [BpfMap(MaxEntries = 1)]\n    public partial ArrayMap<int> M { get; }\n}")]
    [InlineData("BPF0007", "sealed partial class A : BpfObject\n{\n    [BpfMap(MaxEntries = 1)]\n    ArrayMap<int> M { get; }\n}", "sealed partial class A : BpfObject\n{\n    [BpfMap(MaxEntries = 1)]\n    partial ArrayMap<int> M { get; }\n}")]
    public async Task The_modifier_is_added(string id, string before, string after)
    {
        using AdhocWorkspace workspace = new();
        Project project = workspace.AddProject("Demo", LanguageNames.CSharp)
            .WithParseOptions(TestProject.ParseOptions)
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
            .WithMetadataReferences(TestProject.References);
        Document document = project.AddDocument("Test.cs", Header + before, filePath: "/Demo/Test.cs");
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        Diagnostic diagnostic = (await TestProject.AnalyzeAsync(compilation)).First(diagnostic => diagnostic.Id == id);
        List<CodeAction> actions = [];
        await new AddModifierCodeFix().RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        ApplyChangesOperation change = Assert.IsType<ApplyChangesOperation>(Assert.Single(await Assert.Single(actions).GetOperationsAsync(CancellationToken.None)));
        Assert.Equal(Header + after, (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString());
    }
}
