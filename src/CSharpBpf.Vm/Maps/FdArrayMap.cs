using System.Runtime.CompilerServices;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;

namespace CSharpBpf.Vm.Maps;

/// <summary>
/// Arrays of things that are not bytes: BPF_MAP_TYPE_PROG_ARRAY (a value is a <see cref="VmProgram.Id"/>), ARRAY_OF_MAPS (a value is what
/// <see cref="BpfVm.AddMap(IVmMap)"/> gives), DEVMAP, CPUMAP and XSKMAP (a value is an
/// interface index, a queue size or a socket, as far as bpf_redirect_map's verdict needs it). A first word of zero is an empty place, so entries can be deleted.
/// </summary>
/// <param name="definition">The blueprint.</param>
public sealed unsafe class FdArrayMap(MapSpec definition) : ArrayMap(definition)
{
    /// <inheritdoc/>
    public override byte* Lookup(byte* key, int cpu)
    {
        byte* value = base.Lookup(key, cpu);
        return value == null || *(uint*)value == 0 ? null : value;
    }

    /// <summary>Empties a place. An array of programs or maps answers -E2BIG out of range and -ENOENT for an empty place, the others -EINVAL and 0.</summary>
    public override int Delete(byte* key)
    {
        bool holdsDescriptors = Definition.Type is MapType.ProgArray or MapType.ArrayOfMaps;
        byte* value = base.Lookup(key, 0);
        if (value == null)
        {
            return holdsDescriptors ? -Errno.TooBig : -Errno.Invalid;
        }

        if (*(uint*)value == 0)
        {
            return holdsDescriptors ? -Errno.NoEntry : 0;
        }

        Unsafe.InitBlockUnaligned(value, 0, (uint)Definition.ValueSize);
        return 0;
    }
}
