using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Vm;
using CSharpBpf.Vm.Maps;
using Xunit;

namespace CSharpBpf.Core.Tests.Vm;

/// <summary>What the kernel comparison does not see: stable addresses, eviction, many entries, threads, refusals.</summary>
public sealed unsafe class MapTests
{
    [Fact]
    public void ValuesStayWhereTheyAre()
    {
        using HashMap map = new(VmTestObject.Map(MapType.Hash, 4, 8, 1000));
        uint key = 1;
        ulong value = 42;
        Assert.Equal(0, map.Update((byte*)&key, (byte*)&value, MapUpdateFlags.Any, 0));
        ulong* first = (ulong*)map.Lookup((byte*)&key, 0);
        for (uint other = 2; other <= 1000; other++)
        {
            Assert.Equal(0, map.Update((byte*)&other, (byte*)&value, MapUpdateFlags.Any, 0));
        }

        value = 43;
        Assert.Equal(0, map.Update((byte*)&key, (byte*)&value, MapUpdateFlags.Exist, 0));
        Assert.True(first == map.Lookup((byte*)&key, 0));
        Assert.Equal(43ul, *first);
    }

    [Fact]
    public void AHashMapIsADictionary()
    {
        const int Entries = 5000;
        using HashMap map = new(VmTestObject.Map(MapType.Hash, 12, 4, Entries));
        Dictionary<(uint, uint, uint), uint> model = [];
        Random random = new(1);
        uint* key = stackalloc uint[3];
        for (int i = 0; i < 100_000; i++)
        {
            key[0] = (uint)random.Next(40);
            key[1] = (uint)random.Next(40) << 16;
            key[2] = (uint)random.Next(8);
            (uint, uint, uint) modelKey = (key[0], key[1], key[2]);
            uint value = (uint)i;
            switch (random.Next(5))
            {
                case < 2:
                    bool fits = model.ContainsKey(modelKey) || model.Count < Entries;
                    Assert.Equal(fits ? 0 : -Errno.TooBig, map.Update((byte*)key, (byte*)&value, MapUpdateFlags.Any, 0));
                    if (fits)
                    {
                        model[modelKey] = value;
                    }

                    break;
                case < 4:
                    byte* found = map.Lookup((byte*)key, 0);
                    Assert.Equal(model.TryGetValue(modelKey, out uint expected), found != null);
                    Assert.True(found == null || *(uint*)found == expected);
                    break;
                default:
                    Assert.Equal(model.Remove(modelKey) ? 0 : -Errno.NoEntry, map.Delete((byte*)key));
                    break;
            }

            Assert.Equal(model.Count, (int)map.Count);
        }
    }

    [Fact]
    public void LruGivesUpWhatWasNotUsed()
    {
        using LruHashMap map = new(VmTestObject.Map(MapType.LruHash, 4, 4, 4));
        for (uint key = 0; key < 4; key++)
        {
            Insert(map, key);
        }

        Assert.True(Contains(map, 0, isUse: true));
        Assert.True(Contains(map, 2, isUse: true));
        Assert.True(Contains(map, 1, isUse: false));
        Insert(map, 10);
        Insert(map, 11);
        Assert.Equal([0u, 2, 10, 11], Keys(map));

        // Their second chances are spent, and 0 is the oldest again.
        Insert(map, 12);
        Assert.Equal([2u, 10, 11, 12], Keys(map));
    }

    [Fact]
    public void LruNeverFillsUp()
    {
        using LruHashMap map = new(VmTestObject.Map(MapType.LruHash, 4, 4, 64));
        Random random = new(2);
        for (int i = 0; i < 20_000; i++)
        {
            uint key = (uint)random.Next(500);
            if (random.Next(4) == 0)
            {
                map.Delete((byte*)&key);
            }
            else
            {
                Insert(map, key);
                Assert.True(Contains(map, key, isUse: random.Next(2) == 0));
            }

            Assert.True(map.Count <= 64);
            Assert.Equal((int)map.Count, Keys(map).Length);
        }
    }

