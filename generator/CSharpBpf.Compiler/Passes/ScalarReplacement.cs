using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Breaks allocas up into their slices: byte ranges that are accessed as one piece, found through copies between allocas. A copy becomes loads and
/// stores of the slices that are read somewhere, each as wide as its accesses; bytes that nobody reads cost nothing. So a header that is copied
/// from the packet costs a load per field that is used, at the place of the copy. A slice that is also accessed in parts is one integer, and its
/// parts are shifted out and in: the target is little-endian. The pass ssa then makes values of the slices.
/// </summary>
internal sealed class ScalarReplacement
{
    private readonly IrFunction function;
    private readonly SliceCandidates slices;
    private readonly Replacements replacements = new();
    private List<IrInstruction> output = [];
    private BasicBlock block;

    private ScalarReplacement(IrFunction function)
    {
        this.function = function;
        slices = SliceCollection.Collect(function);
        block = function.Blocks[0];
    }

    public static bool Run(IrFunction function) => new ScalarReplacement(function).Run();

    private bool Run()
    {
        var work = new HashSet<IrValue>();
        foreach (SlicedAlloca candidate in slices.Allocas.Values)
        {
            if (NeedsSplit(candidate))
            {
                work.Add(candidate.Alloca);
            }
        }

        if (work.Count == 0)
        {
            return false;
        }

        var allocas = new List<IrInstruction>();
        foreach (SlicedAlloca candidate in slices.Allocas.Values)
        {
            foreach (Slice slice in candidate.Slices)
            {
                if (slice.IsRead)
                {
                    int size = slice.Access.Size();
                    slice.Replacement = new IrInstruction(IrOp.Alloca, IrType.StackPointer)
                    {
                        Size = size, Alignment = size, Symbol = candidate.Alloca.Symbol, Location = candidate.Alloca.Location, Block = function.Blocks[0],
                    };
                    allocas.Add(slice.Replacement);
                }
            }
        }

        foreach (BasicBlock current in function.Blocks)
        {
            block = current;
            output = new List<IrInstruction>(current.Instructions.Count);
            foreach (IrInstruction instruction in current.Instructions)
            {
                if (!Rewrite(instruction))
                {
                    output.Add(instruction);
                }
            }

            current.Instructions.Clear();
            current.Instructions.AddRange(output);
        }

        function.Blocks[0].Instructions.InsertRange(0, allocas);
        replacements.ApplyTo(function);
        return true;
    }

