using System;
using System.Collections.Generic;
using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Vm;

/// <summary>How an object is loaded.</summary>
public sealed class VmLoadOptions
{
    internal static readonly VmLoadOptions Default = new();

    /// <summary>
    /// Maps to use instead of new ones, by the name in the object; a data section counts as a map of one entry under its section name. The types and
    /// sizes must be the object's. Their contents are left alone, and they stay the caller's to dispose, after the virtual machine.
    /// </summary>
    public IReadOnlyDictionary<string, IVmMap> Maps { get; init; } = new Dictionary<string, IVmMap>(StringComparer.Ordinal);
}
