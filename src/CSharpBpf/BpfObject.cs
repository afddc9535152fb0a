using System;
using System.ComponentModel;

namespace CSharpBpf;

/// <summary>
/// The base of every BPF class: one class is one BPF object, its members are the object's maps, globals and programs.
/// Open (new), configure (initialiser, options), <see cref="Load"/>, attach; Dispose detaches and frees.
/// </summary>
public abstract class BpfObject : IDisposable
{
    /// <summary>What the object is now.</summary>
    public BpfObjectState State { get; private set; }

    /// <summary>The world its programs see in the virtual machine.</summary>
    public BpfEnvironment Environment { get; } = new();

    /// <summary>What the generator knows of the class. Overridden in generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract BpfObjectDefinition Definition { get; }

    /// <summary>Puts the object into the kernel or into a virtual machine of its own.</summary>
    /// <param name="target">Where to.</param>
    public void Load(BpfTarget target = BpfTarget.Kernel) => throw new NotSupportedException(target.ToString());

    /// <inheritdoc/>
    public void Dispose()
    {
        State = BpfObjectState.Disposed;
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes the values of the [BpfConst] members. Overridden in generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void WriteConstants(BpfConstantWriter writer)
    {
    }

    /// <summary>The map at an index of the definition. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected TMap GetMap<TMap>(int index)
        where TMap : BpfMap => throw new NotSupportedException();

    /// <summary>The global at an index of the definition. For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref T GetGlobal<T>(int index)
        where T : unmanaged => throw new NotSupportedException();
}

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
