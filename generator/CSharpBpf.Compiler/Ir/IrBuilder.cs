using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Ir;

/// <summary>Appends instructions to the end of a block, each with the current location. It folds nothing: that is the passes' work.</summary>
public sealed class IrBuilder(IrFunction function)
{
    private int blockNumber;

    public IrFunction Function { get; } = function;

    /// <summary>Where the next instruction goes; null behind a terminator, until <see cref="MoveTo"/>.</summary>
    public BasicBlock? Block { get; private set; }

    public SourceLocation? Location { get; set; }

    /// <summary>Makes a block that is not yet part of the function; <see cref="MoveTo"/> appends it.</summary>
    public BasicBlock CreateBlock(string hint = "b") => new(hint + blockNumber++);

    /// <summary>Makes the block the current one, and appends it to the function if it is not part of it.</summary>
    public void MoveTo(BasicBlock block)
    {
        if (!Function.Blocks.Contains(block))
        {
            Function.Blocks.Add(block);
        }

        Block = block;
    }

    public IrInstruction Binary(IrOp op, IrValue left, IrValue right) => Append(op, left.Type, left, right);

    public IrInstruction Unary(IrOp op, IrValue operand) => Append(op, operand.Type, operand);

    public IrInstruction Convert(IrOp op, IrValue operand) => Append(op, op is IrOp.ZExt32 or IrOp.SExt32 ? IrType.I64 : IrType.I32, operand);

    public IrInstruction Compare(IrOp op, IrValue left, IrValue right) => Append(op, IrType.I32, left, right);

    public IrInstruction Select(IrValue condition, IrValue ifNotZero, IrValue ifZero) => Append(IrOp.Select, ifNotZero.Type, condition, ifNotZero, ifZero);

    /// <summary>Reserves stack. Goes to the head of the entry block wherever the builder stands.</summary>
    public IrInstruction Alloca(int size, int alignment, string name)
    {
        var alloca = new IrInstruction(IrOp.Alloca, IrType.StackPointer) { Size = size, Alignment = alignment, Symbol = name, Location = Location };
        BasicBlock entry = Function.Blocks[0];
        int at = 0;
        while (at < entry.Instructions.Count && entry.Instructions[at].Op == IrOp.Alloca)
        {
            at++;
        }

        entry.Instructions.Insert(at, alloca);
        alloca.Block = entry;
        return alloca;
    }

    public IrInstruction Load(IrValue pointer, MemoryAccess access, int offset = 0, IrType pointerType = IrType.Pointer, bool isVolatile = false)
    {
        IrType type = access switch
        {
            MemoryAccess.U64 => IrType.I64,
            MemoryAccess.Pointer => pointerType,
            _ => IrType.I32,
        };
        IrInstruction load = Append(IrOp.Load, type, pointer);
        load.Access = access;
        load.Offset = offset;
        load.IsVolatile = isVolatile;
        return load;
    }

    public IrInstruction Store(IrValue pointer, IrValue value, MemoryAccess access, int offset = 0, bool isVolatile = false)
    {
        IrInstruction store = Append(IrOp.Store, IrType.Void, pointer, value);
        store.Access = access;
        store.Offset = offset;
        store.IsVolatile = isVolatile;
        return store;
    }

    public IrInstruction Copy(IrValue destination, IrValue source, int size)
    {
        IrInstruction copy = Append(IrOp.Copy, IrType.Void, destination, source);
        copy.Size = size;
        return copy;
    }

    public IrInstruction Zero(IrValue pointer, int size)
    {
        IrInstruction zero = Append(IrOp.Zero, IrType.Void, pointer);
        zero.Size = size;
        return zero;
    }

    public IrValue PtrAdd(IrValue pointer, long distance) => distance == 0 ? pointer : PtrAdd(pointer, IrConstant.I64(distance));

    public IrInstruction PtrAdd(IrValue pointer, IrValue distance) => Append(IrOp.PtrAdd, pointer.Type, pointer, distance);

    public IrInstruction PtrDiff(IrValue left, IrValue right) => Append(IrOp.PtrDiff, IrType.I64, left, right);

    public IrInstruction ContextLoad(IrValue context, IrType type, MemoryAccess access, int offset)
    {
        IrInstruction load = Append(IrOp.ContextLoad, type, context);
        load.Access = access;
        load.Offset = offset;
        return load;
    }

