using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Core.Tests.CodeGen;

/// <summary>Runs an IR function by the letter of IrOp's comments: the reference that generated code is compared with. Helpers give 0, the context's numbers are 1.</summary>
internal sealed class IrEvaluator(byte[] packet)
{
    private const int StepLimit = 1_000_000;

    private readonly Dictionary<IrValue, Value> values = [];

    public uint Run(IrFunction function) => (uint)Run(function, [new Value(0, null)]).Bits;

    private Value Run(IrFunction function, Value[] arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            values[function.Parameters[i]] = arguments[i];
        }

        BasicBlock? previous = null;
        BasicBlock block = function.Blocks[0];
        for (int steps = 0; steps < StepLimit; steps++)
        {
            var phis = new List<(IrInstruction Phi, Value Value)>();
            foreach (IrInstruction phi in block.Instructions.TakeWhile(instruction => instruction.Op == IrOp.Phi))
            {
                phis.Add((phi, Get(phi.Operands[phi.PhiBlocks.IndexOf(previous!)])));
            }

            phis.ForEach(item => values[item.Phi] = item.Value);
            foreach (IrInstruction instruction in block.Instructions.Skip(phis.Count))
            {
                if (instruction.IsTerminator)
                {
                    break;
                }

                values[instruction] = Evaluate(instruction);
            }

            IrInstruction end = block.Terminator;
            if (end.Op == IrOp.Ret)
            {
                return end.Operands.Count == 0 ? default : Get(end.Operands[0]);
            }

            previous = block;
            block = end.Op == IrOp.Br || Get(end.Operands[0]).Bits != 0 ? end.Targets[0] : end.Targets[1];
        }

