using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Where the way into a block decides how its branch ends, that way goes straight to the target, through a copy of the block without the branch. So the
/// result of an inlined "bool TryX(out y)" or "reference or null" method is tested nowhere: its returns branch where the caller would. A way on which a
/// pointer is null that is tested only later gets its own copy of what lies between, so that it decides the test there.
/// Loop headers are left alone, so that loops keep one entry. Values of the block that are used elsewhere go through a stack slot, which the pass ssa
/// turns into values again before this pass ends.
/// </summary>
internal sealed class BranchThreading
{
    /// <summary>Instructions worth copying to save a test and a branch.</summary>
    private const int MaximumCopied = 6;

    private readonly IrFunction function;
    private readonly UseLists uses;
    private readonly BlockNames names;
    private readonly Dictionary<BasicBlock, List<BasicBlock>> predecessors = [];
    private readonly List<BasicBlock> added = [];
    private readonly ValueSlots slots = new();
    private readonly Dictionary<IrInstruction, IrInstruction> slotOf = [];

    private BranchThreading(IrFunction function)
    {
        this.function = function;
        uses = new UseLists(function.Blocks);
        names = new BlockNames(function);
    }

    public static bool Run(IrFunction function) => new BranchThreading(function).Run();

    private bool Run()
    {
        var cfg = new CfgInfo(function);
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            predecessors.Add(block, [.. cfg.Predecessors(block)]);
        }

        bool changed = false;
        for (int i = 1; i < cfg.ReversePostorder.Count; i++)
        {
            BasicBlock block = cfg.ReversePostorder[i];
            if (IsCandidate(block, cfg))
            {
                changed |= Thread(block);
            }
        }

        if (!changed)
        {
            return false;
        }

        function.Blocks.AddRange(added);
        bool hasSlots = slots.Place(function);
        ControlFlowSimplification.RemoveUnreachable(function);
        List<BasicBlock> order = new CfgInfo(function).ReversePostorder;
        function.Blocks.Clear();
        function.Blocks.AddRange(order);
        if (hasSlots)
        {
            SsaConstruction.Run(function);
        }

