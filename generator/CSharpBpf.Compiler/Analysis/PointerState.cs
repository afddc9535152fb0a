using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>What is proven about a packet pointer: so many bytes from it on, and so many before it, are in the packet.</summary>
internal readonly record struct PacketFact(int Range, int Back)
{
    /// <summary>What holds for a pointer that may be either.</summary>
    public PacketFact And(PacketFact other) => new(Math.Min(Range, other.Range), Math.Min(Back, other.Back));
}

/// <summary>
/// What holds for pointers at one point, on every path to it. A packet pointer (or packet end) without a fact may not be used: it is from before the packet moved.
/// </summary>
internal sealed class PointerState
{
    private readonly Dictionary<IrValue, PacketFact> packets;
    private readonly HashSet<IrValue> notNull;

    public PointerState()
    {
        packets = [];
        notNull = [];
    }

    private PointerState(PointerState other)
    {
        packets = new Dictionary<IrValue, PacketFact>(other.packets);
        notNull = [.. other.notNull];
    }

    public PointerState Copy() => new(this);

    public bool TryPacket(IrValue root, out PacketFact fact) => packets.TryGetValue(root, out fact);

    public void SetPacket(IrValue root, PacketFact fact) => packets[root] = fact;

    public void ForgetPacket(IrValue root) => packets.Remove(root);

    /// <summary>The packet moved: no pointer into it is valid any longer.</summary>
    public void ForgetPackets() => packets.Clear();

    public bool IsNotNull(IrValue pointer) => notNull.Contains(pointer);

    public void SetNotNull(IrValue pointer) => notNull.Add(pointer);

    /// <summary>Forgets what the value was in an earlier trip of a loop.</summary>
    public void Redefine(IrValue value)
    {
        packets.Remove(value);
        notNull.Remove(value);
    }

    /// <summary>Keeps what holds in both states.</summary>
    public void Join(PointerState other)
    {
        notNull.IntersectWith(other.notNull);
        foreach (IrValue root in new List<IrValue>(packets.Keys))
        {
            if (other.packets.TryGetValue(root, out PacketFact fact))
            {
                packets[root] = packets[root].And(fact);
            }
            else
            {
                packets.Remove(root);
            }
        }
    }

    /// <summary>Gives up the ranges that differ, so that a loop which takes away a little in each trip settles.</summary>
    public void Widen(PointerState before)
    {
        foreach (IrValue root in new List<IrValue>(packets.Keys))
        {
            if (before.packets.TryGetValue(root, out PacketFact fact) && fact != packets[root])
            {
                packets[root] = new PacketFact(fact.Range == packets[root].Range ? fact.Range : 0, fact.Back == packets[root].Back ? fact.Back : 0);
            }
        }
    }

    public bool SameAs(PointerState other)
    {
        if (packets.Count != other.packets.Count || !notNull.SetEquals(other.notNull))
        {
            return false;
        }

        foreach (KeyValuePair<IrValue, PacketFact> pair in packets)
        {
            if (!other.packets.TryGetValue(pair.Key, out PacketFact fact) || fact != pair.Value)
            {
                return false;
            }
        }

        return true;
    }
}
