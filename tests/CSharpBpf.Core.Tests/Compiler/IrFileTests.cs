using System;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Compiler;

public sealed class IrFileTests
{
    public static TheoryData<string> Files => FileTests.Names("ir");

    [Fact]
    public void EveryFileIsRun() => Assert.Empty(FileTests.UnlistedFiles());

    /// <summary>What the IR verifier says, or the module printed; a printed module prints the same again.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void File(string name) => FileTests.Check("ir", name, input =>
    {
        IrModule module;
        try
        {
            module = IrParser.Parse(input);
        }
        catch (FormatException e)
        {
            return e.Message;
        }

        var errors = IrVerifier.Verify(module);
        if (errors.Count > 0)
        {
            return string.Join('\n', errors.Select(error => error.ToString()));
        }

        string printed = IrPrinter.Print(module, withLocations: true);
        Assert.Equal(printed, IrPrinter.Print(IrParser.Parse(printed), withLocations: true));
        return printed;
    });

    [Fact]
    public void TheTableHasOneRowPerOperationInOrder() =>
        Assert.Equal(Enum.GetValues<IrOp>(), IrOpTable.All.Select(row => row.Op));
}
