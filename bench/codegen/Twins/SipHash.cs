using System.Numerics;
using CSharpBpf;
using CSharpBpf.Net;

namespace Twins;

/// <summary>The state of SipHash: four words.</summary>
public struct SipState
{
    private ulong v0;
    private ulong v1;
    private ulong v2;
    private ulong v3;

    public SipState(ulong k0, ulong k1)
    {
        v0 = k0 ^ 0x736F6D6570736575;
        v1 = k1 ^ 0x646F72616E646F6D;
        v2 = k0 ^ 0x6C7967656E657261;
        v3 = k1 ^ 0x7465646279746573;
    }

    public void Add(ulong word)
    {
        v3 ^= word;
        Round();
        Round();
        v0 ^= word;
    }

    public ulong Finish()
    {
        v2 ^= 0xFF;
        Round();
        Round();
        Round();
        Round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void Round()
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}

/// <summary>Twin of k3_siphash.c: SipHash-2-4 of the 64 bytes behind the Ethernet header, folded to 32 bits.</summary>
[BpfLicense("Dual MIT/GPL")]
public sealed partial class SipHash : BpfObject
{
    private const int Words = 8;
    private const int Length = Words * sizeof(ulong);

    [XdpProgram(Name = "siphash")]
    public XdpAction Run(XdpContext ctx)
    {
        PacketCursor packet = ctx.Packet;
        if (!packet.TryRead(out EthernetHeader _))
        {
            return 0;
        }

        var state = new SipState(0x0706050403020100, 0x0F0E0D0C0B0A0908);
        for (int i = 0; i < Words; i++)
        {
            if (!packet.TryRead(out ulong word))
            {
                return 0;
            }

            state.Add(word);
        }

        state.Add((ulong)Length << 56);
        ulong hash = state.Finish();
        return (XdpAction)((uint)hash ^ (uint)(hash >> 32));
    }
}
