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

        byte* from = null;
        byte* to = null;
        if ((fromSize != 0 && !call.TryGetMemory(1, fromSize, AccessRights.Read, out from)) || (toSize != 0 && !call.TryGetMemory(3, toSize, AccessRights.Read, out to)))
        {
            return 0;
        }

        // Zero has two representations in ones' complement; the order of complements decides which comes out, so it is the kernel's.
        uint seed = (uint)call.Argument(5);
        uint sum = (fromSize, toSize) switch
        {
            (0, 0) => seed,
            (0, _) => Add(Sum(to, toSize), seed),
            (_, 0) => ~Add(Sum(from, fromSize), ~seed),
            _ => Add(Add(Sum(to, toSize), seed), ~Sum(from, fromSize)),
        };
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)(sum + (sum >> 16));
    }

    private static uint Add(uint left, uint right) => Fold32((ulong)left + right);

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
