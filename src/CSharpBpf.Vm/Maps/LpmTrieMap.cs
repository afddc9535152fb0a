using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using CSharpBpf.Object;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Maps;

/// <summary>BPF_MAP_TYPE_LPM_TRIE: entries are prefixes, and a lookup finds the longest one that the key begins with.</summary>
/// <remarks>
/// A key is a prefix length in bits (32 bits, host byte order) and data whose most significant bits come first.
/// Laws. A node's prefix is a proper prefix of its children's, and the bit behind it says which child. A node without an element is a branch and has
/// two children, so there are fewer branches than elements. A change makes <see cref="version"/> odd meanwhile: a reader believes what it found only
/// if the version stayed the same and even.
/// </remarks>
public sealed unsafe class LpmTrieMap : VmMap
{
    private const MapFlags AllowedFlags = MapFlags.NoPrealloc | MapFlags.NumaNode | MapFlags.ReadOnlyUser | MapFlags.WriteOnlyUser
        | MapFlags.ReadOnlyProgram | MapFlags.WriteOnlyProgram;

    private const int LargestKey = sizeof(uint) + 256;
    private const uint NoNode = 0;
    private const uint NoElement = uint.MaxValue;

    private readonly Lock gate = new();
    private readonly HostMemory memory;
    private readonly Node* nodes;
    private readonly uint* freeNodes;
    private readonly uint* freeElements;
    private readonly byte* prefixes;
    private readonly int dataSize;
    private readonly uint longest;
    private uint freeNodeCount;
    private uint freeElementCount;
    private uint count;
    private int version;

    /// <summary>Makes an empty map.</summary>
    /// <exception cref="VmLoadException">The definition is not one the kernel would take.</exception>
    public LpmTrieMap(MapSpec definition)
        : base(definition, 1, AllowedFlags, null)
    {
        if (((MapFlags)definition.Flags & MapFlags.NoPrealloc) == 0)
        {
            throw Refused(definition, "an LPM trie must have BPF_F_NO_PREALLOC");
        }

        if (definition.KeySize is <= sizeof(uint) or > LargestKey)
        {
            throw Refused(definition, $"its key is a 32-bit prefix length and 1 to 256 bytes, not {definition.KeySize} bytes");
        }

        dataSize = definition.KeySize - sizeof(uint);
        longest = (uint)dataSize * 8;
        ulong entries = definition.MaxEntries;
        ulong nodeCount = (entries * 2) + 1;
        memory = new HostMemory((nodeCount * (ulong)(sizeof(Node) + sizeof(uint) + dataSize)) + (entries * sizeof(uint)));
        nodes = (Node*)memory.Pointer;
        freeNodes = (uint*)(nodes + nodeCount);
        freeElements = freeNodes + nodeCount;
        prefixes = (byte*)(freeElements + entries);
        for (ulong node = nodeCount - 1; node > NoNode; node--)
        {
            freeNodes[freeNodeCount++] = (uint)node;
        }

        for (ulong element = entries; element > 0; element--)
        {
            freeElements[freeElementCount++] = (uint)element - 1;
        }
    }

    /// <inheritdoc/>
    public override uint Count => Volatile.Read(ref count);

    // The first node's first child is the root.
    private uint* Root => &nodes[NoNode].Zero;

    /// <inheritdoc/>
    public override byte* Lookup(byte* key, int cpu)
    {
        while (true)
        {
            int before = Volatile.Read(ref version);
            uint element = FindLongest(key);
            if (before == Volatile.Read(ref version) && (before & 1) == 0)
            {
                return element == NoElement ? null : ValueAt(element, 0);
            }

            Thread.SpinWait(1);
        }
    }

