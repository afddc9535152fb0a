using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Puts copies of one trip of a loop, which does not end at the header's test, in front of the header: on the way in or on the way back. The loop has one
/// latch. Values of the loop that are used behind it go through slots, which the caller makes values again.
/// </summary>
internal sealed class LoopCopy
{
    private readonly IrFunction function;
    private readonly Loop loop;
    private readonly BasicBlock latch;
    private readonly BlockNames names;
    private readonly HashSet<BasicBlock> inside;
    private readonly Dictionary<IrInstruction, IrValue> nextValues = [];

    /// <summary>Where the latch goes back to: the header, or a copy in front of it.</summary>
    private BasicBlock back;

    public LoopCopy(IrFunction function, Loop loop, ValueSlots slots)
    {
        this.function = function;
        this.loop = loop;
        latch = loop.Latches[0];
        back = loop.Header;
        names = new BlockNames(function);
        inside = [.. loop.Blocks];
        slots.Demote(function, inside);
        foreach (IrInstruction phi in IrEdit.Phis(loop.Header))
        {
            nextValues.Add(phi, IrEdit.PhiOperand(phi, latch));
        }
    }

    /// <summary>
    /// Leads the edge from <paramref name="from"/> to the header through a copy of a trip. Returns the copy's latch: the header's predecessor now.
    /// </summary>
    public BasicBlock Insert(BasicBlock from)
    {
        var values = new Dictionary<IrValue, IrValue>();
        var copies = new Dictionary<BasicBlock, BasicBlock>();
        foreach (BasicBlock block in loop.Blocks)
        {
            copies.Add(block, new BasicBlock(names.Create(block.Name)));
        }

        foreach (BasicBlock block in loop.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (block == loop.Header && instruction.Op == IrOp.Phi)
                {
                    values.Add(instruction, IrEdit.PhiOperand(instruction, from));
                }
                else if (!(block == loop.Header && instruction.IsTerminator))
                {
                    values.Add(instruction, IrEdit.Append(copies[block], IrEdit.CloneWithoutOperands(instruction)));
                }
            }
        }

        foreach (BasicBlock block in loop.Blocks)
        {
            Fill(block);
            function.Blocks.Add(copies[block]);
        }

        IrInstruction stay = IrEdit.Create(IrOp.Br, IrType.Void, loop.Header.Terminator.Location);
        BasicBlock next = loop.Header.Terminator.Targets.Find(target => target == back || inside.Contains(target))!;
        stay.Targets.Add(next == back ? loop.Header : copies[next]);
        IrEdit.Append(copies[loop.Header], stay);

        List<BasicBlock> targets = from.Terminator.Targets;
        for (int i = 0; i < targets.Count; i++)
        {
            targets[i] = targets[i] == loop.Header ? copies[loop.Header] : targets[i];
        }

        back = from == latch ? copies[loop.Header] : back;
        foreach (IrInstruction phi in IrEdit.Phis(loop.Header))
        {
            int index = phi.PhiBlocks.IndexOf(from);
            phi.PhiBlocks[index] = copies[latch];
            phi.Operands[index] = Map(nextValues[phi]);
        }

        return copies[latch];

        void Fill(BasicBlock block)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (!values.TryGetValue(instruction, out IrValue? copied) || copied is not IrInstruction copy || copy.Block != copies[block])
                {
                    continue;
                }

                copy.Operands.AddRange(instruction.Operands.ConvertAll(Map));
                copy.PhiBlocks.AddRange(instruction.PhiBlocks.ConvertAll(b => copies[b]));
                foreach (BasicBlock target in instruction.Targets)
                {
                    copy.Targets.Add(target == back ? loop.Header : inside.Contains(target) ? copies[target] : target);
                }
            }

            foreach (BasicBlock target in block == loop.Header ? [] : block.Terminator.Targets)
            {
                foreach (IrInstruction phi in inside.Contains(target) || target == back ? [] : IrEdit.Phis(target))
                {
                    if (!phi.PhiBlocks.Contains(copies[block]))
                    {
                        phi.PhiBlocks.Add(copies[block]);
                        phi.Operands.Add(Map(IrEdit.PhiOperand(phi, block)));
                    }
                }
            }
        }

        IrValue Map(IrValue value) => values.TryGetValue(value, out IrValue? mapped) ? mapped : value;
    }
}
