using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Testing;
using CSharpBpf.Vm;
using Xunit;

namespace CSharpBpf.Core.Tests.CodeGen;

/// <summary>Every operation on integers, in each width, with registers and with constants, for every instruction set: results as IrOp defines them.</summary>
public sealed class OperationTests
{
    private const int PacketSize = 64;
    private const int ResultOffset = 32;

    private static readonly long[] Samples = [0, 1, 7, 8, -1, -8, 0x80, 0x8000, int.MaxValue, int.MinValue, 0x1_0000_0000, long.MaxValue, long.MinValue, 0x0123_4567_89ab_cdef];

    public static TheoryData<string, bool> Operations
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (IrOp op in Enum.GetValues<IrOp>().Where(op => op <= IrOp.SGe))
            {
                bool onlyNarrow = op is (>= IrOp.ZExt8 and <= IrOp.SExt32) or IrOp.ByteSwap16 or IrOp.ByteSwap32;
                bool onlyWide = op is IrOp.Trunc or IrOp.ByteSwap64;
                foreach (bool isWide in new[] { false, true }.Where(isWide => isWide ? !onlyNarrow : !onlyWide))
                {
                    data.Add(op.ToString(), isWide);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void InTheVirtualMachine(string op, bool isWide) => Check(Enum.Parse<IrOp>(op), isWide, RunInVm);

    [SkippableTheory]
    [MemberData(nameof(Operations))]
    public void InTheKernel(string op, bool isWide)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Check(Enum.Parse<IrOp>(op), isWide, RunInKernel);
    }

    private static void RunInVm(CompileResult compiled, byte[] packet)
    {
        using var vm = new BpfVm();
        XdpRunResult result = vm.Load(compiled.Object!).Programs["operation"].RunXdp(packet);
        Assert.Null(result.Fault);
        result.Packet.CopyTo(packet, 0);
    }

    private static void RunInKernel(CompileResult compiled, byte[] packet) =>
        KernelProbe.Run(ProgramType.Xdp, InstructionCodec.Encode(compiled.Object!.Programs[0].Function.Instructions), packet);

    private static void Check(IrOp op, bool isWide, Action<CompileResult, byte[]> run)
    {
        IrType type = isWide ? IrType.I64 : IrType.I32;
        bool isUnary = op is IrOp.Neg or IrOp.Not or (>= IrOp.ZExt8 and <= IrOp.ByteSwap64);
        foreach (long right in isUnary ? [0] : Samples)
        {
            IrModule module = Module(op, type, isUnary, right);
            Assert.Empty(IrVerifier.Verify(module));
            foreach (CpuVersion cpu in Enum.GetValues<CpuVersion>())
            {
                CompileResult compiled = BpfCompiler.GenerateCode(module, new CompilerOptions { Cpu = cpu });
                Assert.Empty(compiled.Diagnostics);
                foreach (long left in Samples.Where((_, i) => i % 3 == (int)cpu % 3 || isUnary))
                {
                    byte[] expected = Packet(left, right);
                    byte[] actual = [.. expected];
                    new IrEvaluator(expected).Run(module.Functions[0]);
                    run(compiled, actual);
                    Assert.True(
                        expected.AsSpan().SequenceEqual(actual),
                        $"{op} {type} of {left:x} and {right:x}, cpu {cpu}: {Convert.ToHexString(actual, ResultOffset, 32)} for {Convert.ToHexString(expected, ResultOffset, 32)}");
                }
            }
        }
    }

    private static byte[] Packet(long left, long right)
    {
        byte[] packet = new byte[PacketSize];
        BitConverter.TryWriteBytes(packet.AsSpan(16), left);
        BitConverter.TryWriteBytes(packet.AsSpan(24), right);
        return packet;
    }

    /// <summary>Stores the operation on two loads, on a load and a constant, and on a constant and a load; comparisons also as a branch.</summary>
    private static IrModule Module(IrOp op, IrType type, bool isUnary, long right)
    {
        var module = new IrModule("Operation") { License = "GPL" };
        var function = new IrFunction("operation", IrType.I32) { Program = new ProgramInfo(ProgramType.Xdp, null, "xdp", "xdp_md") };
        function.Parameters.Add(new IrParameter("ctx", 0, IrType.ContextPointer));
        module.Functions.Add(function);
        var builder = new IrBuilder(function);
        BasicBlock entry = builder.CreateBlock();
        BasicBlock body = builder.CreateBlock();
        BasicBlock tooShort = builder.CreateBlock();
        builder.MoveTo(entry);
        IrValue packet = builder.ContextLoad(function.Parameters[0], IrType.PacketPointer, MemoryAccess.U32, 0);
        IrValue end = builder.ContextLoad(function.Parameters[0], IrType.PacketEndPointer, MemoryAccess.U32, 4);
        builder.CondBr(builder.Compare(IrOp.UGt, builder.PtrAdd(packet, PacketSize), end), tooShort, body);
        builder.MoveTo(tooShort);
        builder.Ret(IrConstant.I32(0));
        builder.MoveTo(body);
        MemoryAccess access = type == IrType.I64 ? MemoryAccess.U64 : MemoryAccess.U32;
        IrValue a = builder.Load(packet, access, 16);
        IrValue b = builder.Load(packet, access, 24);
        var constant = new IrConstant(type, right);
        var results = new List<IrValue>();
        if (isUnary)
        {
            results.Add(op is >= IrOp.ZExt8 and <= IrOp.Trunc ? builder.Convert(op, a) : builder.Unary(op, a));
        }
        else if (op >= IrOp.Eq)
        {
            results.AddRange([builder.Compare(op, a, b), builder.Compare(op, a, constant), builder.Compare(op, constant, a)]);
        }
        else
        {
            results.AddRange([builder.Binary(op, a, b), builder.Binary(op, a, constant), builder.Binary(op, constant, a)]);
        }

        for (int i = 0; i < results.Count; i++)
        {
            builder.Store(packet, results[i], results[i].Type == IrType.I64 ? MemoryAccess.U64 : MemoryAccess.U32, ResultOffset + (8 * i));
        }

        Branch(builder, packet, op >= IrOp.Eq ? builder.Compare(op, a, constant) : null);
        return module;
    }

    private static void Branch(IrBuilder builder, IrValue packet, IrValue? condition)
    {
        if (condition is null)
        {
            builder.Ret(IrConstant.I32(2));
            return;
        }

        BasicBlock taken = builder.CreateBlock();
        BasicBlock notTaken = builder.CreateBlock();
        builder.CondBr(condition, taken, notTaken);
        builder.MoveTo(taken);
        builder.Store(packet, IrConstant.I32(7), MemoryAccess.U8, ResultOffset + 24);
        builder.Ret(IrConstant.I32(2));
        builder.MoveTo(notTaken);
        builder.Ret(IrConstant.I32(2));
    }
}
