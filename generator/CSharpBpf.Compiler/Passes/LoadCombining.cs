using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A number that is put together from loaded bytes, (b[0] &lt;&lt; 8) | b[1] and the like, is one load, with its bytes swapped where the order is the
/// network's. All parts are loaded in one block, so all bytes are proven to be there, and nothing between the loads may write them.
/// </summary>
internal sealed class LoadCombining
{
    private const int MaximumDepth = 16;

    private readonly IrFunction function;
    private readonly UseLists uses;

    /// <summary>The loads of the number at hand, and which of its bytes comes from which place in memory.</summary>
    private readonly List<IrInstruction> loads = [];
    private readonly SortedDictionary<int, long> places = [];
    private IrValue? root;

    private LoadCombining(IrFunction function)
    {
        this.function = function;
        uses = new UseLists(function.Blocks);
    }

    public static bool Run(IrFunction function) => new LoadCombining(function).Run();

    private bool Run()
    {
        var replacements = new Replacements();
        foreach (BasicBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction sum = block.Instructions[i];
                if (!IsSum(sum) || (uses.Of(sum) is [var user] && IsSum(user)))
                {
                    continue;
                }

                loads.Clear();
                places.Clear();
                root = null;
                int limit = sum.Type == IrType.I64 ? 8 : 4;
                if (Collect(sum.Operands[0], new Part(0, limit, false), MaximumDepth) && Collect(sum.Operands[1], new Part(0, limit, false), MaximumDepth) && Combine(sum, block) is { } whole)
                {
                    replacements.Replace(sum, whole);
                    i = block.Instructions.IndexOf(sum);
                }
            }
        }

        replacements.ApplyTo(function);
        return replacements.Any;
    }

    /// <summary>Of parts that have no bit in common, all three are the same.</summary>
    private static bool IsSum(IrInstruction instruction) => instruction.Op is IrOp.Or or IrOp.Add or IrOp.Xor;

    /// <summary>Notes which bytes the value puts where. A value that is needed for something else too saves nothing.</summary>
    private bool Collect(IrValue value, Part part, int depth)
    {
        if (value is not IrInstruction instruction || depth == 0 || uses.Of(value).Count != 1)
        {
            return false;
        }

        switch (instruction.Op)
        {
            case IrOp.Or or IrOp.Add or IrOp.Xor when !part.IsSwapped:
                return Collect(instruction.Operands[0], part, depth - 1) && Collect(instruction.Operands[1], part, depth - 1);
            case IrOp.Shl when !part.IsSwapped && instruction.Operands[1] is IrConstant { Value: > 0 and < 64 } count && count.Value % 8 == 0:
                return Collect(instruction.Operands[0], part with { Shift = part.Shift + ((int)count.Value / 8) }, depth - 1);
            case IrOp.ZExt32 when !part.IsSwapped:
                return Collect(instruction.Operands[0], part with { Limit = Math.Min(part.Limit, part.Shift + 4) }, depth - 1);
            case IrOp.ByteSwap16 when instruction.Operands[0] is IrInstruction { Access: MemoryAccess.U16 }:
            case IrOp.ByteSwap32 when instruction.Operands[0] is IrInstruction { Access: MemoryAccess.U32 }:
                return !part.IsSwapped && Collect(instruction.Operands[0], part with { IsSwapped = true }, depth - 1);
            case IrOp.Load when !instruction.IsVolatile && instruction.Access is MemoryAccess.U8 or MemoryAccess.U16 or MemoryAccess.U32:
                return Note(instruction, part);
            default:
                return false;
        }
    }

    private bool Note(IrInstruction load, Part part)
    {
        MemoryRange range = MemoryRange.Of(load);
        root ??= range.Root;
        if (range.Root != root || root.Type == IrType.StackPointer || part.Shift + range.Size > part.Limit || (loads.Count > 0 && loads[0].Block != load.Block))
        {
            return false;
        }

        loads.Add(load);
        for (int i = 0; i < range.Size; i++)
        {
            int place = part.Shift + (part.IsSwapped ? range.Size - 1 - i : i);
            if (places.ContainsKey(place))
            {
                return false;
            }

            places.Add(place, range.Offset + i);
        }

        return true;
    }

    private IrValue? Combine(IrInstruction sum, BasicBlock block)
    {
        int size = places.Count;
        if (size is not (2 or 4 or 8) || size > (sum.Type == IrType.I64 ? 8 : 4))
        {
            return null;
        }

        bool isUpward = true;
        bool isDownward = true;
        for (int i = 0; i < size; i++)
        {
            if (!places.TryGetValue(i, out long place))
            {
                return null;
            }

            isUpward &= place == places[0] + i;
            isDownward &= place == places[0] - i;
        }

        if (!isUpward && !isDownward)
        {
            return null;
        }

        var range = new MemoryRange(root!, isUpward ? places[0] : places[size - 1], size);
        List<IrInstruction> instructions = loads[0].Block!.Instructions;
        List<int> indexes = loads.ConvertAll(instructions.IndexOf);
        indexes.Sort();
        int last = indexes[indexes.Count - 1];
        if (range.Offset is < short.MinValue or > short.MaxValue || LoadPairing.MayBeWritten(range, instructions, indexes[0], last))
        {
            return null;
        }

        IrInstruction load = IrEdit.Create(IrOp.Load, size == 8 ? IrType.I64 : IrType.I32, sum.Location, range.Root);
        load.Access = size switch { 2 => MemoryAccess.U16, 4 => MemoryAccess.U32, _ => MemoryAccess.U64 };
        load.Offset = (int)range.Offset;
        load.Block = loads[0].Block;
        instructions.Insert(last + 1, load);
        IrInstruction ordered = isUpward ? load : Insert(size switch { 2 => IrOp.ByteSwap16, 4 => IrOp.ByteSwap32, _ => IrOp.ByteSwap64 }, load.Type, load);
        return ordered.Type == sum.Type ? ordered : Insert(IrOp.ZExt32, IrType.I64, ordered);

        IrInstruction Insert(IrOp op, IrType type, IrValue operand)
        {
            IrInstruction made = IrEdit.Create(op, type, sum.Location, operand);
            made.Block = block;
            block.Instructions.Insert(block.Instructions.IndexOf(sum), made);
            return made;
        }
    }

    /// <summary>Where in the number a value goes, in bytes, and behind which byte of it bits are lost.</summary>
    private readonly record struct Part(int Shift, int Limit, bool IsSwapped);
}
