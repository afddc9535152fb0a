using System.Threading;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>bpf_spin_lock and bpf_spin_unlock. Host code can hold a lock for a while; a program that waits for itself would wait without end.</summary>
internal static unsafe class SpinLockHelpers
{
    private const int MaximalSpins = 10_000;

    public static void Register(HelperRegistry registry)
    {
        registry.Register(HelperId.SpinLock, Lock);
        registry.Register(HelperId.SpinUnlock, Unlock);
    }

    private static ulong Lock(VmHelperCall call)
    {
        if (!call.TryGetMemory(1, sizeof(uint), AccessRights.ReadWrite, out byte* value))
        {
            return 0;
        }

        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref *(uint*)value, 1, 0) != 0)
        {
            if (spin.Count == MaximalSpins)
            {
                return call.Fault("argument 1 of bpf_spin_lock is a lock that is held and not given back");
            }

            spin.SpinOnce(sleep1Threshold: -1);
        }

        return 0;
    }

    private static ulong Unlock(VmHelperCall call)
    {
        if (!call.TryGetMemory(1, sizeof(uint), AccessRights.ReadWrite, out byte* value))
        {
            return 0;
        }

        return Interlocked.Exchange(ref *(uint*)value, 0) != 0 ? 0 : call.Fault("argument 1 of bpf_spin_unlock is a lock that is not held");
    }
}
