using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Maps and globals as text, for comparison; called by the generated classes.</summary>
public static class FuzzDump
{
    public static string Variable<T>(string name, T value)
        where T : unmanaged => $"{name} = {Hex(value)}\n";

    public static string Map<T>(string name, ArrayMap<T> map)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(map);
        return string.Concat(map.Select((value, index) => $"{name}[{index}] = {Hex(value)}\n"));
    }

    public static string Map<TKey, TValue>(string name, KeyedMap<TKey, TValue> map)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        ArgumentNullException.ThrowIfNull(map);
        return Lines(name, map.Select(static entry => $"[{Hex(entry.Key)}] = {Hex(entry.Value)}"));
    }

    /// <summary>The sum over all CPUs: programs only add, and which CPU they run on is the kernel's choice.</summary>
    public static string Map(string name, PerCpuArrayMap<ulong> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return string.Concat(Enumerable.Range(0, map.Length).Select(index => $"{name}[{index}] = {Sum(map.GetAllCpuValues((uint)index))}\n"));
    }

    /// <inheritdoc cref="Map(string, PerCpuArrayMap{ulong})"/>
    public static string Map<TKey>(string name, PerCpuHashMap<TKey, ulong> map)
        where TKey : unmanaged
    {
        ArgumentNullException.ThrowIfNull(map);
        return Lines(name, map.Select(static entry => $"[{Hex(entry.Key)}] = {Sum(entry.Value)}"));
    }

    /// <summary>The records that came since the last look.</summary>
    public static string Ring<T>(string name, RingBuffer<T> ring)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(ring);
        string records = "";
        for (int i = 0; ring.TryRead(out T record); i++)
        {
            records += $"{name}[{i}] = {Hex(record)}\n";
        }

        return records;
    }

    /// <inheritdoc cref="Ring{T}(string, RingBuffer{T})"/>
    public static string Ring(string name, RingBuffer ring)
    {
        ArgumentNullException.ThrowIfNull(ring);
        string records = "";
        for (int i = 0; ring.TryReadBytes(out byte[]? record); i++)
        {
            records += $"{name}[{i}] = {Convert.ToHexStringLower(record)}\n";
        }

        return records;
    }

    /// <summary>What would be taken next.</summary>
    public static string Front<T>(string name, SequenceMap<T> sequence)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return sequence.TryPeek(out T value) ? $"{name} = {Hex(value)}\n" : "";
    }

    private static string Lines(string name, IEnumerable<string> entries) => string.Concat(entries.Order(StringComparer.Ordinal).Select(entry => name + entry + "\n"));

    private static string Sum(ulong[] values) => values.Aggregate(0ul, static (sum, value) => unchecked(sum + value)).ToString("x", System.Globalization.CultureInfo.InvariantCulture);

    private static string Hex<T>(T value)
        where T : unmanaged => Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
}
