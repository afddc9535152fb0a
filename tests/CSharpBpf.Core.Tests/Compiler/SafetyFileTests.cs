using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Compiler;

public sealed class SafetyFileTests
{
    public static TheoryData<string> Files => FileTests.Names("safety");

    /// <summary>For each function, "ok" or its diagnostics. With "// passes: all" the pipeline runs first; without it the file is final SSA form.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void File(string name) => FileTests.Check("safety", name, input =>
    {
        IrModule module = IrParser.Parse(input);
        Assert.Empty(IrVerifier.Verify(module));
        if (FileTests.Directive(input, "passes").Count > 0)
        {
            Assert.Empty(new PassRunner(module, new PassRunnerOptions { Verify = true }).RunAll());
        }

        IrFunction[] functions = [.. module.Functions];
        var lines = new List<string>();
        foreach (IrFunction function in functions)
        {
            module.Functions.Clear();
            module.Functions.Add(function);
            IReadOnlyList<CompilerDiagnostic> diagnostics = SafetyChecker.Check(module);
            lines.AddRange(diagnostics.Count == 0 ? [function.Name + ": ok"] : diagnostics.Select(diagnostic => $"{function.Name}: {Diagnostics.Text(diagnostic)}"));
        }

        return string.Join('\n', lines);
    });
}
