using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Roslyn.Tests.Support;

/// <summary>
/// Runs a module as the front end made it, before any pass: calls, slots in memory, copies. With it a difference to plain C# is the front
/// end's and nobody else's. Addresses are offsets into one array: packet, globals, stack. Helpers give 0.
/// </summary>
internal sealed class IrInterpreter
{
    private const ulong ContextAddress = 8;
    private const int PacketAddress = 0x1000;
    private const int GlobalsAddress = 0x8000;
    private const int StackAddress = 0xA000;
    private const int StepLimit = 1_000_000;

    private readonly byte[] memory = new byte[0x20000];
    private readonly IrModule module;
    private readonly Dictionary<string, ulong> globals = [];
    private readonly int packetLength;
    private int steps;

    public IrInterpreter(IrModule module, byte[] packet)
    {
        this.module = module;
        packetLength = packet.Length;
        Array.Fill(memory, (byte)0xCC, StackAddress, memory.Length - StackAddress);
        packet.CopyTo(memory, PacketAddress);
        int at = GlobalsAddress;
        foreach (IrGlobal global in module.Globals)
        {
            globals.Add(global.Name, (ulong)at);
            global.Contents?.CopyTo(memory, at);
            at += (global.Type.Size + 7) & ~7;
        }
    }

    public RunOutcome Run(string program)
    {
        IrFunction function = module.Functions.Single(f => f.Name == program);
        ulong result;
        try
        {
            result = Call(function, [ContextAddress], StackAddress);
        }
        catch (FaultException) when (function.Program?.OnFault is not null)
        {
            result = (ulong)function.Program.OnFault;
        }

        return new RunOutcome((uint)result, memory.AsSpan(PacketAddress, packetLength).ToArray());
    }

    private ulong Call(IrFunction function, ulong[] arguments, int stack)
    {
        var values = new Dictionary<IrValue, ulong>();
        for (int i = 0; i < arguments.Length; i++)
        {
            values[function.Parameters[i]] = arguments[i];
        }

        BasicBlock? previous = null;
        BasicBlock block = function.Blocks[0];
        BasicBlock? unwound = null;
        while (true)
        {
            List<(IrInstruction Phi, ulong Value)> phis = [.. block.Instructions.TakeWhile(static i => i.Op == IrOp.Phi).Select(p => (p, Get(values, p.Operands[p.PhiBlocks.IndexOf(previous!)])))];
            phis.ForEach(p => values[p.Phi] = p.Value);
            foreach (IrInstruction instruction in block.Instructions.Skip(phis.Count))
            {
                if (++steps > StepLimit)
                {
                    throw new InvalidOperationException("The program does not end.");
                }

                try
                {
                    values[instruction] = instruction.IsTerminator ? 0 : Evaluate(values, instruction, ref stack);
                }
                catch (FaultException) when (instruction.Targets.Count == 1)
                {
                    unwound = instruction.Targets[0];
                    break;
                }
            }

            if (unwound is not null)
            {
                (previous, block, unwound) = (block, unwound, null);
                continue;
            }

            IrInstruction end = block.Terminator;
            if (end.Op == IrOp.Ret)
            {
                return end.Operands.Count == 0 ? 0 : Get(values, end.Operands[0]);
            }

            if (end.Op == IrOp.Fault)
            {
                throw new FaultException(end.Symbol);
            }

            if (end.Op == IrOp.Unreachable)
            {
                throw new InvalidOperationException("The program ran into code that cannot be reached.");
            }

            previous = block;
            block = end.Op == IrOp.Br || Get(values, end.Operands[0]) != 0 ? end.Targets[0] : end.Targets[1];
        }
    }

    private static ulong Get(Dictionary<IrValue, ulong> values, IrValue value) =>
        value is not IrConstant constant ? values[value] : constant.Type == IrType.I32 ? (uint)constant.Value : (ulong)constant.Value;

    private ulong Evaluate(Dictionary<IrValue, ulong> values, IrInstruction i, ref int stack)
    {
        ulong[] o = [.. i.Operands.Select(x => Get(values, x))];
        switch (i.Op)
        {
            case IrOp.Raise:
                return 0;
            case IrOp.Alloca:
                stack = (stack + i.Alignment - 1) / i.Alignment * i.Alignment;
                stack += i.Size;
                return (ulong)(stack - i.Size);
            case IrOp.Load:
                return Load(o[0] + (ulong)(long)i.Offset, i.Access);
            case IrOp.Store:
                Store(o[0] + (ulong)(long)i.Offset, o[1], i.Access.Size());
                return 0;
            case IrOp.Copy:
                Slice(o[1], i.Size).ToArray().CopyTo(Slice(o[0], i.Size));
                return 0;
            case IrOp.Zero:
                Slice(o[0], i.Size).Clear();
                return 0;
            case IrOp.PtrAdd:
                return o[0] + o[1];
            case IrOp.PtrDiff:
                return o[0] - o[1];
            case IrOp.Select:
                return o[0] != 0 ? o[1] : o[2];
            case IrOp.ContextLoad:
                return i.Offset switch
                {
                    0 => PacketAddress,
                    4 => (ulong)(PacketAddress + packetLength),
                    12 => 1,
                    _ => 0,
                };
            case IrOp.GlobalAddress:
                return globals[i.Symbol!];
            case IrOp.CallHelper:
                return 0;
            case IrOp.Call:
                return Call(i.Callee!, o, stack);
            case IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange:
                return Atomic(i, o);
            default:
                return Arithmetic(i, o);
        }
    }

