using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// A lock in the value of a hash map or an array (struct bpf_spin_lock, kernel 5.1): one field of the value's struct. What several CPUs change together is
/// changed while it is held, for a short time: nothing can be called then, and one lock is held at a time. Tracing programs and socket filters have no locks.
/// User space does not see it; it reads and writes values without it.
/// </summary>
public struct BpfSpinLock
{
    private uint value;

    /// <summary>Takes the lock until the result is disposed: <c>using (account.Lock.EnterScope()) { ... }</c>.</summary>
    [KernelSide]
    [UnscopedRef]
    public Scope EnterScope()
    {
        Enter();
        return new Scope(ref this);
    }

    /// <summary>Takes the lock; waits while another CPU holds it.</summary>
    [KernelSide]
    public unsafe void Enter() => SpinLockHelpers.Lock((uint*)Unsafe.AsPointer(ref value));

    /// <summary>Gives the lock back.</summary>
    [KernelSide]
    public unsafe void Exit() => SpinLockHelpers.Unlock((uint*)Unsafe.AsPointer(ref value));

    /// <summary>A lock that is held.</summary>
    public readonly ref struct Scope
    {
        private readonly ref BpfSpinLock held;

        internal Scope(ref BpfSpinLock held)
        {
            this.held = ref held;
        }

        /// <summary>Gives the lock back.</summary>
        public void Dispose() => held.Exit();
    }
}

/// <summary>The kernel's helpers of locks.</summary>
internal static unsafe class SpinLockHelpers
{
    [BpfHelper(HelperId.SpinLock)]
    public static void Lock(uint* value)
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref *value, 1, 0) != 0)
        {
            spin.SpinOnce();
        }
    }

    [BpfHelper(HelperId.SpinUnlock)]
    public static void Unlock(uint* value) => Volatile.Write(ref *value, 0);
}
