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

    /// <summary>For each function that no other calls, "ok" or its diagnostics and those of what it calls. With "// passes: all" the pipeline runs first; without it the file is final SSA form.</summary>
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

        var lines = new List<string>();
        foreach ((IrFunction function, IrFunction[] callees) in Separate(module))
        {
            module.Functions.Clear();
            module.Functions.AddRange([.. callees, function]);
            IReadOnlyList<CompilerDiagnostic> diagnostics = SafetyChecker.Check(module);
            lines.AddRange(diagnostics.Count == 0 ? [function.Name + ": ok"] : diagnostics.Select(diagnostic => $"{function.Name}: {Diagnostics.Text(diagnostic)}"));
        }

        return string.Join('\n', lines);
    });

    /// <summary>The functions that no other calls, each with all that it calls.</summary>
    internal static (IrFunction Function, IrFunction[] Callees)[] Separate(IrModule module)
    {
        var callees = module.Functions.ToDictionary(function => function, function => function.Blocks.SelectMany(block => block.Instructions).Select(instruction => instruction.Callee).OfType<IrFunction>().ToHashSet());
        return [.. module.Functions.Where(function => !callees.Values.Any(called => called.Contains(function))).Select(function => (function, All(function)))];

        IrFunction[] All(IrFunction function) => [.. callees[function].SelectMany(callee => All(callee).Append(callee)).Distinct()];
    }
}
