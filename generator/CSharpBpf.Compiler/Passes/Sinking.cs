using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// What only one way on uses is loaded or computed there, however early the source did so: the other ways save it, and it keeps no register over the tests in
/// between. It moves to a block that its own dominates and that runs no more often, so the checks that prove a load to the kernel still stand in
/// front of it. A load moves over nothing that may write what it reads or end what its pointer is good for.
/// Moved over a call, a value would leave its register to its pointer: that is done only where the pointer has to be kept anyway.
/// </summary>
internal sealed class Sinking
{
    private readonly CfgInfo cfg;
    private readonly DominatorTree dominators;
    private readonly UseLists uses;

    private Sinking(IrFunction function)
    {
        cfg = new CfgInfo(function);
        dominators = new DominatorTree(cfg);
        uses = new UseLists(cfg.ReversePostorder);
    }

    public static bool Run(IrFunction function) => new Sinking(function).Run();

    /// <summary>Users before what they use, so that a chain of computations moves as one.</summary>
    private bool Run()
    {
        bool changed = false;
        for (int number = cfg.ReversePostorder.Count - 1; number >= 0; number--)
        {
            BasicBlock block = cfg.ReversePostorder[number];
            for (int i = block.Instructions.Count - 2; i >= 0; i--)
            {
                IrInstruction instruction = block.Instructions[i];
                while (IsCandidate(instruction) && Next(instruction) is { } next)
                {
                    Move(instruction, next);
                    changed = true;
                }
            }
        }

        return changed;
    }

    private static bool IsCandidate(IrInstruction instruction) => instruction.Op switch
    {
        IrOp.Load => !instruction.IsVolatile && PointerRules.Strip(instruction.Operands[0]).Root.Type is IrType.PacketPointer or IrType.MapValuePointer or IrType.GlobalPointer,
        IrOp.ContextLoad => !instruction.IsVolatile && !instruction.Type.IsPointer(),
        <= IrOp.Not or >= IrOp.ZExt8 and <= IrOp.ByteSwap64 => instruction.Operands.FindAll(static operand => operand is not IrConstant).Count == 1,
        _ => false,
    };

    /// <summary>The block to move the instruction to; null if it must or should stay.</summary>
    private BasicBlock? Next(IrInstruction instruction)
    {
        IReadOnlyList<IrInstruction> users = uses.Of(instruction);
        if (users.Count > 0)
        {
            foreach (BasicBlock next in dominators.Children(instruction.Block!))
            {
                if (AreBehind(next, instruction, users))
                {
                    return Between(instruction.Block!, next) is { } between && MayLeave(instruction, between, next) ? next : null;
                }
            }
        }

        return null;
    }

    /// <summary>The blocks on the ways from the one to the other. Null if one of them does not lead out, so that nothing is saved, or if the second runs more often.</summary>
    private HashSet<BasicBlock>? Between(BasicBlock from, BasicBlock to)
    {
        var between = new HashSet<BasicBlock>();
        var work = new Stack<BasicBlock>(cfg.Predecessors(to));
        while (work.Count > 0)
        {
            BasicBlock block = work.Pop();
            if (block == to)
            {
                return null;
            }

            if (block != from && between.Add(block))
            {
                foreach (BasicBlock predecessor in cfg.Predecessors(block))
                {
                    work.Push(predecessor);
                }
            }
        }

        return LeadsOut(from) || between.Any(LeadsOut) ? between : null;

        bool LeadsOut(BasicBlock block) => block.Terminator.Targets.Exists(target => target != to && !between.Contains(target));
    }

    private bool AreBehind(BasicBlock block, IrInstruction value, IReadOnlyList<IrInstruction> users)
    {
        foreach (IrInstruction user in users)
        {
            if (user.Op != IrOp.Phi)
            {
                if (!dominators.Dominates(block, user.Block!))
                {
                    return false;
                }

                continue;
            }

            // What a phi takes is used where the edge to it starts.
            for (int i = 0; i < user.Operands.Count; i++)
            {
                if (user.Operands[i] == value && !dominators.Dominates(block, user.PhiBlocks[i]))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool MayLeave(IrInstruction instruction, HashSet<BasicBlock> between, BasicBlock next)
    {
        List<IrInstruction> own = instruction.Block!.Instructions;
        bool hasCall = false;
        if (!MayPass(own, own.IndexOf(instruction) + 1))
        {
            return false;
        }

        foreach (BasicBlock block in between)
        {
            if (!MayPass(block.Instructions, 0))
            {
                return false;
            }
        }

        return !hasCall || IsKept(instruction, next);

        bool MayPass(List<IrInstruction> instructions, int start)
        {
            for (int i = start; i < instructions.Count; i++)
            {
                IrInstruction over = instructions[i];
                bool isCall = over.Op is IrOp.Call or IrOp.CallHelper;
                hasCall |= isCall;
                if (isCall ? !Allows(over, instruction) : MayWrite(over, instruction))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Whether a load reads the same behind the call. Map values may be what the call changes, or what it ends the use of.</summary>
    private static bool Allows(IrInstruction call, IrInstruction instruction) => instruction.Op switch
    {
        IrOp.Load => CallEffects.LeavesMemoryAlone(call) || (instruction.Operands[0].Type == IrType.PacketPointer && CallEffects.OnlyReadsArguments(call)),
        IrOp.ContextLoad => !CallEffects.ChangesContext(call),
        _ => true,
    };

    private static bool MayWrite(IrInstruction over, IrInstruction instruction) => instruction.Op switch
    {
        IrOp.Load => over.Op switch
        {
            IrOp.Store when !over.IsVolatile => MemoryRange.Of(over).MayOverlap(MemoryRange.Of(instruction)),
            _ => !over.IsTerminator && (over.HasSideEffects() || over.IsVolatile),
        },
        IrOp.ContextLoad => over.Op == IrOp.ContextStore,
        _ => false,
    };

    /// <summary>Whether something else behind the call needs what the instruction is made from.</summary>
    private bool IsKept(IrInstruction instruction, BasicBlock next)
    {
        foreach (IrValue operand in instruction.Operands)
        {
            if (operand is IrConstant)
            {
                continue;
            }

            IrValue root = PointerRules.Strip(operand).Root;
            if (!IsUsedBehind(root, instruction, next))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsUsedBehind(IrValue value, IrInstruction except, BasicBlock next)
    {
        foreach (IrInstruction user in uses.Of(value))
        {
            bool isBehind = user.Op != IrOp.Phi && user != except
                && (user is { Op: IrOp.PtrAdd } address && address.Operands[0] == value && address.Operands[1] is IrConstant ? IsUsedBehind(address, except, next) : dominators.Dominates(next, user.Block!));
            if (isBehind)
            {
                return true;
            }
        }

        return false;
    }

    private static void Move(IrInstruction instruction, BasicBlock block)
    {
        instruction.Block!.Instructions.Remove(instruction);
        instruction.Block = block;
        block.Instructions.Insert(block.Instructions.FindIndex(static i => i.Op != IrOp.Phi), instruction);
    }
}
