using System.Collections.Generic;

namespace CSharpBpf.Vm;

/// <summary>
/// The timers in the values of a virtual machine's maps (struct bpf_timer). One that is ready holds its number in its first 8 bytes. Where an entry is replaced or
/// removed the number is gone, or the entry is, and with it the timer: the kernel cancels it then.
/// </summary>
internal sealed unsafe class Timers(BpfVm vm)
{
    private readonly Dictionary<ulong, Timer> timers = [];
    private Timer? running;
    private ulong made;

    public int Init(ulong* memory, VmMapBinding map)
    {
        if (Find(memory) is not null)
        {
            return -Errno.Busy;
        }

        *memory = ++made;
        timers.Add(made, new Timer(memory, map));
        return 0;
    }

    public int SetCallback(ulong* memory, VmProgram program, int slot)
    {
        if (Find(memory) is not { } timer)
        {
            return -Errno.Invalid;
        }

        timer.Program = program;
        timer.Slot = slot;
        return 0;
    }

    public int Start(ulong* memory, ulong nanoseconds)
    {
        if (Find(memory) is not { Program: not null } timer)
        {
            return -Errno.Invalid;
        }

        ulong start = ++timer.Starts;
        timer.IsStarted = true;
        ulong number = *memory;
        vm.Environment.StartTimer(nanoseconds, () => Expire(number, timer, start));
        return 0;
    }

    public int Cancel(ulong* memory)
    {
        if (Find(memory) is not { } timer)
        {
            return -Errno.Invalid;
        }

        if (timer == running)
        {
            return -Errno.Deadlock;
        }

        bool wasStarted = timer.IsStarted;
        timer.IsStarted = false;
        return wasStarted ? 1 : 0;
    }

    /// <summary>The timer in memory, if it is ready; a value that was copied elsewhere has none.</summary>
    private Timer? Find(ulong* memory) => timers.TryGetValue(*memory, out Timer? timer) && timer.Memory == memory ? timer : null;

    private void Expire(ulong number, Timer timer, ulong start)
    {
        if (vm.IsDisposed || !timer.IsStarted || timer.Starts != start)
        {
            return;
        }

        timer.IsStarted = false;
        byte[] key = new byte[timer.Map.Map.Definition.KeySize];
        byte* value;
        fixed (byte* keyBytes = key)
        {
            if (!timer.Map.Map.TryFindEntry((byte*)timer.Memory, keyBytes, out value) || *timer.Memory != number)
            {
                timers.Remove(number);
                return;
            }
        }

        running = timer;
        try
        {
            if (vm.RunTimer(timer.Program!, timer.Slot, timer.Map, key, timer.Map.AddressOf(value)).Fault is { } fault)
            {
                throw new VmFaultException(fault);
            }
        }
        finally
        {
            running = null;
        }
    }

    private sealed class Timer(ulong* memory, VmMapBinding map)
    {
        public ulong* Memory => memory;

        public VmMapBinding Map => map;

        public VmProgram? Program { get; set; }

        public int Slot { get; set; }

        public bool IsStarted { get; set; }

        public ulong Starts { get; set; }
    }
}
