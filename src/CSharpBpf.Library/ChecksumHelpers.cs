using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's helper of sums that is no member of a context; the body is what it does since kernel 6.13.</summary>
internal static unsafe class ChecksumHelpers
{
    [BpfHelper(HelperId.CsumDiff)]
    public static long Difference(byte* from, uint fromLength, byte* to, uint toLength, uint seed) =>
        InternetSum.Difference(new ReadOnlySpan<byte>(from, (int)fromLength), new ReadOnlySpan<byte>(to, (int)toLength), seed);
}