        return true;
    }

    private static bool IsCandidate(BasicBlock block, CfgInfo cfg)
    {
        if (block.Terminator.Op != IrOp.CondBr || block.Terminator.Targets[0] == block.Terminator.Targets[1] || block.Terminator.Operands[0] is IrConstant)
        {
            return false;
        }

        foreach (BasicBlock predecessor in cfg.Predecessors(block))
        {
            if (predecessor.Number >= block.Number)
            {
                return false;
            }
        }

        int copied = 0;
        foreach (IrInstruction instruction in block.Instructions)
        {
            bool isFree = instruction.Op is IrOp.Phi or IrOp.CondBr;
            copied += isFree ? 0 : 1;
            if (copied > MaximumCopied || !(isFree || instruction.Op.IsPure() || instruction.Op is IrOp.Load or IrOp.Store or IrOp.ContextLoad))
            {
                return false;
            }
        }

        return true;
    }

    private bool Thread(BasicBlock block)
    {
        bool changed = false;
        foreach (BasicBlock predecessor in predecessors[block].ToArray())
        {
            IrInstruction branch = predecessor.Terminator;
            bool reachable = predecessor == function.Blocks[0] || predecessors[predecessor].Count > 0;
            if (!reachable || (branch.Op == IrOp.CondBr && branch.Targets[0] == branch.Targets[1]))
            {
                continue;
            }

            if (new EdgeEvaluation(block, predecessor).Evaluate(block.Terminator.Operands[0]) is { } condition)
            {
                Redirect(predecessor, block, block.Terminator.Targets[condition.Value != 0 ? 0 : 1]);
                changed = true;
            }
            else if (DecidesLaterTest(block, predecessor))
            {
                Redirect(predecessor, block, null);
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>Whether a pointer is null on this edge, is not on all others, and is tested for that in another block.</summary>
    private bool DecidesLaterTest(BasicBlock block, BasicBlock predecessor)
    {
        foreach (IrInstruction phi in IrEdit.Phis(block))
        {
            bool isNullHere = phi.Type.IsPointer() && phi.Operands.Count > 1 && IrEdit.IsConstant(IrEdit.PhiOperand(phi, predecessor), 0);
            if (isNullHere && phi.Operands.FindAll(static operand => !PointerRules.IsNeverNull(operand)).Count == 1 && IsTestedElsewhere(phi))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsTestedElsewhere(IrInstruction pointer)
    {
        foreach (IrInstruction user in uses.Of(pointer))
        {
            if (user.Op is IrOp.Eq or IrOp.Ne && user.Block != pointer.Block && IrEdit.IsConstant(user.Operands[1], 0))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Leads an edge through a copy of the block to the target, or, without one, to where the copy's branch decides.</summary>
    private void Redirect(BasicBlock predecessor, BasicBlock block, BasicBlock? target)
    {
        var copy = new BasicBlock(names.Create(block.Name));
        added.Add(copy);
        DemoteEscaping(block);
        var values = new Dictionary<IrValue, IrValue>();
        foreach (IrInstruction instruction in block.Instructions)
        {
            if (instruction.Op == IrOp.Phi)
            {
                values.Add(instruction, IrEdit.PhiOperand(instruction, predecessor));
            }
            else if (!instruction.IsTerminator)
            {
                IrInstruction clone = IrEdit.CloneWithoutOperands(instruction);
                foreach (IrValue operand in instruction.Operands)
                {
                    IrValue mapped = Map(operand);
                    clone.Operands.Add(mapped);
                    uses.Add(mapped, clone);
                }

                IrEdit.Append(copy, clone);
                values.Add(instruction, clone);
            }
        }

        IrInstruction branch = IrEdit.Create(target is null ? IrOp.CondBr : IrOp.Br, IrType.Void, block.Terminator.Location);
        branch.Targets.AddRange(target is null ? block.Terminator.Targets : [target]);
        if (target is null)
        {
            branch.Operands.Add(Map(block.Terminator.Operands[0]));
            uses.Add(branch.Operands[0], branch);
        }

        IrEdit.Append(copy, branch);
        foreach (BasicBlock next in branch.Targets)
        {
            predecessors[next].Add(copy);
            foreach (IrInstruction phi in IrEdit.Phis(next))
            {
                IrValue mapped = Map(IrEdit.PhiOperand(phi, block));
                phi.PhiBlocks.Add(copy);
                phi.Operands.Add(mapped);
                uses.Add(mapped, phi);
            }
        }

        List<BasicBlock> targets = predecessor.Terminator.Targets;
        targets[targets.IndexOf(block)] = copy;
        IrEdit.RemoveIncoming(block, predecessor);
        predecessors[block].Remove(predecessor);
        predecessors.Add(copy, [predecessor]);

        IrValue Map(IrValue value) => values.TryGetValue(value, out IrValue? mapped) ? mapped : value;
    }

    /// <summary>Uses of the block's values in other blocks read a slot from now on; the block and its copies store it.</summary>
    private void DemoteEscaping(BasicBlock block)
    {
        var stores = new List<IrInstruction>();
        foreach (IrInstruction value in block.Instructions)
        {
            if (value.Type == IrType.Void || slotOf.ContainsKey(value))
            {
                continue;
            }

            IrInstruction? slot = null;
            foreach (IrInstruction user in uses.Of(value))
            {
                if (user.Block == block && user.Op != IrOp.Phi)
                {
                    continue;
                }

                for (int i = 0; i < user.Operands.Count; i++)
                {
                    if (user.Operands[i] != value || (user.Op == IrOp.Phi && user.PhiBlocks[i] == block))
                    {
                        continue;
                    }

                    slot ??= slots.Create(value);
                    user.Operands[i] = ValueSlots.Load(slot, value, user, user.Op == IrOp.Phi ? user.PhiBlocks[i] : null);
                    uses.Add(user.Operands[i], user);
                }
            }

            if (slot is not null)
            {
                slotOf.Add(value, slot);
                stores.Add(ValueSlots.Store(slot, value));
            }
        }

        block.Instructions.InsertRange(block.Instructions.Count - 1, stores);
    }
}
