using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// What instruction selection knows of a function before it starts: which values cost nothing (they are another value's register), which
/// conditions become part of a branch, which addresses become part of a load or store, and, by that, which instructions must give a register at all.
/// </summary>
internal sealed class SelectionFacts
{
    private const long MinimumOffset = short.MinValue;
    private const long MaximumOffset = short.MaxValue;

    /// <summary>How many steps of a sum are followed to a loop's variable.</summary>
    private const int MaximumSteps = 8;

    private readonly CpuVersion cpu;
    private readonly LoopInfo loops;
    private readonly UseLists users;
    private readonly NeededRanges ranges;
    private readonly Dictionary<IrValue, bool> aliases = [];
    private readonly HashSet<IrValue> needed = [];

    public SelectionFacts(IrFunction function, CpuVersion cpu)
    {
        this.cpu = cpu;
        var cfg = new CfgInfo(function);
        Dominators = new DominatorTree(cfg);
        loops = new LoopInfo(cfg, Dominators);
        Blocks = cfg.ReversePostorder;
        users = new UseLists(Blocks);
        ranges = new NeededRanges(Blocks, loops);
        FindNeeded();
    }

    /// <summary>The reachable blocks in reverse postorder.</summary>
    public List<BasicBlock> Blocks { get; }

    public DominatorTree Dominators { get; }

    /// <summary>How many loops the block lies in.</summary>
    public int LoopDepth(BasicBlock block)
    {
        int depth = 0;
        for (Loop? loop = loops.Innermost(block); loop is not null; loop = loop.Parent)
        {
            depth++;
        }

        return depth;
    }

    public IEnumerable<IrInstruction> BoundedCounters() => CodeGen.BoundedCounters.Find(loops, users);

    public IReadOnlyList<IrInstruction> UsersOf(IrValue value) => users.Of(value);

    public bool HasOneUse(IrValue value) => UsersOf(value).Count == 1;

    /// <summary>
    /// Which of two operands that may change places leaves its register to the result: the loop's variable that the result is the next value of, or else
    /// one that is not used again.
    /// </summary>
    public bool IsBetterFirst(IrInstruction user, IrValue operand, IrValue other) =>
        IsNextOf(user, operand) || (!IsNextOf(user, other) && HasOneUse(operand) && !HasOneUse(other));

    /// <summary>Whether the value becomes the variable's next one, by itself or as the only use of each step on the way.</summary>
    private bool IsNextOf(IrInstruction value, IrValue variable)
    {
        if (variable is not IrInstruction { Op: IrOp.Phi } phi)
        {
            return false;
        }

        for (int step = 0; step < MaximumSteps; step++)
        {
            if (phi.Operands.Contains(value))
            {
                return true;
            }

            if (UsersOf(value) is not [{ Op: <= IrOp.Not or IrOp.PtrAdd } user])
            {
                return false;
            }

            value = user;
        }

        return false;
    }

    /// <summary>Whether some instruction reads the value from a register.</summary>
    public bool IsNeeded(IrValue value) => needed.Contains(value);

    /// <summary>The value whose register holds this one: through extensions and truncations that are no operations.</summary>
    public IrValue Strip(IrValue value)
    {
        while (value is IrInstruction instruction && IsAlias(instruction))
        {
            value = instruction.Operands[0];
        }

        return value;
    }

