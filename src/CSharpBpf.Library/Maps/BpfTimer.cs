using System.Runtime.CompilerServices;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// A timer in the value of a hash map, an LRU map or an array (struct bpf_timer, kernel 5.15; GPL-compatible programs only): one field of the value's struct. It
/// calls a method of the program with the entry it lies in, once for each <see cref="Start"/>. Replacing or removing the entry ends it. Tracing programs have no
/// timers. What user space reads of it means nothing. In plain C# and in the virtual machine time passes by <see cref="BpfEnvironment.Advance"/>.
/// </summary>
/// <remarks>All methods return 0 or a negated error number, as the kernel's helpers.</remarks>
public unsafe struct BpfTimer
{
    private fixed ulong opaque[2];

    /// <summary>Makes it ready, once (bpf_timer_init).</summary>
    /// <param name="map">The map in whose value it lies.</param>
    /// <param name="clock">What it counts by.</param>
    /// <returns>0; -16 (-EBUSY) if it is ready already; -1 (-EPERM) if no process holds the map.</returns>
    [KernelSide]
    public int Init(BpfMap map, BpfClock clock = BpfClock.Monotonic) => (int)TimerHelpers.Init((ulong*)Unsafe.AsPointer(ref opaque[0]), map, clock);

    /// <summary>Says what it calls (bpf_timer_set_callback).</summary>
    /// <typeparam name="TKey">The map's key.</typeparam>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <param name="body">A lambda, local function or method that uses no variables of the method around it.</param>
    /// <returns>0, or -22 (-EINVAL) if it is not ready.</returns>
    [KernelSide]
    [BpfHelper(HelperId.TimerSetCallback)]
    public int SetCallback<TKey, TValue>(TimerBody<TKey, TValue> body)
        where TKey : unmanaged
        where TValue : unmanaged => BpfEnvironment.Current.Timers.SetCallback((ulong*)Unsafe.AsPointer(ref opaque[0]), body);

    /// <summary>Calls the method after a time; if it was started already, that no longer counts (bpf_timer_start).</summary>
    /// <param name="nanoseconds">How long from now.</param>
    /// <returns>0, or -22 (-EINVAL) if it is not ready or has no method.</returns>
    [KernelSide]
    public int Start(ulong nanoseconds) => (int)TimerHelpers.Start((ulong*)Unsafe.AsPointer(ref opaque[0]), nanoseconds, 0);

    /// <summary>Takes the start back; waits while the method runs on another CPU (bpf_timer_cancel).</summary>
    /// <returns>1 if it was started; 0 if not; -22 (-EINVAL) if it is not ready; -35 (-EDEADLK) in the method itself.</returns>
    [KernelSide]
    public int Cancel() => (int)TimerHelpers.Cancel((ulong*)Unsafe.AsPointer(ref opaque[0]));
}

/// <summary>What a timer counts by (clockid_t).</summary>
public enum BpfClock : ulong
{
    /// <summary>The time of day, which can be set.</summary>
    Realtime = 0,

    /// <summary>Since boot, without suspend.</summary>
    Monotonic = 1,

    /// <summary>Since boot.</summary>
    Boottime = 7,
}

/// <summary>What a timer calls.</summary>
/// <typeparam name="TKey">The map's key.</typeparam>
/// <typeparam name="TValue">The map's value.</typeparam>
/// <param name="key">The key of the entry whose timer it is.</param>
/// <param name="value">Its value in the map itself.</param>
public delegate void TimerBody<TKey, TValue>(in TKey key, ref TValue value)
    where TKey : unmanaged
    where TValue : unmanaged;

/// <summary>The kernel's helpers of timers.</summary>
internal static unsafe class TimerHelpers
{
    [BpfHelper(HelperId.TimerInit)]
    public static long Init(ulong* timer, BpfMap map, BpfClock clock) => BpfEnvironment.Current.Timers.Init(timer, map.Entries, clock);

    [BpfHelper(HelperId.TimerStart)]
    public static long Start(ulong* timer, ulong nanoseconds, ulong flags) => BpfEnvironment.Current.Timers.Start(timer, nanoseconds, flags);

    [BpfHelper(HelperId.TimerCancel)]
    public static long Cancel(ulong* timer) => BpfEnvironment.Current.Timers.Cancel(timer);
}
