using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using CSharpBpf.Vm.Maps;
using Xunit;

namespace CSharpBpf.Core.Tests.Vm;

/// <summary>The same random operations on a map of the running kernel and on the virtual machine's: the same results and the same contents.</summary>
public sealed unsafe class MapAgainstKernelTests
{
    private const int Operations = 3000;

    [SkippableTheory]
    [InlineData(MapType.Array, 4, 5, 7u, 0u)]
    [InlineData(MapType.Array, 4, 64, 1u, 0u)]
    [InlineData(MapType.PerCpuArray, 4, 12, 5u, 0u)]
    [InlineData(MapType.Hash, 1, 8, 20u, 0u)]
    [InlineData(MapType.Hash, 4, 3, 16u, 0u)]
    [InlineData(MapType.Hash, 8, 16, 40u, 1u)]
    [InlineData(MapType.Hash, 13, 24, 30u, 0u)]
    [InlineData(MapType.PerCpuHash, 4, 8, 16u, 0u)]
    [InlineData(MapType.PerCpuHash, 6, 5, 10u, 0u)]
    [InlineData(MapType.LpmTrie, 5, 4, 40u, 1u)]
    [InlineData(MapType.LpmTrie, 8, 8, 12u, 1u)]
    [InlineData(MapType.LpmTrie, 20, 3, 30u, 1u)]
    public void SameOperationsSameResults(MapType type, int keySize, int valueSize, uint maxEntries, uint flags)
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        MapSpec definition = VmTestObject.Map(type, keySize, valueSize, maxEntries, flags: flags);
        bool isPerCpu = type is MapType.PerCpuArray or MapType.PerCpuHash;
        int cpus = isPerCpu ? RunningKernel.PossibleCpuCount : 1;
        using KernelProbeMap kernel = KernelProbe.CreateMap(type, keySize, valueSize, (int)maxEntries, flags);
        using IVmMap map = new MapRegistry().Create(definition, cpus);
        Random random = new(keySize + (valueSize * 31) + (int)maxEntries);
        int size = isPerCpu ? cpus * map.ValueStride : valueSize;
        byte[] key = new byte[keySize];
        byte[] value = new byte[size];
        byte[] kernelValue = new byte[size];
        byte[] vmValue = new byte[size];
        for (int i = 0; i < Operations; i++)
        {
            NextKey(random, type, key, (int)maxEntries);
            string what = $"operation {i}, key {Convert.ToHexString(key)}";
            switch (random.Next(4))
            {
                case 0:
                    int expected = kernel.Lookup(key, kernelValue);
                    Assert.True(expected == Read(map, key, vmValue), what);
                    if (expected == 0)
                    {
                        AssertSameValues(map, kernelValue, vmValue, what);
                    }

                    break;
                case 1:
                    Assert.True(kernel.Delete(key) == Delete(map, key), what);
                    break;
                default:
                    random.NextBytes(value);
                    ulong updateFlags = random.Next(3) == 0 ? (ulong)random.Next(5) : 0;
                    int kernelResult = kernel.Update(key, value, updateFlags);
                    fixed (byte* k = key, v = value)
                    {
                        Assert.True(kernelResult == map.UpdateAllCpus(k, v, (MapUpdateFlags)updateFlags), $"{what}, update flags {updateFlags}: kernel {kernelResult}");
                    }

                    break;
            }
        }

        Assert.Equal(KernelKeys(kernel, keySize), VmKeys(map, keySize));
    }

    private static void NextKey(Random random, MapType type, byte[] key, int maxEntries)
    {
        key.AsSpan().Clear();
        if (type != MapType.LpmTrie)
        {
            key[random.Next(4) == 0 ? key.Length - 1 : 0] = (byte)random.Next(maxEntries * 2);
            return;
        }

        // Few different bits, so that prefixes meet; now and then a length that is too long.
        int bits = (key.Length - sizeof(uint)) * 8;
        key[0] = (byte)(random.Next(20) == 0 ? bits + 1 : random.Next(3) == 0 ? bits : random.Next(bits + 1));
        for (int i = sizeof(uint); i < key.Length; i++)
        {
            key[i] = (byte)(random.Next(2) * (1 << random.Next(8)));
        }
    }

    private static int Read(IVmMap map, byte[] key, byte[] value)
    {
        fixed (byte* k = key)
        {
            for (int cpu = 0; cpu < map.CpuCount; cpu++)
            {
                byte* found = map.Peek(k, cpu);
                if (found == null)
                {
                    return -2;
                }

                new ReadOnlySpan<byte>(found, map.Definition.ValueSize).CopyTo(value.AsSpan(cpu * map.ValueStride));
            }

            return 0;
        }
    }

    private static int Delete(IVmMap map, byte[] key)
    {
        fixed (byte* k = key)
        {
            return map.Delete(k);
        }
    }

    private static void AssertSameValues(IVmMap map, byte[] expected, byte[] actual, string what)
    {
        // Between per-CPU values lie padding bytes that mean nothing.
        for (int cpu = 0; cpu < map.CpuCount; cpu++)
        {
            Range range = new(cpu * map.ValueStride, (cpu * map.ValueStride) + map.Definition.ValueSize);
            Assert.True(expected.AsSpan(range).SequenceEqual(actual.AsSpan(range)), what);
        }
    }

    private static string[] KernelKeys(KernelProbeMap map, int keySize)
    {
        List<string> keys = [];
        byte[] key = [];
        byte[] next = new byte[keySize];
        while (map.NextKey(key, next) == 0)
        {
            keys.Add(Convert.ToHexString(next));
            key = [.. next];
        }

        return [.. keys.Order(StringComparer.Ordinal)];
    }

    private static string[] VmKeys(IVmMap map, int keySize)
    {
        List<string> keys = [];
        byte[] key = new byte[keySize];
        bool isFirst = true;
        fixed (byte* k = key)
        {
            while (map.TryGetNextKey(isFirst ? null : k, k))
            {
                isFirst = false;
                keys.Add(Convert.ToHexString(key));
            }
        }

        Assert.Equal((int)map.Count, keys.Count);
        return [.. keys.Order(StringComparer.Ordinal)];
    }
}