        throw new InvalidOperationException("The program does not end.");
    }

    private Value Get(IrValue value) =>
        value is not IrConstant constant ? values[value] : new Value(constant.Type == IrType.I32 ? (uint)constant.Value : (ulong)constant.Value, null);

    private Value Evaluate(IrInstruction instruction)
    {
        switch (instruction.Op)
        {
            case IrOp.Alloca:
                return new Value(0, new byte[instruction.Size]);
            case IrOp.ContextLoad:
                return instruction.Offset switch
                {
                    0 => new Value(0, packet),
                    4 => new Value((ulong)packet.Length, packet),
                    _ => new Value(1, null),
                };
            case IrOp.CallHelper:
                return new Value(0, null);
            case IrOp.Call:
                return Run(instruction.Callee!, [.. instruction.Operands.Select(Get)]);
            case IrOp.Load:
                return new Value(Load(instruction), null);
            case IrOp.Store:
                Store(Get(instruction.Operands[0]), instruction.Offset, instruction.Access.Size(), Get(instruction.Operands[1]).Bits);
                return default;
            case IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange:
                return new Value(Atomic(instruction), null);
            case IrOp.Select:
                return Get(instruction.Operands[0]).Bits != 0 ? Get(instruction.Operands[1]) : Get(instruction.Operands[2]);
            case IrOp.PtrAdd:
                Value pointer = Get(instruction.Operands[0]);
                return pointer with { Bits = pointer.Bits + Get(instruction.Operands[1]).Bits };
            case IrOp.PtrDiff:
                return new Value(Get(instruction.Operands[0]).Bits - Get(instruction.Operands[1]).Bits, null);
        }

        ulong a = Get(instruction.Operands[0]).Bits;
        ulong b = instruction.Operands.Count > 1 ? Get(instruction.Operands[1]).Bits : 0;
        bool isNarrow = instruction.Operands[0].Type == IrType.I32;
        ulong result = isNarrow ? Narrow(instruction.Op, (uint)a, (uint)b) : Wide(instruction.Op, a, b);
        return new Value(instruction.Type == IrType.I32 ? (uint)result : result, null);
    }

    private static ulong Narrow(IrOp op, uint a, uint b) => op switch
    {
        IrOp.Add => a + b,
        IrOp.Sub => a - b,
        IrOp.Mul => a * b,
        IrOp.UDiv => b == 0 ? 0 : a / b,
        IrOp.URem => b == 0 ? a : a % b,
        IrOp.SDiv => b == 0 ? 0 : (uint)((long)(int)a / (int)b),
        IrOp.SRem => b == 0 ? a : (uint)((long)(int)a % (int)b),
        IrOp.And => a & b,
        IrOp.Or => a | b,
        IrOp.Xor => a ^ b,
        IrOp.Shl => a << (int)(b & 31),
        IrOp.LShr => a >> (int)(b & 31),
        IrOp.AShr => (uint)((int)a >> (int)(b & 31)),
        IrOp.Neg => 0u - a,
        IrOp.Not => ~a,
        IrOp.ZExt8 => (byte)a,
        IrOp.ZExt16 => (ushort)a,
        IrOp.SExt8 => (uint)(sbyte)a,
        IrOp.SExt16 => (uint)(short)a,
        IrOp.ZExt32 => a,
        IrOp.SExt32 => (ulong)(int)a,
        IrOp.ByteSwap16 => BinaryPrimitives.ReverseEndianness((ushort)a),
        IrOp.ByteSwap32 => BinaryPrimitives.ReverseEndianness(a),
        IrOp.SLt => (int)a < (int)b ? 1u : 0,
        IrOp.SLe => (int)a <= (int)b ? 1u : 0,
        IrOp.SGt => (int)a > (int)b ? 1u : 0,
        IrOp.SGe => (int)a >= (int)b ? 1u : 0,
        _ => Compare(op, a, b),
    };

    private static ulong Wide(IrOp op, ulong a, ulong b) => op switch
    {
        IrOp.Add => a + b,
        IrOp.Sub => a - b,
        IrOp.Mul => a * b,
        IrOp.UDiv => b == 0 ? 0 : a / b,
        IrOp.URem => b == 0 ? a : a % b,
        IrOp.SDiv => b == 0 ? 0 : b == ulong.MaxValue ? 0 - a : (ulong)((long)a / (long)b),
        IrOp.SRem => b == 0 ? a : b == ulong.MaxValue ? 0 : (ulong)((long)a % (long)b),
        IrOp.And => a & b,
        IrOp.Or => a | b,
        IrOp.Xor => a ^ b,
        IrOp.Shl => a << (int)(b & 63),
        IrOp.LShr => a >> (int)(b & 63),
        IrOp.AShr => (ulong)((long)a >> (int)(b & 63)),
        IrOp.Neg => 0 - a,
        IrOp.Not => ~a,
        IrOp.Trunc => (uint)a,
        IrOp.ByteSwap64 => BinaryPrimitives.ReverseEndianness(a),
        IrOp.SLt => (long)a < (long)b ? 1u : 0,
        IrOp.SLe => (long)a <= (long)b ? 1u : 0,
        IrOp.SGt => (long)a > (long)b ? 1u : 0,
        IrOp.SGe => (long)a >= (long)b ? 1u : 0,
        _ => Compare(op, a, b),
    };

    private static ulong Compare(IrOp op, ulong a, ulong b) => op switch
    {
        IrOp.Eq => a == b ? 1u : 0,
        IrOp.Ne => a != b ? 1u : 0,
        IrOp.ULt => a < b ? 1u : 0,
        IrOp.ULe => a <= b ? 1u : 0,
        IrOp.UGt => a > b ? 1u : 0,
        IrOp.UGe => a >= b ? 1u : 0,
        _ => throw new NotSupportedException(op.ToString()),
    };

    private ulong Load(IrInstruction load)
    {
        ulong bits = Read(Get(load.Operands[0]), load.Offset, load.Access.Size());
        return load.Access switch
        {
            MemoryAccess.S8 => (uint)(sbyte)bits,
            MemoryAccess.S16 => (uint)(short)bits,
            _ => bits,
        };
    }

    private ulong Atomic(IrInstruction atomic)
    {
        Value pointer = Get(atomic.Operands[0]);
        int size = atomic.Access.Size();
        ulong mask = size == 4 ? uint.MaxValue : ulong.MaxValue;
        ulong old = Read(pointer, atomic.Offset, size);
        ulong operand = Get(atomic.Operands[1]).Bits & mask;
        ulong value = atomic.Op switch
        {
            IrOp.AtomicExchange => operand,
            IrOp.AtomicCompareExchange => old == operand ? Get(atomic.Operands[2]).Bits : old,
            _ => atomic.AtomicOperation switch
            {
                AtomicUpdateOperation.Add => old + operand,
                AtomicUpdateOperation.And => old & operand,
                AtomicUpdateOperation.Or => old | operand,
                _ => old ^ operand,
            },
        };
        Store(pointer, atomic.Offset, size, value);
        return old;
    }

    private static ulong Read(Value pointer, int offset, int size)
    {
        ulong bits = 0;
        for (int i = size - 1; i >= 0; i--)
        {
            bits = (bits << 8) | pointer.Memory![(int)pointer.Bits + offset + i];
        }

        return bits;
    }

    private static void Store(Value pointer, int offset, int size, ulong bits)
    {
        for (int i = 0; i < size; i++)
        {
            pointer.Memory![(int)pointer.Bits + offset + i] = (byte)(bits >> (8 * i));
        }
    }

    /// <summary>An integer, or an offset into memory.</summary>
    private readonly record struct Value(ulong Bits, byte[]? Memory);
}
