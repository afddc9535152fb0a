using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Spin locks in map values (BPF0313), by the kernel's rules (process_spin_lock and check_map_access of kernel/bpf/verifier.c): one lock at a time, nothing is
/// called while it is held, the one that was taken is given back on every path, and its bytes are touched by nothing else. Tracing programs and socket filters
/// may not use a map with a lock at all.
/// </summary>
internal sealed class LockCheck(IrModule module, IrFunction function, CfgInfo cfg, IntervalAnalysis intervals, MemoryExtents extents, SafetyReport report)
{
    private static readonly ProgramType[] WithoutLocks =
        [ProgramType.SocketFilter, ProgramType.Kprobe, ProgramType.Tracepoint, ProgramType.PerfEvent, ProgramType.RawTracepoint, ProgramType.RawTracepointWritable];

    private readonly Dictionary<BasicBlock, HeldLock?> entries = [];

    public void Check()
    {
        if (!module.Maps.Any(static map => HasLock(map) || (map.Inner is { } inner && HasLock(inner))))
        {
            return;
        }

        foreach (IrInstruction instruction in cfg.ReversePostorder.SelectMany(static block => block.Instructions))
        {
            CheckAccess(instruction);
            if (instruction.Op == IrOp.MapAddress && function.Program is { } program && WithoutLocks.Contains(program.Type) && extents.MapOf(instruction) is { } map && HasLock(map))
            {
                report.Add("BPF0313", instruction, $"the kernel gives maps with a lock in their values to no programs of the type {program.Type}");
            }
        }

        CheckRegions();
    }

    private static bool HasLock(IrMap map) => LockOffset(map) is not null;

    private static int? LockOffset(IrMap map) =>
        map.Value is StructDataType value && value.Fields.FirstOrDefault(static field => field.Type.Name == SpinLock.TypeName) is { } field ? field.Offset : null;

    private void CheckAccess(IrInstruction instruction)
    {
        switch (instruction.Op)
        {
            case IrOp.Load or IrOp.Store or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange:
                CheckAccess(instruction, instruction.Operands[0], instruction.Offset, instruction.Access.Size());
                break;
            case IrOp.Call when instruction.Operands.Exists(operand => LocksBehind(operand).Count > 0):
                report.Add("BPF0313", instruction, "a value with a lock is passed to a method that is not inlined, where nobody knows of the lock");
                break;
            case IrOp.CallHelper when HelperTable.Find(instruction.Helper)?.Signature is { } signature:
                foreach (HelperMemory memory in HelperArgumentCheck.Memory(instruction, signature, extents, size => intervals.At(size, instruction.Block!)))
                {
                    CheckAccess(instruction, memory.Pointer, 0, memory.Size);
                }

                break;
        }
    }

    private void CheckAccess(IrInstruction user, IrValue pointer, long offset, long size)
    {
        if (LocksBehind(pointer).Count > 0 && MayTouchLock(pointer, offset, offset + size, []))
        {
            report.Add("BPF0313", user, "a lock can only be taken and given back, not read, written or copied");
        }
    }

    /// <summary>The lookups of values with a lock that a pointer may come from.</summary>
    private HashSet<IrValue> LocksBehind(IrValue pointer)
    {
        var found = new HashSet<IrValue>();
        var seen = new HashSet<IrValue>();
        var work = new Stack<IrValue>([pointer]);
        while (work.Count > 0)
        {
            if (work.Pop() is not IrInstruction instruction || !seen.Add(instruction))
            {
                continue;
            }

            switch (instruction.Op)
            {
                case IrOp.PtrAdd:
                    work.Push(instruction.Operands[0]);
                    break;
                case IrOp.Phi or IrOp.Select:
                    instruction.Operands.ForEach(work.Push);
                    break;
                case IrOp.CallHelper when LockOf(instruction) is not null:
                    found.Add(instruction);
                    break;
            }
        }

        return found;
    }

    private int? LockOf(IrInstruction lookup) => lookup.Operands.Count > 0 && extents.MapOf(lookup.Operands[0]) is { } map ? LockOffset(map) : null;

    /// <summary>Whether the bytes from low to below high, counted from the pointer, may be a lock's.</summary>
    private bool MayTouchLock(IrValue pointer, long low, long high, HashSet<IrValue> walked)
    {
        if (pointer is not IrInstruction instruction)
        {
            return false;
        }

        switch (instruction.Op)
        {
            case IrOp.PtrAdd:
                Interval distance = intervals.At(instruction.Operands[1], instruction.Block!);
                return distance.SMin < -int.MaxValue || distance.SMax > int.MaxValue
                    || MayTouchLock(instruction.Operands[0], low + distance.SMin, high + distance.SMax, walked);
            case IrOp.Phi or IrOp.Select:
                // A pointer that walks in a loop may come to anything.
                return !walked.Add(instruction) || instruction.Operands.Exists(operand => MayTouchLock(operand, low, high, [.. walked]));
            case IrOp.CallHelper:
                return LockOf(instruction) is { } start && low < start + SpinLock.Size && high > start;
            default:
                return false;
        }
    }

    /// <summary>Whether offset bytes behind the pointer there is a lock, wherever the pointer comes from.</summary>
    private bool IsLock(IrValue pointer, long offset, HashSet<IrValue> walked)
    {
        (IrValue root, long distance) = PointerRules.Strip(pointer);
        return root is IrInstruction instruction && instruction.Op switch
        {
            IrOp.Phi => walked.Add(instruction) && instruction.Operands.TrueForAll(operand => IsLock(operand, offset + distance, walked)),
            IrOp.Select => IsLock(instruction.Operands[1], offset + distance, walked) && IsLock(instruction.Operands[2], offset + distance, walked),
            IrOp.CallHelper => LockOf(instruction) == offset + distance,
            _ => false,
        };
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
            case IrOp.CallHelper when instruction.Helper is HelperId.SpinLock or HelperId.SpinUnlock && !IsLock(instruction.Operands[0], 0, []):
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
