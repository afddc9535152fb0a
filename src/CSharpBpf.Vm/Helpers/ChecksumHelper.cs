using System;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>
/// bpf_csum_diff as it is since kernel 6.13. Earlier kernels return a sum that folds to the same 16 bits but may be wider, and take
/// only lengths that are multiples of 4; a program that folds sees no difference.
/// </summary>
internal static unsafe class ChecksumHelper
{
    public static ulong CsumDiff(VmHelperCall call)
    {
        uint fromSize = (uint)call.Argument(2);
        uint toSize = (uint)call.Argument(4);
        byte* from = null;
        byte* to = null;
        if ((fromSize != 0 && !call.TryGetMemory(1, fromSize, AccessRights.Read, out from)) || (toSize != 0 && !call.TryGetMemory(3, toSize, AccessRights.Read, out to)))
        {
            return 0;
        }

        return InternetSum.Difference(new ReadOnlySpan<byte>(from, (int)fromSize), new ReadOnlySpan<byte>(to, (int)toSize), (uint)call.Argument(5));
    }
}
