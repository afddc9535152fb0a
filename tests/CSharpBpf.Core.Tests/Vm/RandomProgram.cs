using System;
using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Core.Tests.Vm;

/// <summary>
/// Random XDP programs that the kernel accepts: they load their registers from the packet, compute with arithmetic of every kind, stack and packet
/// accesses, atomics, forward jumps and calls, and store the registers back into the packet, so that every bit of the result is seen.
/// </summary>
internal sealed class RandomProgram
{
    private const int PacketRegister = 6;
    private const int Slots = 8;
    private static readonly int[] Registers = [0, 1, 2, 3, 4, 5, 7, 8, 9];
    private static readonly int[] Immediates = [0, 1, -1, 2, 7, 31, 32, 63, 64, 127, 128, 255, 256, 65535, 65536, int.MaxValue, int.MinValue, -2, -128, 0x12345678];
    private static readonly MemorySize[] Sizes = [MemorySize.Byte, MemorySize.HalfWord, MemorySize.Word, MemorySize.DoubleWord];

    private readonly Random random;
    private readonly List<Instruction> body = [];

    private RandomProgram(Random random) => this.random = random;

    public static IReadOnlyList<Instruction> Create(Random random)
    {
        RandomProgram program = new(random);
        int length = random.Next(5, 60);
        int branches = 0;
        for (int i = 0; i < length; i++)
        {
            if (branches < 8 && random.Next(8) == 0)
            {
                branches++;
                program.AddBranch();
            }
            else
            {
                program.AddPlain(program.body);
            }
        }

        return program.Wrap();
    }

    private IReadOnlyList<Instruction> Wrap()
    {
        List<Instruction> code =
        [
            Instructions.LoadMemory(MemorySize.Word, PacketRegister, 1, 0),
            Instructions.LoadMemory(MemorySize.Word, 7, 1, 4),
            Instructions.MovRegister(true, 2, PacketRegister),
            Instructions.AluImmediate(AluOperation.Add, true, 2, 128),
            Instructions.JumpRegister(JumpOperation.Jle, true, 2, 7, 2),
            Instructions.MovImmediate(true, 0, 0),
            Instructions.Exit(),
        ];
        for (int slot = 0; slot < Slots; slot++)
        {
            code.Add(Instructions.LoadMemory(MemorySize.DoubleWord, 0, PacketRegister, slot * 8));
            code.Add(Instructions.StoreRegister(MemorySize.DoubleWord, Register.R10, -8 - (slot * 8), 0));
        }

        for (int i = 0; i < Registers.Length; i++)
        {
            code.Add(Instructions.LoadMemory(MemorySize.DoubleWord, Registers[i], PacketRegister, (i * 8) % 72));
        }

        code.AddRange(body);
        for (int i = 0; i < Registers.Length; i++)
        {
            code.Add(Instructions.StoreRegister(MemorySize.DoubleWord, PacketRegister, i * 8, Registers[i]));
        }

        for (int slot = 0; slot < 6; slot++)
        {
            code.Add(Instructions.LoadMemory(MemorySize.DoubleWord, 0, Register.R10, -8 - (slot * 8)));
            code.Add(Instructions.StoreRegister(MemorySize.DoubleWord, PacketRegister, 72 + (slot * 8), 0));
        }

        code.Add(Instructions.Exit());
        return code;
    }

    private void AddBranch()
    {
        List<Instruction> skipped = [];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            AddPlain(skipped);
        }

        int slots = 0;
        foreach (Instruction instruction in skipped)
        {
            slots += instruction.SlotCount;
        }

        JumpOperation[] operations = Enum.GetValues<JumpOperation>();
        JumpOperation operation = operations[random.Next(operations.Length)];
        bool is64 = random.Next(2) == 0;
        body.Add(random.Next(2) == 0
            ? Instructions.JumpRegister(operation, is64, AnyRegister(), AnyRegister(), slots)
            : Instructions.JumpImmediate(operation, is64, AnyRegister(), AnyImmediate(), slots));
        body.AddRange(skipped);
    }

    private void AddPlain(List<Instruction> code)
    {
        switch (random.Next(14))
        {
            case 0:
                code.Add(Instructions.Neg(AnyBool(), AnyRegister()));
                break;
            case 1:
                ByteSwap[] swaps = Enum.GetValues<ByteSwap>();
                code.Add(Instructions.EndianSwap(swaps[random.Next(swaps.Length)], AnyRegister(), 16 << random.Next(3)));
                break;
            case 2:
                bool is64 = AnyBool();
                code.Add(Instructions.MovSignExtend(is64, AnyRegister(), AnyRegister(), 8 << random.Next(is64 ? 3 : 2)));
                break;
            case 3:
                code.Add(Instructions.LoadImmediate64(AnyRegister(), random.NextInt64(long.MinValue, long.MaxValue)));
                break;
            case 4:
                AddMemory(code, Register.R10, -8 * random.Next(1, Slots + 1));
                break;
            case 5:
                AddMemory(code, PacketRegister, random.Next(0, 120));
                break;
            case 6:
                AddAtomic(code);
                break;
            case < 10:
                AddAlu(code, true);
                break;
            default:
                AddAlu(code, false);
                break;
        }
    }

    private void AddAlu(List<Instruction> code, bool byRegister)
    {
        AluOperation[] operations = Enum.GetValues<AluOperation>();
        AluOperation operation = operations[random.Next(operations.Length)];
        bool is64 = AnyBool();
        if (byRegister)
        {
            code.Add(Instructions.AluRegister(operation, is64, AnyRegister(), AnyRegister()));
            return;
        }

        int immediate = operation switch
        {
            AluOperation.Lsh or AluOperation.Rsh or AluOperation.Arsh => random.Next(is64 ? 64 : 32),
            AluOperation.Div or AluOperation.Mod or AluOperation.Sdiv or AluOperation.Smod => AnyImmediate() | 1,
            _ => AnyImmediate(),
        };
        code.Add(Instructions.AluImmediate(operation, is64, AnyRegister(), immediate));
    }

    private void AddMemory(List<Instruction> code, int baseRegister, int offset)
    {
        MemorySize size = Sizes[random.Next(Sizes.Length)];
        code.Add(random.Next(4) switch
        {
            0 => Instructions.LoadMemory(size, AnyRegister(), baseRegister, offset),
            1 when size != MemorySize.DoubleWord => Instructions.LoadMemorySignExtend(size, AnyRegister(), baseRegister, offset),
            2 => Instructions.StoreImmediate(size, baseRegister, offset, AnyImmediate()),
            _ => Instructions.StoreRegister(size, baseRegister, offset, AnyRegister()),
        });
    }

    private void AddAtomic(List<Instruction> code)
    {
        AtomicOperation[] operations = Enum.GetValues<AtomicOperation>();
        AtomicOperation operation = operations[random.Next(operations.Length)];
        int slot = -8 * random.Next(1, Slots + 1);
        MemorySize size = AnyBool() ? MemorySize.DoubleWord : MemorySize.Word;
        code.Add(operation == AtomicOperation.LoadAcquire
            ? Instructions.Atomic(operation, size, AnyRegister(), slot, Register.R10)
            : Instructions.Atomic(operation, size, Register.R10, slot, AnyRegister()));
    }

    private bool AnyBool() => random.Next(2) == 0;

    private int AnyRegister() => Registers[random.Next(Registers.Length)];

    private int AnyImmediate() => random.Next(3) == 0 ? random.Next(int.MinValue, int.MaxValue) : Immediates[random.Next(Immediates.Length)];
}
