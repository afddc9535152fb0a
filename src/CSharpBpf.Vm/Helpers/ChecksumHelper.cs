using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>
/// bpf_csum_diff as it is since kernel 6.13: the ones' complement sum of what came minus what went, folded to 16 bits. Earlier kernels return a sum
/// that folds to the same 16 bits but may be wider; a program that folds sees no difference.
/// </summary>
internal static unsafe class ChecksumHelper
{
    public static ulong CsumDiff(VmHelperCall call)
    {
        uint fromSize = (uint)call.Argument(2);
        uint toSize = (uint)call.Argument(4);
        if (((fromSize | toSize) & 3) != 0)
        {
            return unchecked((ulong)(long)-Errno.Invalid);
        }

        ulong sum = (uint)call.Argument(5);
        if (fromSize != 0)
        {
            if (!call.TryGetMemory(1, fromSize, AccessRights.Read, out byte* from))
            {
                return 0;
            }

            // Subtraction in ones' complement is addition of the complement; 32 bits at a time, as the carries are folded later.
            sum += (uint)~Sum(from, fromSize);
        }

        if (toSize != 0)
        {
            if (!call.TryGetMemory(3, toSize, AccessRights.Read, out byte* to))
            {
                return 0;
            }

            sum += Sum(to, toSize);
        }

        uint folded = Fold32(sum);
        folded = (folded & 0xffff) + (folded >> 16);
        return (ushort)(folded + (folded >> 16));
    }

    private static uint Sum(byte* data, uint size)
    {
        ulong sum = 0;
        for (uint i = 0; i < size; i += sizeof(uint))
        {
            sum += *(uint*)(data + i);
        }

        return Fold32(sum);
    }

    private static uint Fold32(ulong sum)
    {
        sum = (uint)sum + (sum >> 32);
        return (uint)(sum + (sum >> 32));
    }
}
