using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>Selects loads, stores, atomics and pointer arithmetic.</summary>
internal sealed class MemorySelector(SelectionContext context, PointerAdvance advance)
{
    /// <summary>From this many stores of one constant on, a register costs less than the constant in each store.</summary>
    private const int SharedConstantStores = 3;

    private readonly MachineBuilder builder = context.Builder;
    private readonly ValueRegisters values = context.Values;
    private readonly Dictionary<long, int> constantStores = [];

    public void EnterBlock(BasicBlock block)
    {
        constantStores.Clear();
        foreach (IrInstruction instruction in block.Instructions)
        {
            if (instruction.Op == IrOp.Store && instruction.Access.Size() >= 4 && instruction.Operands[1] is IrConstant constant)
            {
                long contents = ValueRegisters.RegisterContents(constant);
                constantStores.TryGetValue(contents, out int count);
                constantStores[contents] = count + 1;
            }
        }
    }

    public void Load(IrInstruction load)
    {
        int result = context.Facts.IsNeeded(load) ? values.Define(load) : builder.CreateRegister();
        MachineAddress address = load.Op == IrOp.ContextLoad
            ? new MachineAddress(values.Use(load.Operands[0]), null, load.Offset, IsContext: true)
            : values.Address(load, load.Operands[0], load.Offset);
        bool isSigned = load.Access is MemoryAccess.S8 or MemoryAccess.S16;
        bool isExtended = isSigned && load.Op == IrOp.Load && context.Cpu >= CpuVersion.V4 && context.Facts.OnlyLowHalfIsRead(load);
        builder.Load(SizeOf(load.Access), result, address, isExtended);
        if (!isSigned || isExtended)
        {
            return;
        }

        int bits = load.Access == MemoryAccess.S8 ? 8 : 16;
        if (context.Cpu >= CpuVersion.V4)
        {
            builder.SignExtend(false, bits, result, result);
        }
        else
        {
            builder.AluImmediate(AluOperation.Lsh, false, result, 32 - bits);
            builder.AluImmediate(AluOperation.Arsh, false, result, 32 - bits);
        }
    }

    public void Store(IrInstruction store)
    {
        IrValue value = context.Facts.Strip(store.Operands[1]);
        MemorySize size = SizeOf(store.Access);
        if (store.Op == IrOp.ContextStore)
        {
            // The kernel takes no immediate stores to the context before 6.4.
            int register = values.Use(value);
            builder.Store(size, new MachineAddress(values.Use(store.Operands[0]), null, store.Offset, IsContext: true), register);
            return;
        }

        if (value is IrConstant constant && Immediate(constant, size) is long immediate)
        {
            builder.Store(size, values.Address(store, store.Operands[0], store.Offset), MachineInstruction.None, immediate);
            return;
        }

        int source = value is IrConstant shared ? values.ConstantRegister(ValueRegisters.RegisterContents(shared), keep: true) : values.Use(value);
        builder.Store(size, values.Address(store, store.Operands[0], store.Offset), source);
    }

    public void AtomicUpdate(IrInstruction update)
    {
        bool fetches = context.Facts.IsNeeded(update);
        AtomicOperation operation = update.AtomicOperation switch
        {
            AtomicUpdateOperation.Add => fetches ? AtomicOperation.FetchAdd : AtomicOperation.Add,
            AtomicUpdateOperation.And => fetches ? AtomicOperation.FetchAnd : AtomicOperation.And,
            AtomicUpdateOperation.Or => fetches ? AtomicOperation.FetchOr : AtomicOperation.Or,
            _ => fetches ? AtomicOperation.FetchXor : AtomicOperation.Xor,
        };
        MachineAddress address = values.Address(update, update.Operands[0], update.Offset);
        int source;
        if (fetches)
        {
            source = values.Define(update);
            values.UseInto(source, update.Operands[1]);
        }
        else
        {
            source = values.Use(update.Operands[1]);
        }

        builder.Atomic(operation, SizeOf(update.Access), address, source);
    }

    public void AtomicExchange(IrInstruction exchange)
    {
        MachineAddress address = values.Address(exchange, exchange.Operands[0], exchange.Offset);
        int result = values.Define(exchange);
        values.UseInto(result, exchange.Operands[1]);
        builder.Atomic(AtomicOperation.Exchange, SizeOf(exchange.Access), address, result);
    }

    public void AtomicCompareExchange(IrInstruction exchange)
    {
        MachineAddress address = values.Address(exchange, exchange.Operands[0], exchange.Offset);
        int expected = values.Use(exchange.Operands[1]);
        int replacement = values.Use(exchange.Operands[2]);
        builder.Copy(Register.R0, expected);
        builder.Atomic(AtomicOperation.CompareExchange, SizeOf(exchange.Access), address, replacement);
        if (context.Facts.IsNeeded(exchange))
        {
            builder.Copy(values.Define(exchange), Register.R0);
        }
    }

    public void PointerAdd(IrInstruction add)
    {
        IrValue pointer = add.Operands[0];
        IrValue distance = add.Operands[1];
        if (values.IsMadeInPlace(add))
        {
            return;
        }

        int result = values.Define(add);
        if (distance is IrConstant constant)
        {
            (IrValue origin, long total) = SelectionFacts.ResolveAddress(pointer, constant.Value);
            (origin, total) = advance.Rebase(add, origin, total);
            if (total == (int)total)
            {
                values.UseInto(result, origin);
                values.AddDistance(result, total);
                return;
            }

            int step = values.ConstantRegister(total);
            values.UseInto(result, origin);
            builder.Alu(AluOperation.Add, true, result, step);
            return;
        }

        // A pointer that is added to a number keeps no frame in the kernel (adjust_ptr_min_max_vals of kernel/bpf/verifier.c, seen on 6.18): a subprogram's stack
        // would be taken for its caller's.
        if (add.Type != IrType.StackPointer && context.Facts.IsBetterFirst(add, distance, pointer))
        {
            (pointer, distance) = (distance, pointer);
        }

        int source = values.Use(distance);
        values.UseInto(result, pointer);
        builder.Alu(AluOperation.Add, true, result, source);
    }

    public void PointerDifference(IrInstruction difference)
    {
        if (difference.Operands[0] == difference.Operands[1])
        {
            // It is only there for what the kernel does not know of it, and of the frame's address it knows as little.
            int zero = values.Define(difference);
            builder.Copy(zero, Register.R10);
            builder.Alu(AluOperation.Sub, true, zero, zero);
            return;
        }

        int source = values.Use(difference.Operands[1]);
        int result = values.Define(difference);
        values.UseInto(result, difference.Operands[0]);
        builder.Alu(AluOperation.Sub, true, result, source);
    }

    private static MemorySize SizeOf(MemoryAccess access) => MemorySizes.FromByteCount(access.Size());

    /// <summary>The immediate for a store of the constant, cut to the width; null where a register is needed or better.</summary>
    private long? Immediate(IrConstant constant, MemorySize size)
    {
        if (size >= MemorySize.DoubleWord || size == MemorySize.Word)
        {
            long contents = ValueRegisters.RegisterContents(constant);
            if (constantStores.TryGetValue(contents, out int count) && count >= SharedConstantStores)
            {
                return null;
            }
        }

        return size switch
        {
            MemorySize.Byte => (byte)constant.Value,
            MemorySize.HalfWord => (ushort)constant.Value,
            MemorySize.Word => (int)constant.Value,
            _ => ValueRegisters.FitsImmediate(constant.Value) ? constant.Value : null,
        };
    }
}
