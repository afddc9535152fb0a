using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A move of six bytes of the packet, a MAC address, is one load and one store of eight where the two bytes that the store writes too much are written
/// again before anything reads them, or were loaded before and are stored back. All eight bytes of both places are proven to be there.
/// </summary>
internal sealed class SixByteMoves
{
    private const int Moved = 6;
    private const int Wide = 8;

    private readonly CfgInfo cfg;
    private readonly UseLists uses;
    private readonly Lazy<AccessProof> proof;

    private SixByteMoves(IrFunction function, IrModule module)
    {
        cfg = new CfgInfo(function);
        uses = new UseLists(function.Blocks);
        proof = new Lazy<AccessProof>(() => new AccessProof(module, cfg));
    }

    public static bool Run(IrFunction function, IrModule module) => new SixByteMoves(function, module).Run();

    private bool Run()
    {
        bool changed = false;
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                if (block.Instructions[i] is { Op: IrOp.Store, IsVolatile: false, Access: MemoryAccess.U16 } store && Find(store, i) is { } move && TryWiden(move))
                {
                    changed = true;
                    i = 0;
                }
            }
        }

        return changed;
    }

    /// <summary>The move whose last two bytes this store writes: its first four are stored before it, with nothing between that sees them.</summary>
    private Move? Find(IrInstruction tail, int at)
    {
        MemoryRange tailRange = MemoryRange.Of(tail);
        if (tailRange.Root.Type != IrType.PacketPointer || !IsPlainLoad(tail.Operands[1], tail.Block!, MemoryAccess.U16, out IrInstruction? tailLoad))
        {
            return null;
        }

        MemoryRange tailSource = MemoryRange.Of(tailLoad!);
        for (int i = at - 1; i >= 0; i--)
        {
            IrInstruction head = tail.Block!.Instructions[i];
            if (head is { Op: IrOp.Store, IsVolatile: false, Access: MemoryAccess.U32 } && MemoryRange.Of(head) is var headRange && headRange.Root == tailRange.Root && headRange.End == tailRange.Offset
                && IsPlainLoad(head.Operands[1], tail.Block, MemoryAccess.U32, out IrInstruction? headLoad) && MemoryRange.Of(headLoad!) is var source
                && source.Root == tailSource.Root && source.Root.Type == IrType.PacketPointer && source.End == tailSource.Offset)
            {
                return new Move(head, tail, headLoad!, tailLoad!, source with { Size = Wide }, headRange with { Size = Wide });
            }

            if (LoadPairing.Touches(head, tailRange with { Offset = tailRange.Offset - 4, Size = Moved }))
            {
                return null;
            }
        }

        return null;
    }

    private bool IsPlainLoad(IrValue value, BasicBlock block, MemoryAccess access, out IrInstruction? load)
    {
        load = value as IrInstruction;
        return load is { Op: IrOp.Load, IsVolatile: false } && load.Access == access && load.Block == block && uses.Of(load).Count == 1;
    }

    private bool TryWiden(Move move)
    {
        BasicBlock block = move.Tail.Block!;
        List<IrInstruction> instructions = block.Instructions;
        int at = instructions.IndexOf(move.Tail);
        int first = Math.Min(instructions.IndexOf(move.HeadLoad), instructions.IndexOf(move.TailLoad));
        int last = Math.Max(instructions.IndexOf(move.HeadLoad), instructions.IndexOf(move.TailLoad));
        if (!IsInside(move.From, block) || !IsInside(move.To, block) || LoadPairing.MayBeWritten(move.From with { Size = Moved }, instructions, first, last))
        {
            return false;
        }

        MemoryRange excess = move.To with { Offset = move.To.Offset + Moved, Size = Wide - Moved };
        IrInstruction? saved = null;
        if (!IsWrittenAgain(excess, instructions, at) && (saved = Loaded(excess, block, at)) is null)
        {
            return false;
        }

        IrInstruction load = Make(IrOp.Load, IrType.I64, move.HeadLoad.Location, MemoryAccess.U64, move.From);
        IrInstruction store = Make(IrOp.Store, IrType.Void, move.Tail.Location, MemoryAccess.U64, move.To, load);
        instructions[at] = store;
        if (saved is not null)
        {
            instructions.Insert(at + 1, Make(IrOp.Store, IrType.Void, move.Tail.Location, MemoryAccess.U16, excess, saved));
        }

        instructions.Insert(last + 1, load);
        instructions.Remove(move.Head);
        return true;

        IrInstruction Make(IrOp op, IrType type, SourceLocation? location, MemoryAccess access, MemoryRange range, params IrValue[] values)
        {
            IrInstruction made = IrEdit.Create(op, type, location, [range.Root, .. values]);
            made.Access = access;
            made.Offset = (int)range.Offset;
            made.Block = block;
            return made;
        }
    }

    private bool IsInside(MemoryRange range, BasicBlock block) => proof.Value.Place(block, range.Root, range.Offset, range.End, range.Size) == range.Offset;

    private static bool IsWrittenAgain(MemoryRange excess, List<IrInstruction> instructions, int at)
    {
        for (int i = at + 1; i < instructions.Count; i++)
        {
            if (instructions[i] is { Op: IrOp.Store, IsVolatile: false } store && MemoryRange.Of(store).Covers(excess))
            {
                return true;
            }

            if (LoadPairing.Touches(instructions[i], excess))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>A value whose low bytes are those in memory: loaded on the only way here, and not written since.</summary>
    private IrInstruction? Loaded(MemoryRange bytes, BasicBlock block, int before)
    {
        while (true)
        {
            for (int i = before - 1; i >= 0; i--)
            {
                IrInstruction instruction = block.Instructions[i];
                if (instruction is { Op: IrOp.Load, IsVolatile: false, Access: MemoryAccess.U16 or MemoryAccess.U32 } && MemoryRange.Of(instruction) is var range
                    && range.Root == bytes.Root && range.Offset == bytes.Offset)
                {
                    return instruction;
                }

                if (LoadPairing.MayWrite(instruction, bytes))
                {
                    return null;
                }
            }

            if (cfg.Predecessors(block) is not [var only])
            {
                return null;
            }

            block = only;
            before = block.Instructions.Count;
        }
    }

    private sealed record Move(IrInstruction Head, IrInstruction Tail, IrInstruction HeadLoad, IrInstruction TailLoad, MemoryRange From, MemoryRange To);
}
