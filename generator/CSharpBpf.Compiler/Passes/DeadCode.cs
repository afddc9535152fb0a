using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Keeps what has an effect and what that needs. Writing to an alloca is an effect only if something reads it.</summary>
internal sealed class DeadCode
{
    private readonly IrFunction function;
    private readonly HashSet<IrInstruction> live = [];
    private readonly Stack<IrInstruction> work = new();
    private readonly Dictionary<IrInstruction, List<IrInstruction>> writes = [];

    private DeadCode(IrFunction function) => this.function = function;

    public static bool Run(IrFunction function) => new DeadCode(function).Run();

    private bool Run()
    {
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (!instruction.HasSideEffects())
                {
                    continue;
                }

                if (instruction.Op is IrOp.Store or IrOp.Zero or IrOp.Copy && !instruction.IsVolatile && Root(instruction.Operands[0]) is { } alloca)
                {
                    if (!writes.TryGetValue(alloca, out List<IrInstruction>? list))
                    {
                        list = [];
                        writes.Add(alloca, list);
                    }

                    list.Add(instruction);
                }
                else
                {
                    Mark(instruction);
                }
            }
        }

        while (work.Count > 0)
        {
            IrInstruction instruction = work.Pop();
            foreach (IrValue operand in instruction.Operands)
            {
                if (operand is IrInstruction definition)
                {
                    Mark(definition);
                }
            }

            if (instruction.Op == IrOp.Alloca && writes.TryGetValue(instruction, out List<IrInstruction>? stores))
            {
                stores.ForEach(Mark);
            }
        }

        bool changed = false;
        foreach (BasicBlock block in function.Blocks)
        {
            changed |= block.Instructions.RemoveAll(instruction => !live.Contains(instruction)) > 0;
        }

        return changed;
    }

    private void Mark(IrInstruction instruction)
    {
        if (live.Add(instruction))
        {
            work.Push(instruction);
        }
    }

    private static IrInstruction? Root(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } address)
        {
            pointer = address.Operands[0];
        }

        return pointer is IrInstruction { Op: IrOp.Alloca } alloca ? alloca : null;
    }
}
