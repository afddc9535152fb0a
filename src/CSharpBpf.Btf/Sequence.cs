using System.Collections.Generic;

namespace CSharpBpf.Btf;

/// <summary>Element-wise equality, so that types holding lists are values like the rest.</summary>
internal static class Sequence
{
    public static bool Equal<T>(IReadOnlyList<T> left, IReadOnlyList<T> right)
        where T : struct
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        for (int i = 0; i < left.Count; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    public static int Hash<T>(IReadOnlyList<T> items, int seed)
        where T : struct
    {
        int hash = seed;
        for (int i = 0; i < items.Count; i++)
        {
            hash = unchecked((hash * 31) + items[i].GetHashCode());
        }

        return hash;
    }
}
