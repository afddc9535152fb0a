using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace CSharpBpf;

/// <summary>
/// The managed twin of bpf_timer_*. A timer that is ready holds its number in its first 8 bytes; where an entry is replaced the number is gone, and with it the timer.
/// </summary>
internal sealed unsafe class ManagedTimers(BpfEnvironment environment)
{
    private const int InvalidArgument = -22;
    private const int Busy = -16;
    private const int Deadlock = -35;

    private readonly Dictionary<ulong, ManagedTimer> timers = [];
    private ManagedTimer? running;
    private ulong made;

    private delegate void Body(byte* key, byte* value);

    public int Init(ulong* timer, IEntryBackend entries, BpfClock clock)
    {
        if (clock is not (BpfClock.Realtime or BpfClock.Monotonic or BpfClock.Boottime))
        {
            return InvalidArgument;
        }

        if (Find(timer) is not null)
        {
            return Busy;
        }

        *timer = ++made;
        timers.Add(made, new ManagedTimer(timer, entries));
        return 0;
    }

    public int SetCallback<TKey, TValue>(ulong* timer, TimerBody<TKey, TValue> body)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        if (Find(timer) is not { } known)
        {
            return InvalidArgument;
        }

        known.Body = (key, value) => body(in Unsafe.AsRef<TKey>(key), ref Unsafe.AsRef<TValue>(value));
        return 0;
    }

    public int Start(ulong* timer, ulong nanoseconds, ulong flags)
    {
        if (flags != 0 || Find(timer) is not { Body: not null } known)
        {
            return InvalidArgument;
        }

        ulong start = ++known.Starts;
        known.IsStarted = true;
        ulong number = *timer;
        environment.StartTimer(nanoseconds, () => Expire(number, known, start));
        return 0;
    }

    public int Cancel(ulong* timer)
    {
        if (Find(timer) is not { } known)
        {
            return InvalidArgument;
        }

        if (known == running)
        {
            return Deadlock;
        }

        bool wasStarted = known.IsStarted;
        known.IsStarted = false;
        return wasStarted ? 1 : 0;
    }

    /// <summary>The timer at an address, if it is ready; a value that was copied elsewhere has none.</summary>
    private ManagedTimer? Find(ulong* timer) => timers.TryGetValue(*timer, out ManagedTimer? known) && known.Address == timer ? known : null;

    private void Expire(ulong number, ManagedTimer timer, ulong start)
    {
        if (!timer.IsStarted || timer.Starts != start)
        {
            return;
        }

        timer.IsStarted = false;
        byte[] keyBytes = new byte[timer.Entries.Definition.KeySize];
        fixed (byte* key = keyBytes)
        {
            if (!timer.Entries.TryFindEntry((byte*)timer.Address, key, out byte* value) || *timer.Address != number)
            {
                timers.Remove(number);
                return;
            }

            running = timer;
            try
            {
                timer.Body!(key, value);
            }
            finally
            {
                running = null;
            }
        }
    }

    private sealed class ManagedTimer(ulong* address, IEntryBackend entries)
    {
        public ulong* Address => address;

        public IEntryBackend Entries => entries;

        public Body? Body { get; set; }

        public bool IsStarted { get; set; }

        public ulong Starts { get; set; }
    }
}