    /// <summary>Whether the alloca is not yet one slice that the pass ssa takes as it is.</summary>
    private static bool NeedsSplit(SlicedAlloca candidate)
    {
        if (candidate.Blocks.Count > 0)
        {
            return true;
        }

        foreach ((IrInstruction access, int offset) in candidate.Accesses)
        {
            if (offset != 0 || candidate.Slices[0].HasParts || access.Offset != 0 || access.Operands[0] != candidate.Alloca)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts what the instruction becomes into the output; false to keep it.</summary>
    private bool Rewrite(IrInstruction instruction)
    {
        switch (instruction.Op)
        {
            case IrOp.Alloca:
                return slices.Allocas.ContainsKey(instruction);
            case IrOp.PtrAdd:
                return slices.TryAddress(instruction, out _, out _);
            case IrOp.Load when slices.TryAddress(instruction.Operands[0], out SlicedAlloca alloca, out int offset):
                offset += instruction.Offset;
                replacements.Replace(instruction, ReadPart(First(alloca, offset), offset, instruction.Access, instruction));
                return true;
            case IrOp.Store when slices.TryAddress(instruction.Operands[0], out SlicedAlloca alloca, out int offset):
                offset += instruction.Offset;
                WritePart(First(alloca, offset), offset, instruction.Access, instruction.Operands[1], instruction);
                return true;
            case IrOp.Zero when slices.TryAddress(instruction.Operands[0], out SlicedAlloca alloca, out int offset):
                RewriteZero(instruction, alloca, offset);
                return true;
            case IrOp.Copy:
                return RewriteCopy(instruction);
            default:
                return false;
        }
    }

    private static Slice First(SlicedAlloca alloca, int offset)
    {
        foreach (Slice slice in alloca.SlicesIn(offset, offset + 1))
        {
            return slice;
        }

        throw new System.InvalidOperationException("Every access is in a slice.");
    }

    private void RewriteZero(IrInstruction zero, SlicedAlloca alloca, int start)
    {
        foreach (Slice slice in alloca.SlicesIn(start, start + zero.Size))
        {
            foreach ((int at, MemoryAccess access) in Pieces(slice, start, start + zero.Size))
            {
                WritePart(slice, at, access, IrEdit.Zero(TypeOf(access)), zero);
            }
        }
    }

    private bool RewriteCopy(IrInstruction copy)
    {
        bool toSlices = slices.TryAddress(copy.Operands[0], out SlicedAlloca destination, out int to);
        bool fromSlices = slices.TryAddress(copy.Operands[1], out SlicedAlloca source, out int from);
        if (!toSlices && !fromSlices)
        {
            return false;
        }

        // Read everything before anything is written: the two ranges may be the same.
        var moved = new List<(Slice? Slice, int At, MemoryAccess Access, IrValue Value)>();
        SlicedAlloca leader = toSlices ? destination : source;
        int start = toSlices ? to : from;
        foreach (Slice slice in leader.SlicesIn(start, start + copy.Size))
        {
            if (!slice.IsRead)
            {
                continue;
            }

            foreach ((int at, MemoryAccess access) in Pieces(slice, start, start + copy.Size))
            {
                int distance = at - start;
                IrValue value = fromSlices ? ReadPart(First(source, from + distance), from + distance, access, copy) : LoadFrom(copy.Operands[1], distance, access, copy);
                moved.Add((toSlices ? slice : null, at, access, value));
            }
        }

        foreach ((Slice? slice, int at, MemoryAccess access, IrValue value) in moved)
        {
            if (slice is not null)
            {
                WritePart(slice, at, access, value, copy);
            }
            else
            {
                IrInstruction store = Emit(IrOp.Store, IrType.Void, copy, copy.Operands[0], value);
                store.Access = access;
                store.Offset = at - start;
            }
        }

        return true;
    }

    private IrInstruction LoadFrom(IrValue pointer, int offset, MemoryAccess access, IrInstruction at)
    {
        IrInstruction load = Emit(IrOp.Load, TypeOf(access), at, pointer);
        load.Access = access;
        load.Offset = offset;
        return load;
    }

    /// <summary>The part of the slice in [start, end), cut into accesses.</summary>
    private static IEnumerable<(int At, MemoryAccess Access)> Pieces(Slice slice, int start, int end)
    {
        int at = System.Math.Max(slice.Start, start);
        int to = System.Math.Min(slice.End, end);
        if (slice.IsPointer)
        {
            yield return (at, MemoryAccess.Pointer);
            yield break;
        }

        while (at < to)
        {
            int size = to - at >= 8 ? 8 : to - at >= 4 ? 4 : to - at >= 2 ? 2 : 1;
            yield return (at, size switch { 8 => MemoryAccess.U64, 4 => MemoryAccess.U32, 2 => MemoryAccess.U16, _ => MemoryAccess.U8 });
            at += size;
        }
    }

    private IrValue ReadPart(Slice slice, int offset, MemoryAccess access, IrInstruction at)
    {
        IrInstruction whole = LoadFrom(slice.Replacement!, 0, slice.HasParts ? slice.Access : access, at);
        if (access == MemoryAccess.Pointer && at.Op == IrOp.Load)
        {
            whole.Type = at.Type;
        }

        if (!slice.HasParts)
        {
            return whole;
        }

        IrValue part = whole;
        int shift = (offset - slice.Start) * 8;
        if (shift > 0)
        {
            part = Emit(IrOp.LShr, part.Type, at, part, new IrConstant(part.Type, shift));
        }

        if (part.Type == IrType.I64 && access != MemoryAccess.U64)
        {
            part = Emit(IrOp.Trunc, IrType.I32, at, part);
        }

        return access switch
        {
            MemoryAccess.U8 => Emit(IrOp.ZExt8, IrType.I32, at, part),
            MemoryAccess.U16 => Emit(IrOp.ZExt16, IrType.I32, at, part),
            MemoryAccess.S8 => Emit(IrOp.SExt8, IrType.I32, at, part),
            MemoryAccess.S16 => Emit(IrOp.SExt16, IrType.I32, at, part),
            _ => part,
        };
    }

    private void WritePart(Slice slice, int offset, MemoryAccess access, IrValue value, IrInstruction at)
    {
        if (!slice.IsRead)
        {
            return;
        }

        if (slice.HasParts && access.Size() < slice.Access.Size())
        {
            IrType type = TypeOf(slice.Access);
            int bits = access.Size() * 8;
            int shift = (offset - slice.Start) * 8;
            long mask = ((1L << bits) - 1) << shift;
            IrValue old = LoadFrom(slice.Replacement!, 0, slice.Access, at);
            IrValue part = access switch
            {
                MemoryAccess.U8 => Emit(IrOp.ZExt8, IrType.I32, at, value),
                MemoryAccess.U16 => Emit(IrOp.ZExt16, IrType.I32, at, value),
                _ => value,
            };
            if (type == IrType.I64)
            {
                part = Emit(IrOp.ZExt32, IrType.I64, at, part);
            }

            if (shift > 0)
            {
                part = Emit(IrOp.Shl, type, at, part, new IrConstant(type, shift));
            }

            value = Emit(IrOp.Or, type, at, Emit(IrOp.And, type, at, old, new IrConstant(type, ~mask)), part);
        }

        IrInstruction store = Emit(IrOp.Store, IrType.Void, at, slice.Replacement!, value);
        store.Access = slice.HasParts ? slice.Access : access;
    }

    private IrInstruction Emit(IrOp op, IrType type, IrInstruction at, params IrValue[] operands)
    {
        IrInstruction instruction = IrEdit.Create(op, type, at.Location, operands);
        instruction.Block = block;
        output.Add(instruction);
        return instruction;
    }

    private static IrType TypeOf(MemoryAccess access) => access switch
    {
        MemoryAccess.U64 => IrType.I64,
        MemoryAccess.Pointer => IrType.Pointer,
        _ => IrType.I32,
    };
}