    /// <summary>The base and distance of an address: constant additions are folded as long as the distance fits an offset field.</summary>
    public static (IrValue Base, long Distance) ResolveAddress(IrValue pointer, long distance)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } add && add.Operands[1] is IrConstant step && distance + step.Value is >= MinimumOffset and <= MaximumOffset)
        {
            distance += step.Value;
            pointer = add.Operands[0];
        }

        return (pointer, distance);
    }

    /// <summary>Takes the condition of a branch or select apart; every register it names is needed there and then.</summary>
    public SelectedCondition ResolveCondition(IrValue condition)
    {
        bool negated = false;
        while (true)
        {
            condition = Strip(condition);
            if (condition is not IrInstruction instruction)
            {
                return new SelectedCondition(IrOp.Ne, condition, IrConstant.I32(0), false, negated);
            }

            if (instruction.Op is IrOp.Eq or IrOp.Ne && instruction.Operands[1] is IrConstant { Value: 0 } && Strip(instruction.Operands[0]) is IrInstruction inner)
            {
                if (inner.Op.IsComparison())
                {
                    negated ^= instruction.Op == IrOp.Eq;
                    condition = inner;
                    continue;
                }

                if (inner.Op == IrOp.And && inner.Type == instruction.Operands[0].Type && (cpu >= CpuVersion.V3 || inner.Type == IrType.I64) && UsedOnlyByTests(inner))
                {
                    return new SelectedCondition(IrOp.Ne, inner.Operands[0], inner.Operands[1], true, negated ^ (instruction.Op == IrOp.Eq));
                }
            }

            if (instruction.Op == IrOp.Xor && instruction.Operands[1] is IrConstant { Value: 1 } && UnsignedBound.Of(instruction.Operands[0]) <= 1)
            {
                negated = !negated;
                condition = instruction.Operands[0];
                continue;
            }

            if (instruction.Op.IsComparison())
            {
                return new SelectedCondition(instruction.Op, instruction.Operands[0], instruction.Operands[1], false, negated);
            }

            return instruction.Op == IrOp.And && cpu >= CpuVersion.V3 && UsedOnlyByTests(instruction)
                ? new SelectedCondition(IrOp.Ne, instruction.Operands[0], instruction.Operands[1], true, negated)
                : new SelectedCondition(IrOp.Ne, instruction, IrConstant.I32(0), false, negated);
        }
    }

    /// <summary>Whether every use is a test for zero, so that no register is needed for the conjunction itself.</summary>
    private bool UsedOnlyByTests(IrInstruction value)
    {
        foreach (IrInstruction user in UsersOf(value))
        {
            bool isTest = user.Op switch
            {
                IrOp.CondBr => true,
                IrOp.Select => user.Operands[0] == value && user.Operands[1] != value && user.Operands[2] != value,
                IrOp.Eq or IrOp.Ne => user.Operands[1] is IrConstant { Value: 0 },
                _ => false,
            };
            if (!isTest)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsAlias(IrInstruction instruction)
    {
        if (instruction.Op is < IrOp.ZExt8 or > IrOp.Trunc)
        {
            return false;
        }

        if (!aliases.TryGetValue(instruction, out bool isAlias))
        {
            ulong bound = UnsignedBound.Of(instruction.Operands[0]);
            isAlias = instruction.Op switch
            {
                IrOp.ZExt32 => true,
                IrOp.ZExt8 => bound <= byte.MaxValue && !TellsTheKernel(instruction, byte.MaxValue),
                IrOp.ZExt16 => bound <= ushort.MaxValue && !TellsTheKernel(instruction, ushort.MaxValue),
                IrOp.SExt8 => bound <= (ulong)sbyte.MaxValue,
                IrOp.SExt16 => bound <= (ulong)short.MaxValue,
                IrOp.SExt32 => bound <= int.MaxValue,
                _ => bound <= uint.MaxValue || OnlyLowHalfIsRead(instruction),
            };
            aliases.Add(instruction, isAlias);
        }

        return isAlias;
    }

    /// <summary>Whether the program loads only if the kernel knows the value's range.</summary>
    public bool IsRangeNeeded(IrValue value) => ranges.Contains(value);

    /// <summary>Whether a mask that changes nothing says so to the kernel, which has forgotten it, and needs to know.</summary>
    private bool TellsTheKernel(IrInstruction mask, ulong bits) => IsRangeNeeded(mask) && (KnownBits.KernelMayBeSet(mask.Operands[0]) & ~bits) != 0;

    /// <summary>Whether nobody reads the upper half of the value's register.</summary>
    public bool OnlyLowHalfIsRead(IrInstruction value)
    {
        foreach (IrInstruction user in UsersOf(value))
        {
            bool readsLowHalf = user.Op switch
            {
                <= IrOp.Not => true,
                IrOp.ZExt8 or IrOp.ZExt16 or IrOp.SExt8 or IrOp.SExt16 or IrOp.SExt32 or IrOp.ByteSwap16 or IrOp.ByteSwap32 => !IsAlias(user),
                >= IrOp.Eq and <= IrOp.SGe => cpu >= CpuVersion.V3,
                IrOp.Store or IrOp.ContextStore => user.Operands[0] != value && user.Access.Size() <= 4,
                _ => false,
            };
            if (!readsLowHalf)
            {
                return false;
            }
        }

        return true;
    }

    private void FindNeeded()
    {
        var work = new Stack<IrValue>();
        foreach (BasicBlock block in Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (HasEffect(instruction))
                {
                    Need(instruction, work);
                }
            }
        }

        while (work.Count > 0)
        {
            if (work.Pop() is IrInstruction instruction && !HasEffect(instruction))
            {
                Need(instruction, work);
            }
        }
    }

    private void Need(IrInstruction instruction, Stack<IrValue> work)
    {
        switch (instruction.Op)
        {
            case IrOp.CondBr:
                NeedCondition(ResolveCondition(instruction.Operands[0]), work);
                break;
            case >= IrOp.Eq and <= IrOp.SGe:
                NeedCondition(ResolveCondition(instruction), work);
                break;
            case IrOp.Select:
                NeedCondition(ResolveCondition(instruction.Operands[0]), work);
                Push(instruction.Operands[1], work);
                Push(instruction.Operands[2], work);
                break;
            case IrOp.Load or IrOp.Store or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange:
                Push(ResolveAddress(instruction.Operands[0], instruction.Offset).Base, work);
                for (int i = 1; i < instruction.Operands.Count; i++)
                {
                    Push(instruction.Operands[i], work);
                }

                break;
            case IrOp.PtrAdd when instruction.Operands[1] is IrConstant distance:
                Push(ResolveAddress(instruction.Operands[0], distance.Value).Base, work);
                break;
            default:
                foreach (IrValue operand in instruction.Operands)
                {
                    Push(operand, work);
                }

                break;
        }
    }

    private void NeedCondition(SelectedCondition condition, Stack<IrValue> work)
    {
        Push(condition.Left, work);
        Push(condition.Right, work);
    }

    private void Push(IrValue value, Stack<IrValue> work)
    {
        value = Strip(value);
        if (needed.Add(value))
        {
            work.Push(value);
        }
    }

    public static bool HasEffect(IrInstruction instruction) => instruction.Op switch
    {
        IrOp.Store or IrOp.ContextStore or IrOp.CallHelper or IrOp.Call or IrOp.Copy or IrOp.Zero => true,
        IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange => true,
        IrOp.Load => instruction.IsVolatile,
        _ => instruction.IsTerminator,
    };
}

/// <summary>A comparison of two IR values, or (IsBitTest) whether they have a set bit in common; its opposite if negated.</summary>
internal readonly record struct SelectedCondition(IrOp Op, IrValue Left, IrValue Right, bool IsBitTest, bool IsNegated);
