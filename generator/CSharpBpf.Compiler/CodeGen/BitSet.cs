using System.Collections.Generic;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>A set of small numbers.</summary>
internal sealed class BitSet
{
    private readonly ulong[] words;

    public BitSet(int capacity) => words = new ulong[(capacity + 63) / 64];

    private BitSet(ulong[] words) => this.words = words;

    public bool Contains(int member) => (words[member >> 6] & (1ul << (member & 63))) != 0;

    public void Add(int member) => words[member >> 6] |= 1ul << (member & 63);

    public void Remove(int member) => words[member >> 6] &= ~(1ul << (member & 63));

    public BitSet Clone() => new((ulong[])words.Clone());

    /// <summary>True if that added something.</summary>
    public bool UnionWith(BitSet other)
    {
        ulong added = 0;
        for (int i = 0; i < words.Length; i++)
        {
            added |= other.words[i] & ~words[i];
            words[i] |= other.words[i];
        }

        return added != 0;
    }

    /// <summary>this = used | (passed - defined); true if that changed it.</summary>
    public bool BecomeUseOrPassed(BitSet used, BitSet passed, BitSet defined)
    {
        bool changed = false;
        for (int i = 0; i < words.Length; i++)
        {
            ulong word = used.words[i] | (passed.words[i] & ~defined.words[i]);
            changed |= word != words[i];
            words[i] = word;
        }

        return changed;
    }

    /// <summary>The members, ascending.</summary>
    public IEnumerable<int> Members()
    {
        for (int i = 0; i < words.Length; i++)
        {
            int member = i << 6;
            for (ulong rest = words[i]; rest != 0; rest >>= 1, member++)
            {
                if ((rest & 1) != 0)
                {
                    yield return member;
                }
            }
        }
    }
}
