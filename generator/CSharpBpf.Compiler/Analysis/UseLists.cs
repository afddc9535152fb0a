using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Who uses each value in some blocks, at one moment. An instruction that uses a value twice is listed twice.</summary>
public sealed class UseLists
{
    private static readonly List<IrInstruction> NoUses = [];

    private readonly Dictionary<IrValue, List<IrInstruction>> uses = [];

    public UseLists(IEnumerable<BasicBlock> blocks)
    {
        foreach (BasicBlock block in blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                foreach (IrValue operand in instruction.Operands)
                {
                    Add(operand, instruction);
                }
            }
        }
    }

    /// <summary>Tells of a use that was made since. Constants have no lists.</summary>
    public void Add(IrValue value, IrInstruction user)
    {
        if (value is IrConstant)
        {
            return;
        }

        if (!uses.TryGetValue(value, out List<IrInstruction>? list))
        {
            list = [];
            uses.Add(value, list);
        }

        list.Add(user);
    }

    public IReadOnlyList<IrInstruction> Of(IrValue value) => uses.TryGetValue(value, out List<IrInstruction>? list) ? list : NoUses;
}
