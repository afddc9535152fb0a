using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace CSharpBpf;

/// <summary>The managed twin of bpf_for_each_map_elem.</summary>
internal static unsafe class EntryWalk
{
    public static long ForEach<TKey, TValue, TContext>(IEntryBackend entries, EntryBody<TKey, TValue, TContext> body, ref TContext context)
        where TKey : unmanaged
        where TValue : unmanaged
        where TContext : unmanaged
    {
        long visited = 0;
        foreach (TKey key in Keys<TKey>(entries))
        {
            TKey current = key;
            byte* value = entries.GetValueAddress((byte*)&current);
            if (value == null)
            {
                continue;
            }

            visited++;
            if (body(in current, ref Unsafe.AsRef<TValue>(value), ref context) != LoopAction.Continue)
            {
                break;
            }
        }

        return visited;
    }

    /// <summary>All keys there are at the start: the method may remove entries.</summary>
    private static List<TKey> Keys<TKey>(IEntryBackend entries)
        where TKey : unmanaged
    {
        var keys = new List<TKey>();
        TKey key = default;
        bool any = entries.TryGetNextKey(null, (byte*)&key);
        while (any)
        {
            keys.Add(key);
            any = entries.TryGetNextKey((byte*)&key, (byte*)&key);
        }

        return keys;
    }
}
