using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A value that is compared with several small constants, each of which leads to the same place, is looked up in a mask of 64 bits: as many instructions
/// as five comparisons, and one way on instead of one for each constant, which the kernel would all walk.
/// </summary>
internal sealed class BitTests
{
    private const int FewestConstants = 5;
    private const int Bits = 64;

    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly UseLists uses;
    private readonly BlockNames names;

    private BitTests(IrFunction function)
    {
        this.function = function;
        cfg = new CfgInfo(function);
        uses = new UseLists(cfg.ReversePostorder);
        names = new BlockNames(function);
    }

    public static bool Run(IrFunction function) => new BitTests(function).Run();

    private bool Run()
    {
        var replaced = new HashSet<BasicBlock>();
        bool changed = false;
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            if (!replaced.Contains(block) && Test.Of(block) is { } first && Chain(block, first) is { Count: >= FewestConstants } chain)
            {
                replaced.UnionWith(chain.ConvertAll(static test => test.Block));
                Replace(chain);
                changed = true;
            }
        }

        return changed && ControlFlowSimplification.RemoveUnreachable(function);
    }

    /// <summary>The test and those that follow it for the same value and with the same target.</summary>
    private List<Test> Chain(BasicBlock block, Test first)
    {
        var chain = new List<Test> { first };
        Test last = first;
        while (cfg.Predecessors(last.Otherwise).Count == 1 && Test.Of(last.Otherwise) is { } next && IsOnlyTest(next.Block)
            && next.Value == first.Value && next.Equal == first.Equal && next.Otherwise != block && AgreeOnEqual(first, next))
        {
            chain.Add(next);
            last = next;
        }

        return chain;
    }

    private bool IsOnlyTest(BasicBlock block) => block.Instructions.Count == 1
        || (block.Instructions.Count == 2 && block.Instructions[0] == block.Terminator.Operands[0] && uses.Of(block.Instructions[0]).Count == 1);

    private static bool AgreeOnEqual(Test first, Test next)
    {
        foreach (IrInstruction phi in IrEdit.Phis(first.Equal))
        {
            if (!IrEdit.Same(IrEdit.PhiOperand(phi, first.Block), IrEdit.PhiOperand(phi, next.Block)))
            {
                return false;
            }
        }

        return true;
    }

    private void Replace(List<Test> chain)
    {
        Test first = chain[0];
        BasicBlock none = chain[chain.Count - 1].Otherwise;
        BasicBlock lookup = new(names.Create(first.Block.Name));
        function.Blocks.Insert(function.Blocks.IndexOf(first.Block) + 1, lookup);
        ulong mask = 0;
        foreach (Test test in chain)
        {
            mask |= 1UL << (int)test.Constant;
        }

        SourceLocation? location = first.Block.Terminator.Location;
        IrInstruction count = IrEdit.Append(lookup, IrEdit.Create(IrOp.ZExt32, IrType.I64, location, first.Value));
        IrInstruction shifted = IrEdit.Append(lookup, IrEdit.Create(IrOp.LShr, IrType.I64, location, IrConstant.I64((long)mask), count));
        IrInstruction bit = IrEdit.Append(lookup, IrEdit.Create(IrOp.And, IrType.I64, location, shifted, IrConstant.I64(1)));
        IrInstruction found = IrEdit.Append(lookup, IrEdit.Create(IrOp.Ne, IrType.I32, location, bit, IrConstant.I64(0)));
        IrInstruction branch = IrEdit.Append(lookup, IrEdit.Create(IrOp.CondBr, IrType.Void, location, found));
        branch.Targets.AddRange([first.Equal, none]);

        foreach (IrInstruction phi in IrEdit.Phis(first.Equal))
        {
            phi.PhiBlocks[phi.PhiBlocks.IndexOf(first.Block)] = lookup;
        }

        foreach (IrInstruction phi in IrEdit.Phis(none))
        {
            IrValue value = IrEdit.PhiOperand(phi, chain[chain.Count - 1].Block);
            phi.PhiBlocks.AddRange([first.Block, lookup]);
            phi.Operands.AddRange([value, value]);
        }

        IrInstruction isLarge = IrEdit.Create(IrOp.UGt, IrType.I32, location, first.Value, IrConstant.I32(Bits - 1));
        isLarge.Block = first.Block;
        first.Block.Instructions.Insert(first.Block.Instructions.Count - 1, isLarge);
        IrInstruction guard = IrEdit.Create(IrOp.CondBr, IrType.Void, location, isLarge);
        guard.Targets.AddRange([none, lookup]);
        guard.Block = first.Block;
        first.Block.Instructions[first.Block.Instructions.Count - 1] = guard;
    }

    /// <summary>A branch by whether an I32 is a constant below 64.</summary>
    private sealed record Test(BasicBlock Block, IrValue Value, long Constant, BasicBlock Equal, BasicBlock Otherwise)
    {
        public static Test? Of(BasicBlock block)
        {
            IrInstruction branch = block.Terminator;
            if (branch.Op != IrOp.CondBr || branch.Targets[0] == branch.Targets[1] || branch.Operands[0] is not IrInstruction condition)
            {
                return null;
            }

            if (!condition.Op.IsComparison())
            {
                // The branch tests the value itself.
                return new Test(block, condition, 0, branch.Targets[1], branch.Targets[0]);
            }

            if (condition.Op is not (IrOp.Eq or IrOp.Ne) || condition.Operands[0].Type != IrType.I32 || condition.Operands[1] is not IrConstant { Value: >= 0 and < Bits } constant)
            {
                return null;
            }

            int equal = condition.Op == IrOp.Eq ? 0 : 1;
            return new Test(block, condition.Operands[0], constant.Value, branch.Targets[equal], branch.Targets[1 - equal]);
        }
    }
}
