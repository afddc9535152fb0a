using System;
using System.Collections.Generic;
using System.Numerics;
using CSharpBpf.Isa;
using CSharpBpf.Vm;
using Xunit;

namespace CSharpBpf.Core.Tests.Vm;

/// <summary>Every arithmetic operation and comparison, in both widths and with both operands, over the edges of its operands, against big integers.</summary>
public sealed class ArithmeticTests
{
    private static readonly ulong[] Edges =
    [
        0, 1, 2, 3, 5, 7, 31, 32, 33, 63, 64, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff,
        0x1_0000_0000, 0x1234_5678_9abc_def0, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, 0x8000_0000_0000_0001, 0xffff_ffff_8000_0000,
        0xffff_fff9_0000_0000, 0xffff_ffff_ffff_fffe, ulong.MaxValue,
    ];

    private static readonly int[] ImmediateEdges = [0, 1, 2, 3, 7, 31, 0x7f, 0xffff, int.MaxValue, int.MinValue, int.MinValue + 1, -2, -1, -7];

    public static TheoryData<AluOperation, bool> AluOperations()
    {
        TheoryData<AluOperation, bool> data = [];
        foreach (AluOperation operation in Enum.GetValues<AluOperation>())
        {
            data.Add(operation, true);
            data.Add(operation, false);
        }

        return data;
    }

