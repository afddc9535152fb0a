using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Whether every record that is reserved in a ring buffer is submitted or discarded once on every path (BPF0310), and not used behind that (BPF0311). The
/// kernel follows each path; so does this, and no further than the kernel: a path is told from another by what happened to the records, by which record a
/// variable holds, and by constants that were chosen while a record is held. A record of any length is the local that its dynptr lies in; there is no null of it.
/// </summary>
internal sealed class RecordLifetimes
{
    /// <summary>More states than any program has that someone understands.</summary>
    private const int MaximumStates = 20_000;

    private readonly CfgInfo cfg;
    private readonly SafetyReport report;
    private readonly HashSet<IrValue> reserves;
    private readonly HashSet<IrValue> holders;
    private readonly Dictionary<IrValue, IrInstruction> dynptrs = [];
    private readonly HashSet<(BasicBlock, string)> seen = [];
    private readonly Stack<(BasicBlock Block, RecordState State)> work = new();

    /// <summary>Whether a record is copied: what is wrong behind that follows from it.</summary>
    private bool isCopied;

    private RecordLifetimes(CfgInfo cfg, SafetyReport report, HashSet<IrValue> reserves)
    {
        this.cfg = cfg;
        this.report = report;
        this.reserves = reserves;
        holders = FindHolders();
    }

    public static void Check(CfgInfo cfg, SafetyReport report)
    {
        HashSet<IrValue> reserves = [.. Calls(cfg).Where(static call => call.Helper == HelperId.RingbufReserve)];
        if (reserves.Count > 0 || Calls(cfg).Any(static call => Releases(call) || Dynptr(call) is not null))
        {
            new RecordLifetimes(cfg, report, reserves).Run();
        }
    }

    private static IEnumerable<IrInstruction> Calls(CfgInfo cfg) =>
        cfg.ReversePostorder.SelectMany(static block => block.Instructions).Where(static instruction => instruction.Op == IrOp.CallHelper);

    private static bool Releases(IrInstruction call) => call.Helper is HelperId.RingbufSubmit or HelperId.RingbufDiscard;

    /// <summary>The dynptr that a helper takes; null if it takes none.</summary>
    private static IrValue? Dynptr(IrInstruction call) => call.Helper switch
    {
        HelperId.RingbufReserveDynptr => call.Operands[3],
        HelperId.RingbufSubmitDynptr or HelperId.RingbufDiscardDynptr or HelperId.DynptrWrite => call.Operands[0],
        _ => null,
    };

    /// <summary>The records, and the addresses, phis and selections that one can come out of.</summary>
    private HashSet<IrValue> FindHolders()
    {
        HashSet<IrValue> found = [.. reserves];
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (IrInstruction instruction in cfg.ReversePostorder.SelectMany(static block => block.Instructions))
            {
                if (instruction.Op is IrOp.Phi or IrOp.Select or IrOp.PtrAdd && instruction.Operands.Any(found.Contains))
                {
                    changed |= found.Add(instruction);
                }
            }
        }

