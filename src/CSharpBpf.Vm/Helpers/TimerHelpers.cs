using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>bpf_timer_init, bpf_timer_set_callback, bpf_timer_start and bpf_timer_cancel. The environment's clock makes timers expire.</summary>
internal static unsafe class TimerHelpers
{
    private const uint TimerSize = 16;

    // CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME: here they go at the same speed, and only the time from a start to its end counts.
    private const ulong Realtime = 0;
    private const ulong Monotonic = 1;
    private const ulong Boottime = 7;

    // BPF_F_TIMER_ABS, BPF_F_TIMER_CPU_PIN.
    private const ulong Absolute = 1;
    private const ulong PinToCpu = 2;

    public static void Register(HelperRegistry registry)
    {
        registry.Register(HelperId.TimerInit, Init);
        registry.Register(HelperId.TimerSetCallback, SetCallback);
        registry.Register(HelperId.TimerStart, Start);
        registry.Register(HelperId.TimerCancel, Cancel);
    }

    private static ulong Init(VmHelperCall call)
    {
        if (!TryGetTimer(call, out ulong* timer) || !call.TryGetMap(2, out VmMapBinding map))
        {
            return 0;
        }

        if (!call.Machine.TryGetMapOfValue(call.Argument(1), out VmMapBinding owner) || owner != map)
        {
            return call.Fault("argument 1 of bpf_timer_init is not in a value of the map that argument 2 is");
        }

        return Result(call.Argument(3) is Realtime or Monotonic or Boottime ? call.Machine.Timers.Init(timer, map) : -Errno.Invalid);
    }

    private static ulong SetCallback(VmHelperCall call) =>
        TryGetTimer(call, out ulong* timer) && call.Machine.TryGetFunction(call.Argument(2), 2, out int slot)
            ? Result(call.Machine.Timers.SetCallback(timer, call.Machine.Program, slot))
            : 0;

    private static ulong Start(VmHelperCall call)
    {
        if (!TryGetTimer(call, out ulong* timer))
        {
            return 0;
        }

        ulong flags = call.Argument(3);
        if ((flags & ~(Absolute | PinToCpu)) != 0)
        {
            return Result(-Errno.Invalid);
        }

        ulong time = call.Argument(2);
        ulong passed = (flags & Absolute) != 0 ? call.Environment.MonotonicNanoseconds : 0;
        return Result(call.Machine.Timers.Start(timer, time > passed ? time - passed : 0));
    }

    private static ulong Cancel(VmHelperCall call) => TryGetTimer(call, out ulong* timer) ? Result(call.Machine.Timers.Cancel(timer)) : 0;

    private static bool TryGetTimer(VmHelperCall call, out ulong* timer)
    {
        bool isThere = call.TryGetMemory(1, TimerSize, AccessRights.ReadWrite, out byte* memory);
        timer = (ulong*)memory;
        return isThere;
    }

    private static ulong Result(int result) => unchecked((ulong)(long)result);
}
