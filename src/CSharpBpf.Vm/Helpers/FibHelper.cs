using System;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>bpf_fib_lookup: the environment knows the routes.</summary>
internal static unsafe class FibHelper
{
    // sizeof(struct bpf_fib_lookup).
    private const uint ParametersSize = 64;

    public static ulong LookUp(VmHelperCall call)
    {
        if (call.Argument(1) != (call.Xdp?.Context.Base ?? call.Skb?.Context.Base))
        {
            return call.Fault($"argument 1 of {call.Machine.CurrentHelperName} is 0x{call.Argument(1):x}, which is not the context of a run with a packet");
        }

        uint size = (uint)call.Argument(3);
        if (!call.TryGetMemory(2, size, AccessRights.ReadWrite, out byte* parameters))
        {
            return 0;
        }

        return size < ParametersSize
            ? unchecked((ulong)-Errno.Invalid)
            : unchecked((ulong)call.Environment.LookUpRoute(new Span<byte>(parameters, (int)ParametersSize), (uint)call.Argument(4), (uint?)call.Skb?.Length));
    }
}
