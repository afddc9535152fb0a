using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Core.Tests.CodeGen;

/// <summary>
/// Makes valid XDP programs from a seed: arithmetic of both widths, selects, diamonds, bounded loops, stack variables, packet bytes, atomics and
/// calls that clobber registers. They read and change the first <see cref="PacketSize"/> bytes of a packet.
/// </summary>
internal sealed class RandomProgram
{
    public const int PacketSize = 256;

    private const int Slots = 4;
    private const int OutputStart = 128;

    private static readonly IrOp[] BinaryOperations =
    [
        IrOp.Add, IrOp.Sub, IrOp.Mul, IrOp.UDiv, IrOp.SDiv, IrOp.URem, IrOp.SRem, IrOp.And, IrOp.Or, IrOp.Xor, IrOp.Shl, IrOp.LShr, IrOp.AShr,
    ];

    private static readonly long[] Interesting =
    [
        0, 1, 2, 3, 7, 8, 10, 31, 32, 63, 64, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x10000, int.MaxValue, int.MinValue, -1, -2, -3, -8, -128, -129,
        uint.MaxValue, 0x1_0000_0000, long.MaxValue, long.MinValue, 0x1234_5678_9abc_def0, 0xff00_ff00,
    ];

    private readonly Random random;
    private readonly IrBuilder builder;
    private readonly List<IrValue> scope = [];
    private IrValue packet = null!;
    private List<IrInstruction> slots = [];
    private int budget;

    private RandomProgram(int seed, IrFunction function, int size)
    {
        random = new Random(seed);
        builder = new IrBuilder(function);
        budget = size;
    }

    public static IrModule Create(int seed)
    {
        var module = new IrModule("Random" + seed) { License = "GPL" };
        var function = new IrFunction("random", IrType.I32) { Program = new ProgramInfo(ProgramType.Xdp, null, "xdp", "xdp_md") };
        function.Parameters.Add(new IrParameter("ctx", 0, IrType.ContextPointer));
        module.Functions.Add(function);
        new RandomProgram(seed, function, 5 + (seed % 100)).Build(function);
        return module;
    }

    private void Build(IrFunction function)
    {
        BasicBlock entry = builder.CreateBlock();
        BasicBlock body = builder.CreateBlock();
        BasicBlock tooShort = builder.CreateBlock();
        builder.MoveTo(entry);
        slots = [.. Enumerable.Range(0, Slots).Select(i => builder.Alloca(8, 8, "slot" + i))];
        packet = builder.ContextLoad(function.Parameters[0], IrType.PacketPointer, MemoryAccess.U32, 0);
        IrValue end = builder.ContextLoad(function.Parameters[0], IrType.PacketEndPointer, MemoryAccess.U32, 4);
        builder.CondBr(builder.Compare(IrOp.UGt, builder.PtrAdd(packet, PacketSize), end), tooShort, body);
        builder.MoveTo(tooShort);
        builder.Ret(IrConstant.I32(1));
        builder.MoveTo(body);
        for (int i = 0; i < 3; i++)
        {
            scope.Add(builder.Load(packet, MemoryAccess.U64, 16 + (8 * i)));
            scope.Add(builder.Load(packet, MemoryAccess.U32, 48 + (4 * i)));
        }

        slots.ForEach(slot => builder.Store(slot, Pick(IrType.I64), MemoryAccess.U64));
        Statements(3);
        Finish();
    }

    /// <summary>Stores many of the values in scope into the packet, so that they are all live here.</summary>
    private void Finish()
    {
        int position = OutputStart;
        foreach (IrValue value in scope.Reverse<IrValue>().Take((PacketSize - OutputStart) / 8).ToList())
        {
            builder.Store(packet, value, value.Type == IrType.I64 ? MemoryAccess.U64 : MemoryAccess.U32, position);
            position += 8;
        }

        builder.Ret(Pick(IrType.I32));
    }

