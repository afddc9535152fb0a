using System;
using System.Collections.Generic;
using System.Linq;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Packets for a generated class: at least an Ethernet header, which the kernel asks for; too short, just long enough, longer.</summary>
internal static class FuzzPackets
{
    private const int Shortest = 14;

    private static readonly byte[] Boundaries = [0x00, 0xFF, 0x7F, 0x80, 0x01];

    public static IEnumerable<byte[]> Create(FuzzSource source, int count)
    {
        Random random = new(~source.Seed);
        for (int i = 0; i < count; i++)
        {
            int length = i % 4 == 0 ? source.Lengths[random.Next(source.Lengths.Count)] - random.Next(2) : random.Next(3) == 0 ? random.Next(Shortest, 64) : 128;
            byte[] packet = new byte[Math.Max(Shortest, length)];
            random.NextBytes(packet);
            int boundaries = random.Next(3);
            foreach (int at in Enumerable.Range(0, packet.Length).Where(_ => random.Next(3) < boundaries))
            {
                packet[at] = Boundaries[random.Next(Boundaries.Length)];
            }

            // The kernel runs no socket buffer that says IP and has no whole header.
            if (packet[12] is 0x08 or 0x86 && packet[13] is 0x00 or 0xDD && packet.Length < 54)
            {
                packet[13] = 1;
            }

            yield return packet;
        }
    }
}
