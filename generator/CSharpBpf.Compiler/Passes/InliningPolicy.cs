using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Which functions stay functions instead of taking the place of their calls: those that their author wants to, and large ones that would stand in the object
/// more than once. A call costs what inlining finds by knowing the arguments, and two to eight instructions; so nothing small is kept.
/// </summary>
internal sealed class InliningPolicy
{
    /// <summary>Instructions of the IR before all passes, which are about five times those of the finished function.</summary>
    private const int LargeFunction = 400;

    private const int MaximumArguments = 5;

    private readonly HashSet<IrFunction> faulting;
    private readonly HashSet<IrFunction> faultless;
    private readonly Dictionary<IrFunction, double> copies;

    /// <summary>Whether a program's context is a record, which the kernel reads through the program's own register only: no pass follows it into a callee.</summary>
    private readonly bool hasRecords;

    public InliningPolicy(IrModule module, CallGraph graph)
    {
        faulting = graph.ReachableFrom(module.Functions.Where(static function => function.OnFault is not null));
        faultless = graph.ReachableFrom(module.Functions.Where(static function => function.IsCallback || (function.Program is not null && function.OnFault is null)));
        copies = CountCopies(graph);
        hasRecords = module.Functions.Exists(static function => function.Program is { } program && ContextLayoutTable.Find(program.Type) is { IsRecord: true });
    }

    /// <param name="function">A function whose calls are replaced already.</param>
    /// <param name="size">Its instructions.</param>
    public bool Keeps(IrFunction function, int size)
    {
        if (function.IsCallback || function.IsGlobal)
        {
            return true;
        }

        if (function.Program is not null || function.Inlining == InliningHint.Always || ObstacleToCalls(function) is not null)
        {
            return false;
        }

        return IsWanted(function) || (!faulting.Contains(function) && size >= LargeFunction && copies[function] > 1 && !NeedsItsCaller(function));
    }

    /// <summary>Why a function that its author wants to be one is none; null if it is one.</summary>
    public string? Obstacle(IrFunction function) => IsWanted(function) ? ObstacleToCalls(function) : null;

    private static bool IsWanted(IrFunction function) => function.Inlining == InliningHint.Never && function.Program is null;

    /// <summary>Whether a kept function returns its faults, which its callers then test: its programs have a value for them, and its result leaves room.</summary>
    public bool ReturnsFault(IrFunction function) =>
        function.Program is null && faulting.Contains(function) && !faultless.Contains(function) && function.ReturnType is IrType.I32 or IrType.Void;

    /// <summary>
    /// Why the machine cannot call it; null if it can: arguments are in r1 to r5, a scalar in r0. Where a program has a value for faults, a fault in the callee ends
    /// the program, so the callee must be able to say that there was one; a tail call in a subprogram returns to its caller. Locks, timers and records of ring buffers
    /// that a caller passes are followed in the caller only.
    /// </summary>
    private string? ObstacleToCalls(IrFunction function)
    {
        if (function.Parameters.Count > MaximumArguments)
        {
            return $"it has {IrPrinter.Number(function.Parameters.Count)} parameters, counting its receiver, a struct that it returns and each variable that it captures, and the kernel takes {IrPrinter.Number(MaximumArguments)}";
        }

        if (function.ReturnType.IsPointer())
        {
            return "it returns a reference or pointer";
        }

        if (hasRecords && function.Parameters.Exists(static parameter => parameter.Type.IsPointer()))
        {
            return "in an object with tracepoints no reference or context can be passed";
        }

        if (faulting.Contains(function) && !ReturnsFault(function))
        {
            return "a fault in it could not end the program: it must return at most 32 bits, and no callback nor program without OnFault may call it";
        }

        return Any(function, static instruction => instruction is { Op: IrOp.CallHelper, Helper: HelperId.TailCall }) ? "a tail call in it would return to its caller"
            : HasPointers(function) && Any(function, static instruction => instruction.Op == IrOp.CallHelper && IsFollowed(instruction.Helper)) ? "locks, timers and records that are passed to it cannot be followed into it"
            : null;
    }

    private static bool IsFollowed(HelperId helper) => helper is HelperId.SpinLock or HelperId.SpinUnlock or HelperId.RingbufSubmit or HelperId.RingbufDiscard
        or HelperId.RingbufReserveDynptr or HelperId.RingbufSubmitDynptr or HelperId.RingbufDiscardDynptr or HelperId.DynptrWrite
        or HelperId.TimerInit or HelperId.TimerSetCallback or HelperId.TimerStart or HelperId.TimerCancel;

    /// <summary>Whether it may be only because of what its callers pass that nothing in it is refused.</summary>
    private static bool NeedsItsCaller(IrFunction function) =>
        HasPointers(function)
        || Any(function, static instruction => instruction.Op is IrOp.Fault or IrOp.Raise || (instruction.Op == IrOp.PtrAdd && instruction.Operands[1] is not IrConstant));

    private static bool HasPointers(IrFunction function) => function.Parameters.Exists(static parameter => parameter.Type.IsPointer() && parameter.Type != IrType.ContextPointer);

    private static bool Any(IrFunction function, System.Predicate<IrInstruction> predicate) => function.Blocks.Exists(block => block.Instructions.Exists(predicate));

    /// <summary>How often a function's body would stand in the object if only those were kept whose authors want it.</summary>
    private static Dictionary<IrFunction, double> CountCopies(CallGraph graph)
    {
        var copies = new Dictionary<IrFunction, double>();
        foreach (IrFunction function in graph.CalleesFirst)
        {
            copies[function] = function.Program is null ? 0 : 1;
        }

        for (int i = graph.CalleesFirst.Count - 1; i >= 0; i--)
        {
            IrFunction caller = graph.CalleesFirst[i];
            foreach (IrInstruction call in graph.CallsIn(caller))
            {
                copies[call.Callee!] += caller.Inlining == InliningHint.Never ? 1 : copies[caller];
            }
        }

        return copies;
    }
}