    /// <inheritdoc/>
    public override int Update(byte* key, byte* value, MapUpdateFlags flags, int cpu)
    {
        if (flags > MapUpdateFlags.Exist || LengthOf(key) > longest)
        {
            return -Errno.Invalid;
        }

        lock (gate)
        {
            uint* slot = FindSlot(key, out uint common);
            uint found = *slot;
            bool isThere = found != NoNode && nodes[found].Length == common;
            if (isThere && nodes[found].Element != NoElement)
            {
                if (flags == MapUpdateFlags.NoExist)
                {
                    return -Errno.Exists;
                }

                // The bits behind the prefix are the new key's from now on, as in the kernel.
                CopyPrefix(found, key + sizeof(uint));
                CopyValue(ValueAt(nodes[found].Element, 0), value);
                return 0;
            }

            if (flags == MapUpdateFlags.Exist)
            {
                return -Errno.NoEntry;
            }

            if (count == Definition.MaxEntries)
            {
                return -Errno.NoSpace;
            }

            uint element = freeElements[--freeElementCount];
            CopyValue(ValueAt(element, 0), value);
            Interlocked.Increment(ref version);
            if (isThere)
            {
                CopyPrefix(found, key + sizeof(uint));
                nodes[found].Element = element;
            }
            else
            {
                Insert(slot, key, common, element);
            }

            count++;
            Interlocked.Increment(ref version);
            return 0;
        }
    }

    /// <inheritdoc/>
    public override int UpdateAllCpus(byte* key, byte* values, MapUpdateFlags flags) => Update(key, values, flags, 0);

    /// <inheritdoc/>
    public override int Delete(byte* key)
    {
        if (LengthOf(key) > longest)
        {
            return -Errno.Invalid;
        }

        lock (gate)
        {
            uint* above = null;
            uint* slot = Root;
            while (*slot != NoNode && nodes[*slot].Length < LengthOf(key) && CommonBits(*slot, key) == nodes[*slot].Length)
            {
                above = slot;
                slot = Child(*slot, Bit(key + sizeof(uint), nodes[*slot].Length));
            }

            if (*slot == NoNode || nodes[*slot].Element == NoElement || nodes[*slot].Length != LengthOf(key) || CommonBits(*slot, key) != LengthOf(key))
            {
                return -Errno.NoEntry;
            }

            Interlocked.Increment(ref version);
            freeElements[freeElementCount++] = nodes[*slot].Element;
            nodes[*slot].Element = NoElement;
            count--;
            Shorten(slot, above);
            Interlocked.Increment(ref version);
            return 0;
        }
    }

    /// <inheritdoc/>
    public override bool TryGetNextKey(byte* key, byte* nextKey)
    {
        lock (gate)
        {
            uint next = key == null || LengthOf(key) > longest ? FirstBelow(*Root) : Next(key);
            if (next == NoNode)
            {
                return false;
            }

            *(uint*)nextKey = nodes[next].Length;
            Unsafe.CopyBlockUnaligned(nextKey + sizeof(uint), PrefixOf(next), (uint)dataSize);
            return true;
        }
    }

    private protected override void ReleaseIndex() => memory.Dispose();

    private static uint LengthOf(byte* key) => *(uint*)key;

    private static int Bit(byte* data, uint index) => (data[index / 8] >> (7 - (int)(index % 8))) & 1;

    private byte* PrefixOf(uint node) => prefixes + ((ulong)node * (ulong)dataSize);

    private uint* Child(uint node, int bit) => bit == 0 ? &nodes[node].Zero : &nodes[node].One;

    private uint FindLongest(byte* key)
    {
        uint element = NoElement;
        uint node = LengthOf(key) > longest ? NoNode : Volatile.Read(ref *Root);
        for (uint step = 0; node != NoNode && step <= longest; step++)
        {
            uint length = nodes[node].Length;
            if (CommonBits(node, key) < length)
            {
                break;
            }

            element = nodes[node].Element != NoElement ? nodes[node].Element : element;
            if (length >= longest)
            {
                break;
            }

            node = Volatile.Read(ref *Child(node, Bit(key + sizeof(uint), length)));
        }

        return element;
    }

