using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Where a function returns zero because r0 was found to be zero, it needs not be made again: such ways lead to the exit of another return. Only where no
/// other way comes to "r0 = 0; exit", which goes with them.
/// </summary>
internal static class ZeroReturns
{
    public static void Run(MachineFunction function)
    {
        if (function.Blocks.Find(IsZeroReturn) is not { } zero || zero == function.Blocks[0] || Entries(function, zero) is not { } entries
            || function.Blocks.FindLast(block => block != zero && block.Terminator.Op == MachineOp.Exit) is not { } other)
        {
            return;
        }

        MachineBlock exit = function.CreateBlock();
        exit.Instructions.Add(other.Terminator);
        other.Instructions[other.Instructions.Count - 1] = new MachineInstruction(MachineOp.Jump) { Target = exit, Location = other.Terminator.Location };
        foreach (MachineInstruction branch in entries)
        {
            branch.Target = branch.Target == zero ? exit : branch.Target;
            branch.Otherwise = branch.Otherwise == zero ? exit : branch.Otherwise;
        }

        ControlFlowCleanup.ThreadJumps(function);
    }

    private static bool IsZeroReturn(MachineBlock block) =>
        block.Instructions is [{ Op: MachineOp.LoadConstant, Destination: Register.R0, Immediate: 0 }, { Op: MachineOp.Exit }];

    /// <summary>The branches that lead to a block, if each does so only where r0 is zero.</summary>
    private static List<MachineInstruction>? Entries(MachineFunction function, MachineBlock target)
    {
        var entries = new List<MachineInstruction>();
        foreach (MachineBlock block in function.Blocks)
        {
            MachineInstruction terminator = block.Terminator;
            if (terminator.Target != target && terminator.Otherwise != target)
            {
                continue;
            }

            bool isZero = terminator is { Op: MachineOp.Branch, Condition: { Is64: true, Left: Register.R0, Right: MachineInstruction.None, Immediate: 0 } condition }
                && target == (condition.Operation switch { JumpOperation.Jeq => terminator.Target, JumpOperation.Jne => terminator.Otherwise, _ => null })
                && terminator.Target != terminator.Otherwise;
            if (!isZero)
            {
                return null;
            }

            entries.Add(terminator);
        }

        return entries;
    }
}
