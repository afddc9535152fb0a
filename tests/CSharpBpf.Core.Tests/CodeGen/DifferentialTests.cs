using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using CSharpBpf.Vm;
using Xunit;

namespace CSharpBpf.Core.Tests.CodeGen;

/// <summary>Random programs: the IR evaluated against the generated code run by the virtual machine and by the kernel, for every instruction set.</summary>
public sealed class DifferentialTests
{
    private const int DefaultSeeds = 60;

    /// <summary>CODEGEN_SEEDS=first-last in the environment runs others than the fixed few.</summary>
    public static TheoryData<int> Seeds
    {
        get
        {
            string[] range = Environment.GetEnvironmentVariable("CODEGEN_SEEDS")?.Split('-') ?? ["0", DefaultSeeds.ToString(CultureInfo.InvariantCulture)];
            int first = int.Parse(range[0], CultureInfo.InvariantCulture);
            return [.. Enumerable.Range(first, int.Parse(range[1], CultureInfo.InvariantCulture) - first)];
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void InTheVirtualMachine(int seed) => Compare(seed, RunInVm, BpfCompiler.GenerateCode);

    /// <summary>The same through all passes: what they make of a program must do what the program did.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void OptimizedInTheVirtualMachine(int seed) => Compare(seed, RunInVm, Optimize);

    /// <summary>The same through all passes, and the kernel must take it.</summary>
    [SkippableTheory]
    [MemberData(nameof(Seeds))]
    public void OptimizedInTheKernel(int seed)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Compare(seed, RunInKernel, Optimize);
    }

    [SkippableTheory]
    [MemberData(nameof(Seeds))]
    public void InTheKernel(int seed)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Compare(seed, RunInKernel, BpfCompiler.GenerateCode);
    }

    /// <summary>The passes without the safety check, which may refuse more than the kernel does.</summary>
    private static CompileResult Optimize(IrModule module, CompilerOptions options, CancellationToken cancellation)
    {
        Assert.Empty(new PassRunner(module).RunAll());
        return BpfCompiler.GenerateCode(module, options, cancellation);
    }

    private static uint RunInVm(ObjectSpec spec, byte[] packet)
    {
        using var vm = new BpfVm();
        XdpRunResult result = vm.Load(spec).Programs["random"].RunXdp(packet);
        Assert.Null(result.Fault);
        result.Packet.CopyTo(packet, 0);
        return result.ReturnValue;
    }

    private static uint RunInKernel(ObjectSpec spec, byte[] packet) =>
        KernelProbe.Run(ProgramType.Xdp, InstructionCodec.Encode(spec.Programs[0].Function.Instructions), packet);

    private static void Compare(int seed, Func<ObjectSpec, byte[], uint> run, Func<IrModule, CompilerOptions, CancellationToken, CompileResult> compile)
    {
        IrModule module = RandomProgram.Create(seed);
        Assert.Empty(IrVerifier.Verify(module));
        byte[] input = new byte[RandomProgram.PacketSize];
        new Random(seed).NextBytes(input);
        byte[] expected = [.. input];
        uint expectedResult = new IrEvaluator(expected).Run(module.Functions[0]);
        foreach (CpuVersion cpu in Enum.GetValues<CpuVersion>())
        {
            CompileResult compiled = compile(RandomProgram.Create(seed), new CompilerOptions { Cpu = cpu }, CancellationToken.None);
            Assert.Empty(compiled.Diagnostics);
            byte[] actual = [.. input];
            uint result = run(compiled.Object!, actual);
            Assert.True(expectedResult == result && expected.AsSpan().SequenceEqual(actual), $"seed {seed}, cpu {cpu}: {Difference(expectedResult, result, expected, actual)}");
        }
    }

    private static string Difference(uint expectedResult, uint result, byte[] expected, byte[] actual)
    {
        int at = Enumerable.Range(0, expected.Length).FirstOrDefault(i => expected[i] != actual[i], -1);
        return $"returned {result:x8} for {expectedResult:x8}; first different packet byte {at}";
    }
}
