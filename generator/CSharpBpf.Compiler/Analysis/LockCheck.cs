using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Spin locks in map values (BPF0313), by the kernel's rules (process_spin_lock and check_map_access of kernel/bpf/verifier.c): one lock at a time, nothing is
/// called while it is held, the one that was taken is given back on every path, and its bytes are touched by nothing else.
/// </summary>
internal sealed class LockCheck(IrModule module, CfgInfo cfg, IntervalAnalysis intervals, MemoryExtents extents, SafetyReport report)
{
    private readonly Dictionary<BasicBlock, HeldLock?> entries = [];
    private readonly ValueFields locks = new(SpinLock.TypeName, SpinLock.Size, intervals, extents);

    public void Check()
    {
        bool isUsed = cfg.ReversePostorder.Any(static block => block.Instructions.Exists(static call => call is { Op: IrOp.CallHelper, Helper: HelperId.SpinLock or HelperId.SpinUnlock }));
        if (!isUsed && !module.Maps.Any(static map => ValueFields.IsIn(map, SpinLock.TypeName)))
        {
            return;
        }

        foreach (IrInstruction instruction in cfg.ReversePostorder.SelectMany(static block => block.Instructions))
        {
            if (locks.IsPassed(instruction))
            {
                report.Add("BPF0313", instruction, "a value with a lock is passed to a method that is not inlined, where nobody knows of the lock");
            }
            else if (locks.IsTouchedBy(instruction))
            {
                report.Add("BPF0313", instruction, "a lock can only be taken and given back, not read, written or copied");
            }
        }

        CheckRegions();
    }

    private void CheckRegions()
    {
        var work = new Queue<BasicBlock>();
        entries[cfg.ReversePostorder[0]] = null;
        work.Enqueue(cfg.ReversePostorder[0]);
        while (work.Count > 0)
        {
            BasicBlock block = work.Dequeue();
            HeldLock? held = entries[block];
            foreach (IrInstruction instruction in block.Instructions)
            {
                held = Step(instruction, held);
            }

            foreach (BasicBlock target in block.Terminator.Targets)
            {
                if (!entries.TryGetValue(target, out HeldLock? known))
                {
                    entries.Add(target, held);
                    work.Enqueue(target);
                }
                else if (known != held)
                {
                    report.Add("BPF0313", (known ?? held)!.Taken, "it is not given back on every path that goes on");
                }
            }
        }
    }

    private HeldLock? Step(IrInstruction instruction, HeldLock? held)
    {
        switch (instruction.Op)
        {
            case IrOp.CallHelper when instruction.Helper is HelperId.SpinLock or HelperId.SpinUnlock && !locks.IsAt(instruction.Operands[0]):
                report.Add("BPF0313", instruction, "a lock lies in the value of a hash map or an array, and nowhere else");
                return held;
            case IrOp.CallHelper when instruction.Helper == HelperId.SpinLock:
                if (held is not null)
                {
                    report.Add("BPF0313", instruction, "another lock is held here");
                }

                return HeldLock.Of(instruction);
            case IrOp.CallHelper when instruction.Helper == HelperId.SpinUnlock:
                HeldLock released = HeldLock.Of(instruction);
                if (held is null || (held.Root, held.Offset) != (released.Root, released.Offset))
                {
                    report.Add("BPF0313", instruction, "it is not the lock that is held here");
                }

                return null;
            case IrOp.CallHelper or IrOp.Call when held is not null:
                report.Add("BPF0313", instruction, "nothing can be called while a lock is held: do it before or behind");
                return held;
            case IrOp.Ret when held is not null:
            case IrOp.Fault when held is not null && instruction.Symbol == FaultSymbols.Proven:
                report.Add("BPF0313", held.Taken, "it is not given back on every path to the end of the program");
                return held;
            default:
                return held;
        }
    }

    /// <summary>A lock that is held: by the value it lies in, and where it was taken.</summary>
    private sealed record HeldLock(IrValue Root, long Offset, IrInstruction Taken)
    {
        public static HeldLock Of(IrInstruction call)
        {
            (IrValue root, long offset) = PointerRules.Strip(call.Operands[0]);
            return new HeldLock(root, offset, call);
        }
    }
}
