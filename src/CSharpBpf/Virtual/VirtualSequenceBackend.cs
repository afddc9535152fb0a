using CSharpBpf.Loading;
using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Virtual;

/// <summary>A queue's or a stack's values in the virtual machine's memory; before Load too.</summary>
internal sealed unsafe class VirtualSequenceBackend(SequenceMap map, MapDefinition definition) : ISequenceBackend, IVirtualBackend
{
    public MapDefinition Definition { get; } = definition;

    public IVmMap Map => map;

    public int Push(byte* value, MapUpdateMode mode) => map.Push(value, (MapUpdateFlags)mode);

    public int Pop(byte* value) => map.Take(value, isRemoved: true);

    public int Peek(byte* value) => map.Take(value, isRemoved: false);

    /// <summary>Pushes the values into the kernel's map, the oldest first.</summary>
    public static void Copy(SequenceMap source, KernelMap target)
    {
        byte[] bytes = new byte[source.Definition.ValueSize];
        fixed (byte* value = bytes)
        {
            for (uint i = 0; i < source.Count; i++)
            {
                source.Read(i, value);
                int result = target.Update(null, value, 0);
                if (result < 0)
                {
                    throw KernelErrors.Create($"Copying the values of map '{source.Definition.Name}' into the kernel", result);
                }
            }
        }
    }
}
