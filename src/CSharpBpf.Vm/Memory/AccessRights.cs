using System;

namespace CSharpBpf.Vm.Memory;

/// <summary>What a program may do with a region. Host code is not bound by it.</summary>
[Flags]
public enum AccessRights
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Load.</summary>
    Read = 1,

    /// <summary>Store.</summary>
    Write = 2,

    /// <summary>Load, store and atomic operations.</summary>
    ReadWrite = Read | Write,
}