    [Fact]
    public void ANewPerCpuEntryIsZeroOnTheOtherCpus()
    {
        using PerCpuHashMap map = new(VmTestObject.Map(MapType.PerCpuHash, 4, 8, 1), 3);
        uint key = 7;
        ulong value = 5;
        for (int round = 0; round < 2; round++)
        {
            Assert.Equal(0, map.Update((byte*)&key, (byte*)&value, MapUpdateFlags.NoExist, 1));
            Assert.Equal(0ul, *(ulong*)map.Lookup((byte*)&key, 0));
            Assert.Equal(5ul, *(ulong*)map.Lookup((byte*)&key, 1));
            Assert.Equal(0ul, *(ulong*)map.Lookup((byte*)&key, 2));
            Assert.Equal(0, map.Update((byte*)&key, (byte*)&value, MapUpdateFlags.Any, 2));
            Assert.Equal(0, map.Delete((byte*)&key));
        }
    }

    [Fact]
    public void ReadersFindStableEntriesWhileWritersChurn()
    {
        const uint Stable = 100;
        using HashMap map = new(VmTestObject.Map(MapType.Hash, 8, 8, 256));
        for (ulong key = 0; key < Stable; key++)
        {
            Assert.Equal(0, map.Update((byte*)&key, (byte*)&key, MapUpdateFlags.NoExist, 0));
        }

        int misses = 0;
        int stop = 0;
        Thread[] readers = Start(_ =>
        {
            while (Volatile.Read(ref stop) == 0)
            {
                for (ulong key = 0; key < Stable; key++)
                {
                    ulong* value = (ulong*)map.Lookup((byte*)&key, 0);
                    if (value == null || *value != key)
                    {
                        Interlocked.Increment(ref misses);
                    }
                }
            }
        });
        Thread[] writers = Start(writer =>
        {
            for (ulong i = 0; i < 50_000; i++)
            {
                ulong key = 1000 + ((ulong)writer * 1_000_000) + i;
                if (map.Update((byte*)&key, (byte*)&i, MapUpdateFlags.Any, 0) != 0 || map.Delete((byte*)&key) != 0)
                {
                    Interlocked.Increment(ref misses);
                }
            }
        });
        Join(writers);
        Volatile.Write(ref stop, 1);
        Join(readers);
        Assert.Equal(0, misses);
        Assert.Equal(Stable, map.Count);
    }

    [Theory]
    [InlineData(MapType.Array, 8, 4, 1u, 0u, "32-bit index")]
    [InlineData(MapType.Hash, 4, 4, 0u, 0u, "max_entries 0")]
    [InlineData(MapType.Hash, 0, 4, 1u, 0u, "key size 0")]
    [InlineData(MapType.LruHash, 4, 4, 1u, 1u, "BPF_F_NO_PREALLOC")]
    [InlineData(MapType.Array, 4, 4, 1u, 1u, "flags 0x1")]
    [InlineData(MapType.Array, 4, 1 << 20, 1u << 20, 0u, "4 GiB")]
    [InlineData(MapType.Arena, 4, 4, 1u, 0u, "no maps of type Arena")]
    public void Refusals(MapType type, int keySize, int valueSize, uint maxEntries, uint flags, string reason)
    {
        MapSpec definition = VmTestObject.Map(type, keySize, valueSize, maxEntries, flags: flags);
        VmLoadException exception = Assert.Throws<VmLoadException>(() => new MapRegistry().Create(definition, 1));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Contains("'map'", exception.Message, StringComparison.Ordinal);
    }

    private static Thread[] Start(Action<int> work)
    {
        Thread[] threads = [.. Enumerable.Range(0, 2).Select(number => new Thread(() => work(number)))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        return threads;
    }

    private static void Join(Thread[] threads)
    {
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
    }

    private static void Insert(IVmMap map, uint key) => Assert.Equal(0, map.Update((byte*)&key, (byte*)&key, MapUpdateFlags.Any, 0));

    private static bool Contains(IVmMap map, uint key, bool isUse) => (isUse ? map.Lookup((byte*)&key, 0) : map.Peek((byte*)&key, 0)) != null;

    private static uint[] Keys(IVmMap map)
    {
        List<uint> keys = [];
        uint key = 0;
        bool isFirst = true;
        while (map.TryGetNextKey(isFirst ? null : (byte*)&key, (byte*)&key))
        {
            isFirst = false;
            keys.Add(key);
        }

        keys.Sort();
        return [.. keys];
    }
}