    private void Statements(int depth)
    {
        while (budget-- > 0)
        {
            switch (random.Next(depth > 0 ? 16 : 13))
            {
                case < 5:
                    Binary();
                    break;
                case 5:
                    Convert();
                    break;
                case 6:
                    scope.Add(Condition());
                    break;
                case 7:
                    IrType type = PickType();
                    scope.Add(builder.Select(random.Next(2) == 0 ? Condition() : Pick(IrType.I32), Pick(type), Pick(type)));
                    break;
                case 8:
                    Load();
                    break;
                case 9:
                    Store();
                    break;
                case 10:
                    IrType unary = PickType();
                    scope.Add(builder.Unary(random.Next(2) == 0 ? IrOp.Neg : IrOp.Not, Pick(unary)));
                    break;
                case 11:
                    Atomic();
                    break;
                case 12:
                    if (random.Next(3) == 0)
                    {
                        builder.CallHelper(HelperId.GetPrandomU32, IrType.I64);
                    }

                    break;
                case 13 or 14:
                    Diamond(depth - 1);
                    break;
                default:
                    Loop(depth - 1);
                    break;
            }

            if (random.Next(12) == 0)
            {
                return;
            }
        }
    }

    private void Binary()
    {
        IrType type = PickType();
        IrOp op = BinaryOperations[random.Next(BinaryOperations.Length)];
        scope.Add(builder.Binary(op, Pick(type), random.Next(3) == 0 ? Constant(type) : Pick(type)));
    }

    private void Convert()
    {
        IrOp[] operations =
        [
            IrOp.ZExt8, IrOp.ZExt16, IrOp.SExt8, IrOp.SExt16, IrOp.ZExt32, IrOp.SExt32, IrOp.Trunc, IrOp.Trunc, IrOp.ByteSwap16, IrOp.ByteSwap32, IrOp.ByteSwap64,
        ];
        IrOp op = operations[random.Next(operations.Length)];
        if (op is IrOp.ByteSwap16 or IrOp.ByteSwap32 or IrOp.ByteSwap64)
        {
            scope.Add(builder.Unary(op, Pick(op == IrOp.ByteSwap64 ? IrType.I64 : IrType.I32)));
        }
        else
        {
            scope.Add(builder.Convert(op, Pick(op == IrOp.Trunc ? IrType.I64 : IrType.I32)));
        }
    }

    private IrInstruction Condition()
    {
        IrType type = PickType();
        if (random.Next(5) == 0)
        {
            IrValue bits = builder.Binary(IrOp.And, Pick(type), Constant(type));
            return builder.Compare(random.Next(2) == 0 ? IrOp.Eq : IrOp.Ne, bits, new IrConstant(type, 0));
        }

        var op = (IrOp)((int)IrOp.Eq + random.Next(10));
        return builder.Compare(op, Pick(type), random.Next(2) == 0 ? Constant(type) : Pick(type));
    }

    private void Load()
    {
        MemoryAccess access = (MemoryAccess)random.Next(6);
        if (random.Next(2) == 0)
        {
            scope.Add(builder.Load(packet, access, random.Next(16, 100)));
        }
        else
        {
            scope.Add(builder.Load(slots[random.Next(Slots)], access, random.Next(8 / access.Size()) * access.Size()));
        }
    }

    private void Store()
    {
        MemoryAccess access = (MemoryAccess)random.Next(4);
        IrType type = access == MemoryAccess.U64 ? IrType.I64 : IrType.I32;
        IrValue value = random.Next(3) == 0 ? Constant(type) : Pick(type);
        if (random.Next(2) == 0)
        {
            builder.Store(packet, value, access, random.Next(16, 100));
        }
        else
        {
            builder.Store(slots[random.Next(Slots)], value, access, random.Next(8 / access.Size()) * access.Size());
        }
    }

    private void Atomic()
    {
        bool isWide = random.Next(2) == 0;
        IrType type = isWide ? IrType.I64 : IrType.I32;
        MemoryAccess access = isWide ? MemoryAccess.U64 : MemoryAccess.U32;
        IrValue slot = slots[random.Next(Slots)];
        switch (random.Next(4))
        {
            case 0:
                builder.AtomicUpdate((AtomicUpdateOperation)random.Next(4), slot, Pick(type), access, false);
                break;
            case 1:
                scope.Add(builder.AtomicUpdate((AtomicUpdateOperation)random.Next(4), slot, Pick(type), access, true));
                break;
            case 2:
                scope.Add(builder.AtomicExchange(slot, Pick(type), access));
                break;
            default:
                scope.Add(builder.AtomicCompareExchange(slot, Pick(type), Pick(type), access));
                break;
        }
    }

