using System;
using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>bpf_loop and bpf_for_each_map_elem: they call a function of the program until it returns something other than 0.</summary>
internal static unsafe class CallbackHelpers
{
    // BPF_MAX_LOOPS.
    private const uint MaximumTrips = 8 * 1024 * 1024;

    public static void Register(HelperRegistry registry)
    {
        registry.Register(HelperId.Loop, Loop);
        registry.Register(HelperId.ForEachMapElem, ForEachMapElem);
    }

    private static ulong Loop(VmHelperCall call)
    {
        uint count = (uint)call.Argument(1);
        ulong function = call.Argument(2);
        ulong context = call.Argument(3);
        if (call.Argument(4) != 0)
        {
            return Result(-Errno.Invalid);
        }

        if (count > MaximumTrips)
        {
            return Result(-Errno.TooBig);
        }

        for (uint index = 0; index < count; index++)
        {
            if (!call.TryCallBack(function, 2, out ulong result, index, context) || result != 0)
            {
                return index + 1;
            }
        }

        return count;
    }

    private static ulong ForEachMapElem(VmHelperCall call)
    {
        ulong handle = call.Argument(1);
        ulong function = call.Argument(2);
        ulong context = call.Argument(3);
        if (!call.TryGetMap(1, out VmMapBinding map))
        {
            return 0;
        }

        if (call.Argument(4) != 0 || map.Map.Definition.Type is not (MapType.Hash or MapType.LruHash or MapType.PerCpuHash or MapType.LruPerCpuHash or MapType.Array or MapType.PerCpuArray))
        {
            return Result(-Errno.Invalid);
        }

        ulong visited = 0;
        foreach (byte[] key in Keys(map))
        {
            MemoryRegion memory = call.Machine.KeyMemory();
            key.CopyTo(new Span<byte>(memory.Host, key.Length));
            ulong value = map.AddressOf(map.Map.Peek(memory.Host, call.Cpu));
            if (value == 0)
            {
                continue;
            }

            visited++;
            if (!call.TryCallBack(function, 2, out ulong result, handle, memory.Base, value, context) || result != 0)
            {
                break;
            }
        }

        return visited;
    }

    /// <summary>All keys there are at the start: a callback may remove entries.</summary>
    private static List<byte[]> Keys(VmMapBinding map)
    {
        var keys = new List<byte[]>();
        byte[] next = new byte[map.Map.Definition.KeySize];
        byte[]? current = null;
        while (true)
        {
            fixed (byte* from = current)
            fixed (byte* to = next)
            {
                if (!map.Map.TryGetNextKey(from, to))
                {
                    return keys;
                }
            }

            current = [.. next];
            keys.Add(current);
        }
    }

    private static ulong Result(int error) => unchecked((ulong)(long)error);
}
