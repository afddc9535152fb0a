namespace CSharpBpf;

/// <summary>What a <see cref="BpfObject"/> is at a time.</summary>
public enum BpfObjectState
{
    /// <summary>Not loaded: maps and globals are memory of this process; program methods run as plain C#.</summary>
    New,

    /// <summary>Loaded into a virtual machine of its own, on the same memory.</summary>
    Virtual,

    /// <summary>Loaded into the kernel.</summary>
    Kernel,

    /// <summary>Disposed.</summary>
    Disposed,
}

/// <summary>Where an object is loaded to.</summary>
public enum BpfTarget
{
    /// <summary>The running Linux kernel.</summary>
    Kernel,

    /// <summary>A virtual machine in this process: no privileges, any operating system.</summary>
    Virtual,
}