    private void Diamond(int depth)
    {
        IrValue condition = random.Next(4) == 0 ? Pick(IrType.I32) : Condition();
        BasicBlock[] arms = [builder.CreateBlock(), builder.CreateBlock()];
        BasicBlock join = builder.CreateBlock();
        bool hasElse = random.Next(3) > 0;
        BasicBlock start = builder.Block!;
        int visible = scope.Count;
        builder.CondBr(condition, arms[0], hasElse ? arms[1] : join);
        IrType[] types = [PickType(), PickType()];
        var incoming = new List<(BasicBlock Block, IrValue[] Values)>();
        if (!hasElse)
        {
            incoming.Add((start, [.. types.Select(PickOrConstant)]));
        }

        foreach (BasicBlock arm in hasElse ? arms : arms[..1])
        {
            builder.MoveTo(arm);
            Statements(depth);
            incoming.Add((builder.Block!, [.. types.Select(PickOrConstant)]));
            builder.Br(join);
            scope.RemoveRange(visible, scope.Count - visible);
        }

        builder.MoveTo(join);
        for (int i = 0; i < types.Length; i++)
        {
            scope.Add(builder.Phi(types[i], [.. incoming.Select(edge => (edge.Block, edge.Values[i]))]));
        }
    }

    private void Loop(int depth)
    {
        BasicBlock start = builder.Block!;
        BasicBlock head = builder.CreateBlock();
        BasicBlock exit = builder.CreateBlock();
        IrType[] types = [PickType(), PickType(), PickType()];
        types[1] = types[0];
        IrValue[] initial = [.. types.Select(PickOrConstant)];
        builder.Br(head);
        builder.MoveTo(head);
        IrInstruction counter = builder.Phi(IrType.I32, [(start, IrConstant.I32(0))]);
        List<IrInstruction> carried = [.. types.Select((type, i) => builder.Phi(type, [(start, initial[i])]))];
        int visible = scope.Count;
        scope.AddRange(carried);
        Statements(depth);

        // Sometimes the phis feed each other: the copies of the back edge are then a permutation.
        IrValue[] next = random.Next(2) == 0 ? [carried[1], carried[0], Pick(types[2])] : [.. types.Select(Pick)];
        IrInstruction step = builder.Binary(IrOp.Add, counter, IrConstant.I32(1));
        BasicBlock latch = builder.Block!;
        builder.CondBr(builder.Compare(IrOp.ULt, random.Next(2) == 0 ? step : counter, IrConstant.I32(random.Next(1, 5))), head, exit);
        counter.PhiBlocks.Add(latch);
        counter.Operands.Add(step);
        for (int i = 0; i < carried.Count; i++)
        {
            carried[i].PhiBlocks.Add(latch);
            carried[i].Operands.Add(next[i]);
        }

        builder.MoveTo(exit);
        if (random.Next(2) == 0)
        {
            scope.RemoveRange(visible, scope.Count - visible);
            scope.AddRange(carried);
        }
    }

    private IrType PickType() => random.Next(2) == 0 ? IrType.I32 : IrType.I64;

    private IrValue PickOrConstant(IrType type) => random.Next(3) == 0 ? Constant(type) : Pick(type);

    private IrValue Pick(IrType type)
    {
        List<IrValue> candidates = scope.FindAll(value => value.Type == type);
        return candidates.Count == 0 ? Constant(type) : candidates[random.Next(3) == 0 ? random.Next(candidates.Count) : candidates.Count - 1 - random.Next(Math.Min(6, candidates.Count))];
    }

    private IrConstant Constant(IrType type) => new(type, random.Next(4) == 0 ? random.NextInt64() : Interesting[random.Next(Interesting.Length)]);
}
