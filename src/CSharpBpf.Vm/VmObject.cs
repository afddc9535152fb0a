using System.Collections.Generic;
using CSharpBpf.Object;
using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Vm;

/// <summary>An object that was loaded into a virtual machine.</summary>
public sealed class VmObject
{
    internal VmObject(ObjectSpec spec, IReadOnlyDictionary<string, IVmMap> maps, IReadOnlyDictionary<string, VmProgram> programs)
    {
        Spec = spec;
        Maps = maps;
        Programs = programs;
    }

    /// <summary>The blueprint.</summary>
    public ObjectSpec Spec { get; }

    /// <summary>The maps by name, and the data sections by section name as arrays of one entry.</summary>
    public IReadOnlyDictionary<string, IVmMap> Maps { get; }

    /// <summary>The programs by name.</summary>
    public IReadOnlyDictionary<string, VmProgram> Programs { get; }
}