    public static TheoryData<JumpOperation, bool> JumpOperations()
    {
        TheoryData<JumpOperation, bool> data = [];
        foreach (JumpOperation operation in Enum.GetValues<JumpOperation>())
        {
            data.Add(operation, true);
            data.Add(operation, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AluOperations))]
    public void AluIsThatOfTheIntegers(AluOperation operation, bool is64)
    {
        using BpfVm vm = new();
        VmProgram withRegister = Load(vm, Instructions.AluRegister(operation, is64, 3, 4), Instructions.MovRegister(true, 0, 3));
        foreach (ulong left in Edges)
        {
            foreach (ulong right in Edges)
            {
                AssertEqual(Expected(operation, is64, left, right), Run(withRegister, left, right), $"{left:x} {operation} {right:x}");
            }
        }

        foreach (int right in ImmediateEdges)
        {
            // No immediate may divide by zero or shift by the width and more.
            bool isRefused = operation switch
            {
                AluOperation.Lsh or AluOperation.Rsh or AluOperation.Arsh => right < 0 || right >= (is64 ? 64 : 32),
                AluOperation.Div or AluOperation.Mod or AluOperation.Sdiv or AluOperation.Smod => right == 0,
                _ => false,
            };
            if (isRefused)
            {
                continue;
            }

            VmProgram withImmediate = Load(vm, Instructions.AluImmediate(operation, is64, 3, right), Instructions.MovRegister(true, 0, 3));
            foreach (ulong left in Edges)
            {
                AssertEqual(Expected(operation, is64, left, (ulong)(long)right), Run(withImmediate, left, 0), $"{left:x} {operation} {right}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(JumpOperations))]
    public void JumpsCompareAsTheIntegersDo(JumpOperation operation, bool is64)
    {
        using BpfVm vm = new();
        VmProgram withRegister = Load(vm, Instructions.MovImmediate(true, 0, 1), Instructions.JumpRegister(operation, is64, 3, 4, 1), Instructions.MovImmediate(true, 0, 0));
        foreach (ulong left in Edges)
        {
            foreach (ulong right in Edges)
            {
                AssertEqual(Holds(operation, is64, left, right) ? 1ul : 0, Run(withRegister, left, right), $"{left:x} {operation} {right:x}");
            }
        }

        foreach (int right in ImmediateEdges)
        {
            VmProgram withImmediate = Load(vm, Instructions.MovImmediate(true, 0, 1), Instructions.JumpImmediate(operation, is64, 3, right, 1), Instructions.MovImmediate(true, 0, 0));
            foreach (ulong left in Edges)
            {
                AssertEqual(Holds(operation, is64, left, (ulong)(long)right) ? 1ul : 0, Run(withImmediate, left, 0), $"{left:x} {operation} {right}");
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NegationWraps(bool is64)
    {
        using BpfVm vm = new();
        VmProgram program = Load(vm, Instructions.Neg(is64, 3), Instructions.MovRegister(true, 0, 3));
        foreach (ulong value in Edges)
        {
            AssertEqual(Wrap(-(BigInteger)value, is64), Run(program, value, 0), $"-{value:x}");
        }
    }

    [Theory]
    [InlineData(true, 8)]
    [InlineData(true, 16)]
    [InlineData(true, 32)]
    [InlineData(false, 8)]
    [InlineData(false, 16)]
    public void SignExtendingMoves(bool is64, int bits)
    {
        using BpfVm vm = new();
        VmProgram program = Load(vm, Instructions.MovSignExtend(is64, 0, 3, bits));
        foreach (ulong value in Edges)
        {
            AssertEqual(Wrap(Signed(value, bits), is64), Run(program, value, 0), $"(s{bits}){value:x}");
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    public void ByteSwaps(int bits)
    {
        using BpfVm vm = new();
        foreach (ByteSwap swap in Enum.GetValues<ByteSwap>())
        {
            VmProgram program = Load(vm, Instructions.EndianSwap(swap, 3, bits), Instructions.MovRegister(true, 0, 3));
            foreach (ulong value in Edges)
            {
                ulong expected = 0;
                for (int i = 0; i < bits / 8; i++)
                {
                    int from = swap == ByteSwap.LittleEndian ? i : (bits / 8) - 1 - i;
                    expected |= ((value >> (from * 8)) & 0xff) << (i * 8);
                }

                AssertEqual(expected, Run(program, value, 0), $"{swap}{bits} {value:x}");
            }
        }
    }

    private static VmProgram Load(BpfVm vm, params Instruction[] body)
    {
        List<Instruction> code =
        [
            Instructions.LoadMemory(MemorySize.DoubleWord, 3, 1, 0),
            Instructions.LoadMemory(MemorySize.DoubleWord, 4, 1, 8),
            .. body,
            Instructions.Exit(),
        ];
        return vm.Load(VmTestObject.Create(code, [], [], [])).Programs[VmTestObject.ProgramName];
    }

    private static ulong Run(VmProgram program, ulong left, ulong right)
    {
        Span<byte> memory = stackalloc byte[16];
        BitConverter.TryWriteBytes(memory, left);
        BitConverter.TryWriteBytes(memory[8..], right);
        return program.RunRaw(memory).ReturnValue;
    }

    private static void AssertEqual(ulong expected, ulong actual, string what) =>
        Assert.True(expected == actual, $"{what}: expected 0x{expected:x}, got 0x{actual:x}");

    private static ulong Expected(AluOperation operation, bool is64, ulong left, ulong right)
    {
        int bits = is64 ? 64 : 32;
        BigInteger a = Unsigned(left, bits);
        BigInteger b = Unsigned(right, bits);
        BigInteger signedA = Signed(left, bits);
        BigInteger signedB = Signed(right, bits);
        int count = (int)(b % bits);
        return Wrap(
            operation switch
            {
                AluOperation.Add => a + b,
                AluOperation.Sub => a - b,
                AluOperation.Mul => a * b,
                AluOperation.Div => b.IsZero ? 0 : a / b,
                AluOperation.Mod => b.IsZero ? a : a % b,
                AluOperation.Sdiv => b.IsZero ? 0 : BigInteger.Divide(signedA, signedB),
                AluOperation.Smod => b.IsZero ? a : BigInteger.Remainder(signedA, signedB),
                AluOperation.Or => a | b,
                AluOperation.And => a & b,
                AluOperation.Xor => a ^ b,
                AluOperation.Mov => b,
                AluOperation.Lsh => a << count,
                AluOperation.Rsh => a >> count,
                AluOperation.Arsh => signedA >> count,
                _ => throw new ArgumentOutOfRangeException(nameof(operation)),
            },
            is64);
    }

    private static bool Holds(JumpOperation operation, bool is64, ulong left, ulong right)
    {
        int bits = is64 ? 64 : 32;
        BigInteger a = Unsigned(left, bits);
        BigInteger b = Unsigned(right, bits);
        BigInteger signedA = Signed(left, bits);
        BigInteger signedB = Signed(right, bits);
        return operation switch
        {
            JumpOperation.Jeq => a == b,
            JumpOperation.Jne => a != b,
            JumpOperation.Jgt => a > b,
            JumpOperation.Jge => a >= b,
            JumpOperation.Jlt => a < b,
            JumpOperation.Jle => a <= b,
            JumpOperation.Jset => !(a & b).IsZero,
            JumpOperation.Jsgt => signedA > signedB,
            JumpOperation.Jsge => signedA >= signedB,
            JumpOperation.Jslt => signedA < signedB,
            JumpOperation.Jsle => signedA <= signedB,
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };
    }

    private static BigInteger Unsigned(ulong value, int bits) => value & (BigInteger.Pow(2, bits) - 1);

    private static BigInteger Signed(ulong value, int bits)
    {
        BigInteger unsigned = Unsigned(value, bits);
        return unsigned >= BigInteger.Pow(2, bits - 1) ? unsigned - BigInteger.Pow(2, bits) : unsigned;
    }

    private static ulong Wrap(BigInteger value, bool is64)
    {
        BigInteger modulus = BigInteger.Pow(2, is64 ? 64 : 32);
        return (ulong)(((value % modulus) + modulus) % modulus);
    }
}
