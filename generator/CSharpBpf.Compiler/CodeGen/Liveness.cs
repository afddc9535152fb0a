using System.Collections.Generic;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>Which registers are live at the end of each block: backward dataflow over bit sets.</summary>
internal sealed class Liveness
{
    private readonly Dictionary<MachineBlock, BitSet> liveOut = [];

    public Liveness(MachineFunction function)
    {
        int count = function.RegisterCount;
        var uses = new Dictionary<MachineBlock, BitSet>();
        var definitions = new Dictionary<MachineBlock, BitSet>();
        var liveIn = new Dictionary<MachineBlock, BitSet>();
        var operands = new List<int>();
        foreach (MachineBlock block in function.Blocks)
        {
            var used = new BitSet(count);
            var defined = new BitSet(count);
            foreach (MachineInstruction instruction in block.Instructions)
            {
                operands.Clear();
                instruction.AddUses(operands);
                foreach (int register in operands)
                {
                    if (!defined.Contains(register))
                    {
                        used.Add(register);
                    }
                }

                operands.Clear();
                instruction.AddDefinitions(operands);
                foreach (int register in operands)
                {
                    defined.Add(register);
                }
            }

            uses.Add(block, used);
            definitions.Add(block, defined);
            liveIn.Add(block, new BitSet(count));
            liveOut.Add(block, new BitSet(count));
        }

        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = function.Blocks.Count - 1; i >= 0; i--)
            {
                MachineBlock block = function.Blocks[i];
                BitSet live = liveOut[block];
                foreach (MachineBlock successor in block.Successors)
                {
                    live.UnionWith(liveIn[successor]);
                }

                changed |= liveIn[block].BecomeUseOrPassed(uses[block], live, definitions[block]);
            }
        }
    }

    /// <summary>A copy, to walk the block backward with.</summary>
    public BitSet LiveOut(MachineBlock block) => liveOut[block].Clone();
}
