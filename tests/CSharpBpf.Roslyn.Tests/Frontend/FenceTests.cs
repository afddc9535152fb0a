using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler;
using CSharpBpf.Isa;
using CSharpBpf.Roslyn.Tests.Support;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Frontend;

/// <summary>What stands between two accesses that other CPUs see. That programs with fences do what they should is shown by filetests/csharp/atomics.cs.</summary>
public sealed class FenceTests
{
    private const byte FramePointer = 10;

    [Theory]
    [InlineData("Interlocked.MemoryBarrier();")]
    [InlineData("Volatile.ReadBarrier();")]
    [InlineData("Volatile.WriteBarrier();")]
    [InlineData("Interlocked.Exchange(ref Ready, 1);")]
    public void Neighbouring_stores_stay_on_their_sides(string fence) =>
        Assert.Equal(["store", "atomic", "store"], Compile("ref Pair pair = ref Both; pair.First = 1; " + fence + " pair.Second = 0;"));

    [Fact]
    public void Without_one_they_are_one_store() => Assert.Equal(["store"], Compile("ref Pair pair = ref Both; pair.First = 1; pair.Second = 0;"));

    /// <summary>The stores, but for the stack's, and the atomic operations, in their order.</summary>
    private static IEnumerable<string> Compile(string statements)
    {
        string source = $$"""
            using System.Threading;
            using CSharpBpf;

            public struct Pair
            {
                public uint First;
                public uint Second;
            }

            public sealed partial class Programs : BpfObject
            {
                [BpfGlobal]
                public partial ref Pair Both { get; }

                [BpfGlobal]
                public partial ref uint Ready { get; }

                [XdpProgram]
                public XdpAction Run(XdpContext ctx)
                {
                    {{statements}}
                    return XdpAction.Pass;
                }
            }
            """;
        CompileResult result = BpfCompiler.Compile(CSharpFileTests.Lower(new TestCompilation(source)), new CompilerOptions());
        Assert.Empty(result.Diagnostics);
        foreach (Instruction instruction in result.Object!.Programs.Single().Function.Instructions)
        {
            if (instruction.Class is InstructionClass.St or InstructionClass.Stx)
            {
                bool isAtomic = instruction.Class == InstructionClass.Stx && instruction.MemoryMode == MemoryMode.Atomic;
                if (isAtomic || instruction.Destination != FramePointer)
                {
                    yield return isAtomic ? "atomic" : "store";
                }
            }
        }
    }
}
