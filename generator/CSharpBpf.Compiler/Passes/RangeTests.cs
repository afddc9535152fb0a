using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Two tests of one byte that fail alike become one of the range of its values that passes both: "version is 4 and header length is at least 5", which are
/// two fields, is x - 0x45 &lt;= 10. Which values pass is found by trying all. Not where the kernel must know the range of a field, as of a length that moves a
/// pointer: it would not learn it from the difference.
/// </summary>
internal sealed class RangeTests
{
    private readonly CfgInfo cfg;
    private readonly UseLists uses;
    private readonly NeededRanges ranges;

    private RangeTests(IrFunction function)
    {
        cfg = new CfgInfo(function);
        uses = new UseLists(cfg.ReversePostorder);
        ranges = new NeededRanges(cfg.ReversePostorder, new LoopInfo(cfg, new DominatorTree(cfg)));
    }

    public static bool Run(IrFunction function)
    {
        bool changed = false;
        while (new RangeTests(function).MergeOne())
        {
            changed = true;
        }

        return changed;
    }

    private bool MergeOne()
    {
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            if (ByteTest.Of(block) is { } first && (Merge(first) || Merge(first.Opposite)))
            {
                return true;
            }
        }

        return false;
    }

    private bool Merge(ByteTest first)
    {
        BasicBlock next = first.Pass;
        return cfg.Predecessors(next).Count == 1 && next.Instructions.TrueForAll(IrEdit.IsUnseen) && ByteTest.Of(next) is { } second && second.Value == first.Value
            && (Merge(first, second) || Merge(first, second.Opposite));
    }

    private bool Merge(ByteTest first, ByteTest second)
    {
        if (!new EdgeOutcome(second.Block, second.Fail).SameAs(new EdgeOutcome(first.Block, first.Fail)) || IsRangeNeeded(first) || IsRangeNeeded(second)
            || ByteRange.Of(first, second) is not { } range || !IsShorter(first, second, range))
        {
            return false;
        }

        Rewrite(first, second, range);
        return true;
    }

    /// <summary>Whether one test of the range takes fewer instructions than the two.</summary>
    private bool IsShorter(ByteTest first, ByteTest second, ByteRange range)
    {
        int gone = Dying(first, out bool isFreed) + Dying(second, out bool isFreedToo);
        int copy = uses.Of(first.Value).Count > (isFreed ? 1 : 0) + (isFreedToo ? 1 : 0) ? 1 : 0;
        return gone + 1 > (IsOneComparison(range) ? 0 : 1 + copy);
    }

    private static bool IsOneComparison(ByteRange range) => range.StartsAtZero || range.EndsAtLast || range.Low == range.High;

    /// <summary>How many instructions only the test needs, beside its jump, which takes a comparison or a mask along; and whether a use of the byte goes with them.</summary>
    private int Dying(ByteTest test, out bool isFreed)
    {
        int count = 0;
        while (count < test.Steps.Count && uses.Of(test.Steps[count]).Count == 1)
        {
            count++;
        }

        isFreed = count == test.Steps.Count;
        bool isMask = count > 1 && test.Steps[0].Op is IrOp.Eq or IrOp.Ne && IrEdit.IsConstant(test.Steps[0].Operands[1], 0) && test.Steps[1].Op == IrOp.And;
        return count - (count > 0 ? 1 : 0) - (isMask ? 1 : 0);
    }

    /// <summary>Whether the kernel must know what the test tells it.</summary>
    private bool IsRangeNeeded(ByteTest test) => IsOfByteItself(test) ? ranges.Contains(test.Value)
        : test.Steps.Skip(1).Any(ranges.Contains) || (uses.Of(test.Steps[0]).Count > 1 && ranges.Contains(test.Steps[0]));

    private static bool IsOfByteItself(ByteTest test) => test.Steps.Count == 0 || (test.Steps.Count == 1 && test.Steps[0].Op.IsComparison());

    private static void Rewrite(ByteTest first, ByteTest second, ByteRange range)
    {
        SourceLocation? location = first.Block.Terminator.Location;
        BasicBlock block = first.Block;
        BasicBlock next = second.Block;
        IrValue tested = first.Value;
        if (!IsOneComparison(range))
        {
            tested = Insert(block, block.Instructions.Count - 1, IrEdit.Create(IrOp.Add, tested.Type, location, tested, new IrConstant(tested.Type, -range.Low)));
        }

        (IrOp fails, int bound) = range switch
        {
            _ when range.Low == range.High => (IrOp.Ne, range.Low),
            { StartsAtZero: true } => (IrOp.UGt, range.High),
            { EndsAtLast: true } => (IrOp.ULt, range.Low),
            _ => (IrOp.UGt, range.High - range.Low),
        };
        IrInstruction branch = block.Terminator;
        branch.Operands[0] = Insert(block, block.Instructions.Count - 1, IrEdit.Create(fails, IrType.I32, location, tested, new IrConstant(tested.Type, bound)));
        branch.Targets[0] = first.Fail;
        branch.Targets[1] = next;
        IrEdit.RemoveIncoming(second.Fail, next);
        IrEdit.ReplaceTerminatorByBranch(next, second.Pass);
    }

    private static IrInstruction Insert(BasicBlock block, int index, IrInstruction instruction)
    {
        instruction.Block = block;
        block.Instructions.Insert(index, instruction);
        return instruction;
    }
}