    private static ulong Arithmetic(IrInstruction i, ulong[] o)
    {
        bool isNarrow = i.Operands[0].Type == IrType.I32;
        ulong result = isNarrow ? Narrow(i.Op, (uint)o[0], o.Length > 1 ? (uint)o[1] : 0) : Wide(i.Op, o[0], o.Length > 1 ? o[1] : 0);
        return i.Type == IrType.I32 ? (uint)result : result;
    }

    private static ulong Narrow(IrOp op, uint a, uint b) => op switch
    {
        IrOp.SDiv => b == 0 ? 0 : b == uint.MaxValue ? (uint)-(int)a : (uint)((int)a / (int)b),
        IrOp.SRem => b == 0 ? a : b == uint.MaxValue ? 0 : (uint)((int)a % (int)b),
        IrOp.Shl => a << (int)(b & 31),
        IrOp.LShr => a >> (int)(b & 31),
        IrOp.AShr => (uint)((int)a >> (int)(b & 31)),
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
        _ => Wide(op, a, b),
    };

    private static ulong Wide(IrOp op, ulong a, ulong b) => op switch
    {
        IrOp.Add => a + b,
        IrOp.Sub => a - b,
        IrOp.Mul => a * b,
        IrOp.UDiv => b == 0 ? 0 : a / b,
        IrOp.URem => b == 0 ? a : a % b,
        IrOp.SDiv => b == 0 ? 0 : b == ulong.MaxValue ? (ulong)-(long)a : (ulong)((long)a / (long)b),
        IrOp.SRem => b == 0 ? a : b == ulong.MaxValue ? 0 : (ulong)((long)a % (long)b),
        IrOp.And => a & b,
        IrOp.Or => a | b,
        IrOp.Xor => a ^ b,
        IrOp.Shl => a << (int)(b & 63),
        IrOp.LShr => a >> (int)(b & 63),
        IrOp.AShr => (ulong)((long)a >> (int)(b & 63)),
        IrOp.Neg => (ulong)-(long)a,
        IrOp.Not => ~a,
        IrOp.Trunc => (uint)a,
        IrOp.ByteSwap64 => BinaryPrimitives.ReverseEndianness(a),
        IrOp.Eq => a == b ? 1u : 0,
        IrOp.Ne => a != b ? 1u : 0,
        IrOp.ULt => a < b ? 1u : 0,
        IrOp.ULe => a <= b ? 1u : 0,
        IrOp.UGt => a > b ? 1u : 0,
        IrOp.UGe => a >= b ? 1u : 0,
        IrOp.SLt => (long)a < (long)b ? 1u : 0,
        IrOp.SLe => (long)a <= (long)b ? 1u : 0,
        IrOp.SGt => (long)a > (long)b ? 1u : 0,
        IrOp.SGe => (long)a >= (long)b ? 1u : 0,
        _ => throw new InvalidOperationException("The interpreter does not know " + op + "."),
    };

    private ulong Atomic(IrInstruction i, ulong[] o)
    {
        ulong address = o[0] + (ulong)(long)i.Offset;
        ulong old = Load(address, i.Access);
        ulong updated = (i.Op, i.AtomicOperation) switch
        {
            (IrOp.AtomicExchange, _) => o[1],
            (IrOp.AtomicCompareExchange, _) => old == o[1] ? o[2] : old,
            (_, AtomicUpdateOperation.Add) => old + o[1],
            (_, AtomicUpdateOperation.And) => old & o[1],
            (_, AtomicUpdateOperation.Or) => old | o[1],
            _ => old ^ o[1],
        };
        Store(address, updated, i.Access.Size());
        return old;
    }

    private ulong Load(ulong address, MemoryAccess access)
    {
        Span<byte> bytes = stackalloc byte[8];
        Slice(address, access.Size()).CopyTo(bytes);
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return access switch
        {
            MemoryAccess.S8 => (uint)(sbyte)value,
            MemoryAccess.S16 => (uint)(short)value,
            _ => value,
        };
    }

    private void Store(ulong address, ulong value, int size)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        bytes[..size].CopyTo(Slice(address, size));
    }

    // What is not checked before all passes is checked by one of them: the null page is a fault here too.
    private Span<byte> Slice(ulong address, int size) =>
        address >= PacketAddress && address + (ulong)size <= (ulong)memory.Length ? memory.AsSpan((int)address, size)
            : address < PacketAddress ? throw new FaultException("null")
            : throw new InvalidOperationException($"The program reached outside its memory at 0x{address:x}.");

    private sealed class FaultException(string? cause) : Exception("The program came to a fault: " + cause);
}
