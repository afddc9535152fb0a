using System;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Loading;
using CSharpBpf.Maps;
using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Virtual;

/// <summary>Copies a map's entries from this process's memory into the kernel.</summary>
internal static unsafe class EntryCopy
{
    public static void Copy(IVmMap source, KernelMapBackend target)
    {
        MapDefinition definition = target.Definition;
        MapTypeInfo type = MapTypeTable.Get(definition.Type);
        byte[] keys = new byte[definition.KeySize * 2];
        byte[] values = new byte[definition.ValueSize * target.CpuCount];
        fixed (byte* key = keys)
        fixed (byte* value = values)
        {
            byte* next = key + definition.KeySize;
            for (bool any = source.TryGetNextKey(null, next); any; any = source.TryGetNextKey(key, next))
            {
                new ReadOnlySpan<byte>(next, definition.KeySize).CopyTo(new Span<byte>(key, definition.KeySize));
                for (int cpu = 0; cpu < (type.IsPerCpu ? target.CpuCount : 1); cpu++)
                {
                    var destination = new Span<byte>(value + (cpu * definition.ValueSize), definition.ValueSize);
                    byte* found = cpu < source.CpuCount ? source.Peek(key, cpu) : null;
                    if (found != null)
                    {
                        new ReadOnlySpan<byte>(found, definition.ValueSize).CopyTo(destination);
                    }
                    else
                    {
                        destination.Clear();
                    }
                }

                // An array's entries are all there from the start; the zero ones need no call.
                if (type.Key == MapKeyRule.UInt32 && values.AsSpan().IndexOfAnyExcept((byte)0) < 0)
                {
                    continue;
                }

                int result = type.IsPerCpu ? target.UpdateAllCpus(key, value, MapUpdateMode.Any) : target.Update(key, value, MapUpdateMode.Any);
                if (result < 0)
                {
                    throw KernelErrors.Create($"Copying the entries of map '{definition.Name}' into the kernel", result);
                }
            }
        }
    }
}