        return found;
    }

    private void Run()
    {
        Reach(cfg.ReversePostorder[0], new RecordState());
        while (work.Count > 0)
        {
            if (seen.Count > MaximumStates)
            {
                report.Add("BPF0310", (IrInstruction?)reserves.FirstOrDefault() ?? dynptrs.Values.First());
                return;
            }

            (BasicBlock block, RecordState state) = work.Pop();
            Follow(block, 0, state);
        }
    }

    private void Reach(BasicBlock block, RecordState state)
    {
        if (seen.Add((block, state.Key)))
        {
            work.Push((block, state));
        }
    }

    private void Follow(BasicBlock block, int from, RecordState state)
    {
        for (int i = from; i < block.Instructions.Count && !isCopied; i++)
        {
            IrInstruction instruction = block.Instructions[i];
            switch (instruction.Op)
            {
                case IrOp.Phi or IrOp.Eq or IrOp.Ne:
                    break;
                case IrOp.Select when holders.Contains(instruction):
                    RecordState other = state.Copy();
                    other.Choose(instruction, other.Resolve(instruction.Operands[2]));
                    Follow(block, i + 1, other);
                    state.Choose(instruction, state.Resolve(instruction.Operands[1]));
                    break;
                case IrOp.CallHelper when instruction.Helper == HelperId.RingbufReserve:
                    ReportHeld(state, instruction);
                    state.Reserve(instruction);
                    break;
                case IrOp.CallHelper when Releases(instruction):
                    Release(instruction, state);
                    break;
                case IrOp.CallHelper when instruction.Helper == HelperId.TailCall:
                    ReportHeld(state, null);
                    break;
                case IrOp.CallHelper when Dynptr(instruction) is { } dynptr:
                    StepDynptr(instruction, dynptr, state);
                    break;
                default:
                    CheckUse(instruction, state);
                    break;
            }
        }

        if (!isCopied)
        {
            Leave(block, state);
        }
    }

    private void Release(IrInstruction call, RecordState state)
    {
        (IrValue root, long offset) = PointerRules.Strip(call.Operands[0]);
        IrValue record = state.Resolve(root);
        string? fault = !reserves.Contains(record) || offset != 0 ? "it is not known to be the start of a record that was reserved here"
            : state.StatusOf(record) switch
            {
                RecordStatus.Held => null,
                RecordStatus.Released => "it is submitted or discarded already",
                _ => "it may be null: test it with Unsafe.IsNullRef",
            };
        if (fault is not null && !report.IsNullReported(record))
        {
            report.Add("BPF0311", call, fault);
        }

        if (reserves.Contains(record))
        {
            state.Set(record, RecordStatus.Released);
        }
    }

    private void StepDynptr(IrInstruction call, IrValue dynptr, RecordState state)
    {
        bool isReserved = call.Helper == HelperId.RingbufReserveDynptr;
        if (dynptr is not IrInstruction { Op: IrOp.Alloca } local)
        {
            report.Add("BPF0311", call, "it is not known to be a local variable");
        }
        else if (isReserved)
        {
            ReportHeld(state, local);
            dynptrs[local] = call;
            state.Set(local, RecordStatus.Held);
        }
        else if (state.StatusOf(local) != RecordStatus.Held)
        {
            report.Add("BPF0311", call, state.StatusOf(local) == RecordStatus.Released ? "it is submitted or discarded already" : "it is not reserved");
        }
        else if (call.Helper != HelperId.DynptrWrite)
        {
            state.Set(local, RecordStatus.Released);
        }
    }

    private void CheckUse(IrInstruction user, RecordState state)
    {
        if (user.Op is IrOp.PtrAdd or IrOp.Alloca)
        {
            return;
        }

        // The kernel keeps its own in a dynptr, which nothing else may touch while it is one.
        if (user.Operands.Exists(operand => operand.Type == IrType.StackPointer && state.RootOf(operand) is IrInstruction local && state.StatusOf(local) == RecordStatus.Held && !reserves.Contains(local)))
        {
            report.Add("BPF0311", user, "it can be submitted, discarded and written to by TryWrite, not copied");
            isCopied = true;
            work.Clear();
        }

        foreach (IrValue operand in user.Operands)
        {
            IrValue root = operand.Type.IsPointer() ? state.RootOf(operand) : operand;
            if (root == RecordState.Stale || (reserves.Contains(root) && state.StatusOf(root) == RecordStatus.Released))
            {
                report.Add("BPF0311", user, "it is submitted or discarded already");
            }
        }
    }

    private void Leave(BasicBlock block, RecordState state)
    {
        IrInstruction end = block.Terminator;
        switch (end.Op)
        {
            case IrOp.Ret:
            case IrOp.Fault when end.Symbol == FaultSymbols.Proven:
                ReportHeld(state, null);
                break;
            case IrOp.Br:
                Enter(block, end.Targets[0], state);
                break;
            case IrOp.CondBr:
                (bool canHold, bool canFail) = Decide(end.Operands[0], state);
                if (canHold)
                {
                    Enter(block, end.Targets[0], Learn(end.Operands[0], true, state));
                }

                if (canFail)
                {
                    Enter(block, end.Targets[1], Learn(end.Operands[0], false, state));
                }

                break;
        }
    }

    private void Enter(BasicBlock from, BasicBlock to, RecordState before)
    {
        RecordState state = before.Copy();
        foreach (IrInstruction phi in IrEdit.Phis(to))
        {
            IrValue value = before.Resolve(IrEdit.PhiOperand(phi, from));
            if (holders.Contains(phi) || (value is IrConstant && before.HoldsAny))
            {
                state.Choose(phi, value);
            }
            else
            {
                state.Forget(phi);
            }
        }

        if (!state.HoldsAny)
        {
            state.ForgetAllBut(holders);
        }

        Reach(to, state);
    }

    /// <summary>Whether the condition can hold and can fail on this path.</summary>
    private (bool CanHold, bool CanFail) Decide(IrValue condition, RecordState state)
    {
        IrValue value = state.Resolve(condition);
        if (value is IrConstant constant)
        {
            return (constant.Value != 0, constant.Value == 0);
        }

        if (value is not IrInstruction comparison || !comparison.Op.IsComparison())
        {
            return (true, true);
        }

        IrValue left = state.Resolve(comparison.Operands[0]);
        IrValue right = state.Resolve(comparison.Operands[1]);
        if (left is IrConstant a && right is IrConstant b)
        {
            bool holds = ConstantFolding.Compare(comparison.Op, a.Type, a.Value, b.Value);
            return (holds, !holds);
        }

        if (NullTested(comparison, state) is { } record && state.StatusOf(record) is var status and not (RecordStatus.MayBeNull or RecordStatus.Released))
        {
            bool isNull = status == RecordStatus.Null;
            bool holds = isNull == (comparison.Op == IrOp.Eq);
            return (holds, !holds);
        }

        return (true, true);
    }

    private RecordState Learn(IrValue condition, bool holds, RecordState before)
    {
        if (condition is IrInstruction comparison && NullTested(comparison, before) is { } record && before.StatusOf(record) == RecordStatus.MayBeNull)
        {
            RecordState state = before.Copy();
            state.Set(record, holds == (comparison.Op == IrOp.Eq) ? RecordStatus.Null : RecordStatus.Held);
            return state;
        }

        return before;
    }

    /// <summary>The record that a comparison compares with null.</summary>
    private IrValue? NullTested(IrInstruction comparison, RecordState state) =>
        comparison.Op is IrOp.Eq or IrOp.Ne && state.Resolve(comparison.Operands[1]) is IrConstant { Value: 0 } && reserves.Contains(state.Resolve(comparison.Operands[0]))
            ? state.Resolve(comparison.Operands[0])
            : null;

    private void ReportHeld(RecordState state, IrInstruction? only)
    {
        foreach (IrInstruction record in reserves.Cast<IrInstruction>().Concat(dynptrs.Keys.Cast<IrInstruction>()))
        {
            if ((only is null || record == only) && state.StatusOf(record) is RecordStatus.Held or RecordStatus.MayBeNull)
            {
                report.Add("BPF0310", dynptrs.TryGetValue(record, out IrInstruction? reserve) ? reserve : record);
            }
        }
    }
}
