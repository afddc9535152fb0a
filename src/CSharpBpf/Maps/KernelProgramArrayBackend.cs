using System;
using CSharpBpf.Loading;

namespace CSharpBpf.Maps;

/// <summary>A table of programs in the kernel.</summary>
internal sealed class KernelProgramArrayBackend(KernelMap map, MapDefinition definition) : IProgramArrayBackend, IKernelBackend
{
    public MapDefinition Definition { get; } = definition;

    public KernelMap Map => map;

    public Delegate GetMethod(uint index) => throw new InvalidOperationException(
        $"Program array '{Definition.Name}' is in the kernel: only programs jump into it. Load the object with BpfTarget.Virtual to run program code here.");

    public void Set(uint index, object program)
    {
        var added = (BpfProgram)program;
        map.SetProgram(index, added.Owner.RequireKernel($"put program '{added.Name}' into '{Definition.Name}'").Program(added.Name), Definition.Name);
    }

    public bool Remove(uint index) => map.RemoveProgram(index, Definition.Name);
}