    public IrInstruction ContextStore(IrValue context, IrValue value, MemoryAccess access, int offset)
    {
        IrInstruction store = Append(IrOp.ContextStore, IrType.Void, context, value);
        store.Access = access;
        store.Offset = offset;
        return store;
    }

    public IrInstruction MapAddress(string map) => WithSymbol(Append(IrOp.MapAddress, IrType.MapPointer), map);

    public IrInstruction GlobalAddress(string global) => WithSymbol(Append(IrOp.GlobalAddress, IrType.GlobalPointer), global);

    public IrInstruction FunctionAddress(IrFunction function)
    {
        IrInstruction address = Append(IrOp.FunctionAddress, IrType.FunctionPointer);
        address.Callee = function;
        return address;
    }

    public IrInstruction CallHelper(HelperId helper, IrType returnType, params IrValue[] arguments)
    {
        IrInstruction call = Append(IrOp.CallHelper, returnType, arguments);
        call.Helper = helper;
        return call;
    }

    public IrInstruction Call(IrFunction callee, params IrValue[] arguments)
    {
        IrInstruction call = Append(IrOp.Call, callee.ReturnType, arguments);
        call.Callee = callee;
        return call;
    }

    /// <param name="wantsOldValue">Whether the old value is the result; if not, the result is Void and the plain (not fetching) form is used.</param>
    public IrInstruction AtomicUpdate(AtomicUpdateOperation operation, IrValue pointer, IrValue value, MemoryAccess access, bool wantsOldValue, int offset = 0)
    {
        IrInstruction update = Append(IrOp.AtomicUpdate, wantsOldValue ? value.Type : IrType.Void, pointer, value);
        update.AtomicOperation = operation;
        update.Access = access;
        update.Offset = offset;
        return update;
    }

    public IrInstruction AtomicExchange(IrValue pointer, IrValue value, MemoryAccess access, int offset = 0)
    {
        IrInstruction exchange = Append(IrOp.AtomicExchange, value.Type, pointer, value);
        exchange.Access = access;
        exchange.Offset = offset;
        return exchange;
    }

    public IrInstruction AtomicCompareExchange(IrValue pointer, IrValue expected, IrValue replacement, MemoryAccess access, int offset = 0)
    {
        IrInstruction exchange = Append(IrOp.AtomicCompareExchange, replacement.Type, pointer, expected, replacement);
        exchange.Access = access;
        exchange.Offset = offset;
        return exchange;
    }

    public IrInstruction Phi(IrType type, IReadOnlyList<(BasicBlock Block, IrValue Value)> incoming)
    {
        var phi = new IrInstruction(IrOp.Phi, type) { Location = Location };
        foreach ((BasicBlock block, IrValue value) in incoming)
        {
            phi.PhiBlocks.Add(block);
            phi.Operands.Add(value);
        }

        return Add(phi);
    }

    public void Br(BasicBlock target) => Terminate(IrOp.Br, [], target);

    public void CondBr(IrValue condition, BasicBlock ifNotZero, BasicBlock ifZero) => Terminate(IrOp.CondBr, [condition], ifNotZero, ifZero);

    public void Ret(IrValue? value = null) => Terminate(IrOp.Ret, value is null ? [] : [value]);

    public void Unreachable() => Terminate(IrOp.Unreachable, []);

    /// <param name="diagnostic">The id of what is reported where the program has no value for faults.</param>
    public void Raise(string diagnostic) => WithSymbol(Append(IrOp.Raise, IrType.Void), diagnostic);

    public void Fault(string diagnostic)
    {
        WithSymbol(Append(IrOp.Fault, IrType.Void), diagnostic);
        Block = null;
    }

    private static IrInstruction WithSymbol(IrInstruction instruction, string symbol)
    {
        instruction.Symbol = symbol;
        return instruction;
    }

    private void Terminate(IrOp op, IrValue[] operands, params BasicBlock[] targets)
    {
        IrInstruction terminator = Append(op, IrType.Void, operands);
        terminator.Targets.AddRange(targets);
        Block = null;
    }

    private IrInstruction Append(IrOp op, IrType type, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, type) { Location = Location };
        instruction.Operands.AddRange(operands);
        return Add(instruction);
    }

    private IrInstruction Add(IrInstruction instruction)
    {
        BasicBlock block = Block ?? throw new System.InvalidOperationException("The builder stands behind a terminator: move to a block first.");
        instruction.Block = block;
        block.Instructions.Add(instruction);
        return instruction;
    }
}
