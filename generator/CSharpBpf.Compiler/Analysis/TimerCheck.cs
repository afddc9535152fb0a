using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Timers in map values (BPF0315), by the kernel's rules (process_timer_func and check_map_access of kernel/bpf/verifier.c): a timer is made ready with the map
/// in whose value it lies, its method takes that map's keys and values, and its bytes are touched by nothing but the helpers.
/// </summary>
internal sealed class TimerCheck(IrModule module, CfgInfo cfg, IntervalAnalysis intervals, MemoryExtents extents, SafetyReport report)
{
    private readonly ValueFields timers = new(ValueTimer.TypeName, ValueTimer.Size, intervals, extents);

    public void Check()
    {
        foreach (IrInstruction instruction in cfg.ReversePostorder.SelectMany(static block => block.Instructions))
        {
            if (instruction is { Op: IrOp.CallHelper, Helper: HelperId.TimerInit or HelperId.TimerSetCallback or HelperId.TimerStart or HelperId.TimerCancel })
            {
                CheckHelper(instruction);
            }
            else if (module.Maps.Any(static map => ValueFields.IsIn(map, ValueTimer.TypeName)))
            {
                CheckUse(instruction);
            }
        }
    }

    private void CheckHelper(IrInstruction call)
    {
        if (!timers.IsAt(call.Operands[0]))
        {
            report.Add("BPF0315", call, "a timer lies in the value of a hash map, an LRU map or an array, and nowhere else");
        }
        else if (call.Helper == HelperId.TimerInit && !MemoryExtents.ValueRoots(call.Operands[0]).All(root => IsFrom(root, call.Operands[1])))
        {
            report.Add("BPF0315", call, "the map must be the one in whose value the timer lies");
        }
        else if (Callbacks.Of(call) is { } callback && Callbacks.MapOf(call, extents) is { } map)
        {
            CheckMethod(call, callback, map);
        }
    }

    /// <summary>The kernel gives the method the entry's key and value, whatever the method takes them for.</summary>
    private void CheckMethod(IrInstruction call, IrFunction callback, IrMap map)
    {
        IReadOnlyList<CallbackParameter> parameters = Callbacks.ParametersOf(call.Helper)!;
        for (int i = 0; i < parameters.Count; i++)
        {
            (string role, DataType? given) = parameters[i] == CallbackParameter.Key ? ("key", map.Key) : ("value", map.Value);
            if (callback.Parameters[i].Target is { } taken && given is not null && (taken.Name, taken.Size) != (given.Name, given.Size))
            {
                report.Add("BPF0315", call, $"its method takes a {role} of type '{taken.Name}', and the map's is '{given.Name}'");
                return;
            }
        }
    }

    private void CheckUse(IrInstruction instruction)
    {
        if (timers.IsPassed(instruction))
        {
            report.Add("BPF0315", instruction, "a value with a timer is passed to a method that is not inlined, where nobody knows of the timer");
        }
        else if (timers.IsTouchedBy(instruction))
        {
            report.Add("BPF0315", instruction, "a timer can only be made ready, started and cancelled, not read, written or copied");
        }
    }

    private bool IsFrom(IrValue root, IrValue map) => root is IrInstruction lookup
        ? lookup.Operands[0] == map || (map is IrInstruction { Op: IrOp.MapAddress } named && lookup.Operands[0] is IrInstruction { Op: IrOp.MapAddress } other && other.Symbol == named.Symbol)
        : map is IrInstruction { Op: IrOp.MapAddress } && extents.MapOfValue(root) == extents.MapOf(map);
}