    /// <summary>How many bits a node's prefix and the key begin with alike.</summary>
    private uint CommonBits(uint node, byte* key)
    {
        uint limit = Math.Min(nodes[node].Length, LengthOf(key));
        byte* left = PrefixOf(node);
        byte* right = key + sizeof(uint);
        for (uint at = 0; at < limit; at += 8)
        {
            uint different = (uint)(left[at / 8] ^ right[at / 8]);
            if (different != 0)
            {
                return Math.Min(limit, at + (uint)BitOperations.LeadingZeroCount(different) - 24);
            }
        }

        return limit;
    }

    /// <summary>Where the key's node is, or would be put before what is there.</summary>
    private uint* FindSlot(byte* key, out uint common)
    {
        uint* slot = Root;
        common = 0;
        while (*slot != NoNode)
        {
            uint length = nodes[*slot].Length;
            common = CommonBits(*slot, key);
            if (common != length || length == LengthOf(key))
            {
                break;
            }

            slot = Child(*slot, Bit(key + sizeof(uint), length));
        }

        return slot;
    }

    private void Insert(uint* slot, byte* key, uint common, uint element)
    {
        uint length = LengthOf(key);
        uint below = *slot;
        uint added = Make(key + sizeof(uint), length, element);
        if (below == NoNode)
        {
            *slot = added;
        }
        else if (common == length)
        {
            *Child(added, Bit(PrefixOf(below), length)) = below;
            *slot = added;
        }
        else
        {
            uint branch = Make(key + sizeof(uint), common, NoElement);
            int bit = Bit(key + sizeof(uint), common);
            *Child(branch, bit) = added;
            *Child(branch, 1 - bit) = below;
            *slot = branch;
        }
    }

    private uint Make(byte* data, uint length, uint element)
    {
        uint node = freeNodes[--freeNodeCount];
        nodes[node] = new Node { Length = length, Element = element };
        CopyPrefix(node, data);
        return node;
    }

    private void CopyPrefix(uint node, byte* data) => Unsafe.CopyBlockUnaligned(PrefixOf(node), data, (uint)dataSize);

    /// <summary>Takes out a node that lost its element, and the branch above it that it leaves with one child.</summary>
    private void Shorten(uint* slot, uint* above)
    {
        uint node = *slot;
        if (nodes[node].Zero != NoNode && nodes[node].One != NoNode)
        {
            return;
        }

        uint only = nodes[node].Zero != NoNode ? nodes[node].Zero : nodes[node].One;
        if (only == NoNode && above != null && nodes[*above].Element == NoElement)
        {
            uint branch = *above;
            *above = nodes[branch].Zero == node ? nodes[branch].One : nodes[branch].Zero;
            freeNodes[freeNodeCount++] = branch;
        }
        else
        {
            *slot = only;
        }

        freeNodes[freeNodeCount++] = node;
    }

    /// <summary>The order is the kernel's: below a prefix come first those that go on with 0, then with 1, then the prefix itself.</summary>
    private uint Next(byte* key)
    {
        uint next = NoNode;
        uint node = *Root;
        while (node != NoNode && CommonBits(node, key) == nodes[node].Length)
        {
            uint length = nodes[node].Length;
            if (length == LengthOf(key))
            {
                return nodes[node].Element != NoElement ? next : FirstBelow(*Root);
            }

            int bit = Bit(key + sizeof(uint), length);
            next = bit == 0 && nodes[node].One != NoNode ? FirstBelow(nodes[node].One) : nodes[node].Element != NoElement ? node : next;
            node = *Child(node, bit);
        }

        return FirstBelow(*Root);
    }

    private uint FirstBelow(uint node)
    {
        while (node != NoNode)
        {
            uint child = nodes[node].Zero != NoNode ? nodes[node].Zero : nodes[node].One;
            if (child == NoNode)
            {
                break;
            }

            node = child;
        }

        return node;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Node
    {
        public uint Zero;
        public uint One;
        public uint Length;
        public uint Element;
    }
}
