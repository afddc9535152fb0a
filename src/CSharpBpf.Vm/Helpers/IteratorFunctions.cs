using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>bpf_iter_num_new, bpf_iter_num_next and bpf_iter_num_destroy (kernel/bpf/bpf_iter.c, v6.12).</summary>
internal static unsafe class IteratorFunctions
{
    // BPF_MAX_LOOPS.
    private const long MaximalCount = 8 * 1024 * 1024;

    public static void Register(HelperRegistry registry)
    {
        registry.Register(KernelFunctionId.IterNumNew, New);
        registry.Register(KernelFunctionId.IterNumNext, Next);
        registry.Register(KernelFunctionId.IterNumDestroy, Destroy);
    }

    private static ulong New(VmHelperCall call)
    {
        if (!TryGetState(call, out State* state))
        {
            return 0;
        }

        int start = (int)call.Argument(2);
        int end = (int)call.Argument(3);
        long count = (long)end - start;
        *state = count is >= 0 and <= MaximalCount ? new State { Current = unchecked(start - 1), End = end } : default;
        return count < 0 ? Result(-Errno.Invalid) : count > MaximalCount ? Result(-Errno.TooBig) : 0;
    }

    private static ulong Next(VmHelperCall call)
    {
        if (!TryGetState(call, out State* state))
        {
            return 0;
        }

        if (unchecked(state->Current + 1) >= state->End)
        {
            *state = default;
            return 0;
        }

        state->Current = unchecked(state->Current + 1);
        return call.Argument(1);
    }

    private static ulong Destroy(VmHelperCall call)
    {
        if (TryGetState(call, out State* state))
        {
            *state = default;
        }

        return 0;
    }

    private static bool TryGetState(VmHelperCall call, out State* state)
    {
        bool isThere = call.TryGetMemory(1, KernelFunctionTable.NumberIteratorSize, AccessRights.ReadWrite, out byte* memory);
        state = (State*)memory;
        return isThere;
    }

    private static ulong Result(int error) => unchecked((ulong)(long)error);

    /// <summary>struct bpf_iter_num_kern: where it is, and where it ends.</summary>
    private struct State
    {
        public int Current;
        public int End;
    }
}
