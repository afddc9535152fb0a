using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>By what a loop moves a pointer: the distances that are added to the header's phi on the ways of one trip.</summary>
internal sealed class LoopSteps
{
    private readonly IrInstruction pointer;
    private readonly Loop loop;
    private readonly LoopInfo loops;
    private readonly IrValue next;
    private readonly HashSet<IrValue> seen = [];
    private readonly List<IrInstruction> additions = [];
    private readonly HashSet<(IrValue? Value, long Constant)> kinds = [];

    private LoopSteps(IrInstruction pointer, IrValue next, Loop loop, LoopInfo loops)
    {
        this.pointer = pointer;
        this.next = next;
        this.loop = loop;
        this.loops = loops;
    }

    /// <summary>The distances, each with the block where it is added.</summary>
    public List<(IrValue Distance, BasicBlock Block)> Distances { get; } = [];

    /// <summary>How many of them the kernel can tell apart: a phi counts as what it is made of.</summary>
    public int Kinds => kinds.Count;

    /// <summary>Null if the pointer moves in another way than by phis of "pointer + distance".</summary>
    public static LoopSteps? Of(IrInstruction pointer, int back, Loop loop, LoopInfo loops)
    {
        var steps = new LoopSteps(pointer, pointer.Operands[back], loop, loops);
        return steps.Collect(steps.next, pointer.PhiBlocks[back]) ? steps : null;
    }

    /// <summary>
    /// Whether one of the places that the pointer moves to is compared with nothing before the next trip. Then no trip relies on what was proven of the
    /// pointer before it moved, and it may move by another instruction.
    /// </summary>
    public bool HasUncheckedStep(UseLists uses) => additions.Exists(addition => addition.Operands[1] is IrInstruction distance && uses.Of(distance).Count == 1
        && IsOnlyNext(addition, uses));

    /// <summary>
    /// The distance of the trip as one value where the pointer's next value is known, of what <paramref name="made"/> makes of each distance; makes the phis
    /// that it takes.
    /// </summary>
    public IrValue Distance(IrType type, Func<IrValue, IrValue> made) => Distance(next, type, made, []);

    private bool IsOnlyNext(IrInstruction value, UseLists uses)
    {
        while (value != pointer)
        {
            if (uses.Of(value) is not [IrInstruction use] || (use != pointer && !seen.Contains(use)))
            {
                return false;
            }

            value = use;
        }

        return true;
    }

    private bool Collect(IrValue value, BasicBlock from)
    {
        if (value == pointer)
        {
            Distances.Add((IrConstant.I64(0), from));
            kinds.Add((null, 0));
            return true;
        }

        if (value is not IrInstruction { Block: { } home } instruction || !loops.Contains(loop, home))
        {
            return false;
        }

        if (!seen.Add(instruction))
        {
            return true;
        }

        if (instruction.Op == IrOp.PtrAdd && instruction.Operands[0] == pointer)
        {
            additions.Add(instruction);
            Distances.Add((instruction.Operands[1], home));
            AddKinds(instruction.Operands[1], []);
            return true;
        }

        if (instruction.Op != IrOp.Phi)
        {
            return false;
        }

        for (int i = 0; i < instruction.Operands.Count; i++)
        {
            if (!Collect(instruction.Operands[i], instruction.PhiBlocks[i]))
            {
                return false;
            }
        }

        return true;
    }

    private void AddKinds(IrValue distance, HashSet<IrValue> visited)
    {
        switch (distance)
        {
            case IrConstant constant:
                kinds.Add((null, constant.Value));
                break;
            case IrInstruction { Op: IrOp.ZExt32 or IrOp.ZExt16 or IrOp.ZExt8 } extension:
                AddKinds(extension.Operands[0], visited);
                break;
            case IrInstruction { Op: IrOp.Phi } phi when visited.Add(phi):
                foreach (IrValue operand in phi.Operands)
                {
                    AddKinds(operand, visited);
                }

                break;
            case IrInstruction { Op: IrOp.Select } select:
                AddKinds(select.Operands[1], visited);
                AddKinds(select.Operands[2], visited);
                break;
            case IrInstruction { Op: IrOp.Phi }:
                break;
            default:
                kinds.Add((distance, 0));
                break;
        }
    }

    private IrValue Distance(IrValue value, IrType type, Func<IrValue, IrValue> made, Dictionary<IrValue, IrInstruction> phis)
    {
        if (value == pointer)
        {
            return made(IrConstant.I64(0));
        }

        var instruction = (IrInstruction)value;
        if (instruction.Op == IrOp.PtrAdd)
        {
            return made(instruction.Operands[1]);
        }

        if (!phis.TryGetValue(instruction, out IrInstruction? phi))
        {
            phi = IrEdit.Create(IrOp.Phi, type, instruction.Location);
            phi.PhiBlocks.AddRange(instruction.PhiBlocks);
            phi.Block = instruction.Block;
            phis.Add(instruction, phi);
            foreach (IrValue operand in instruction.Operands)
            {
                phi.Operands.Add(Distance(operand, type, made, phis));
            }

            instruction.Block!.Instructions.Insert(0, phi);
        }

        return phi;
    }
}
