using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Threading;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Loading;
using CSharpBpf.Maps;
using CSharpBpf.Object;
using CSharpBpf.Programs;
using CSharpBpf.Sys;
using CSharpBpf.Virtual;

namespace CSharpBpf;

/// <summary>
/// The base of every BPF class: one class is one BPF object, its members are the object's maps, globals and programs.
/// Open (new), configure (initialiser, globals, map entries), <see cref="Load"/>, attach; <see cref="Dispose()"/> detaches and frees.
/// Before Load, maps and globals are memory of this process and program methods run as plain C#; what they hold then goes with the object
/// to where it is loaded. Not safe for concurrent Load and Dispose; maps and globals are as safe as BPF's own.
/// </summary>
public abstract class BpfObject : IDisposable
{
    /// <summary>Where maps are pinned if nothing else is said.</summary>
    public const string DefaultPinDirectory = "/sys/fs/bpf";

    private readonly Lock making = new();
    private readonly BpfMap?[] maps;
    private readonly List<BpfLink> links = [];
    private VirtualObject? memory;
    private KernelObject? kernel;

    /// <summary>Opens the object: nothing is loaded yet.</summary>
    protected BpfObject()
    {
        maps = new BpfMap?[Definition.Maps.Count];
    }

    /// <summary>What the object is now.</summary>
    public BpfObjectState State { get; private set; }

    /// <summary>The directory of the BPF file system that maps with <see cref="BpfMapAttribute.Pin"/> are pinned in.</summary>
    public string PinDirectory { get; init; } = DefaultPinDirectory;

    /// <summary>The world its programs see in the virtual machine.</summary>
    public BpfEnvironment Environment { get; } = new();

    /// <summary>What the generator knows of the class. Overridden in generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract BpfObjectDefinition Definition { get; }

    private ObjectSpec Spec => Definition.Spec;

    /// <summary>Where maps and globals live before Load, and with the virtual target after it.</summary>
    private VirtualObject Memory
    {
        get
        {
            ObjectDisposedException.ThrowIf(State == BpfObjectState.Disposed, this);
            return memory ?? MakeMemory();
        }
    }

    /// <summary>
    /// Puts the object into the kernel or into a virtual machine of its own: maps with what they hold, globals with their values, constants as
    /// set, all programs. All or nothing: if it throws, the object is as before.
    /// </summary>
    /// <param name="target">Where to.</param>
    /// <exception cref="InvalidOperationException">The object is loaded already.</exception>
    /// <exception cref="VerifierException">The kernel's verifier refused a program.</exception>
    /// <exception cref="BpfException">The kernel refused anything else.</exception>
    public void Load(BpfTarget target = BpfTarget.Kernel)
    {
        ObjectDisposedException.ThrowIf(State == BpfObjectState.Disposed, this);
        if (State != BpfObjectState.New)
        {
            throw new InvalidOperationException($"'{Definition.Name}' is loaded already ({State}). Make a new object to load it again.");
        }

        var constants = new ConstantSection(Spec);
        WriteConstants(constants);
        if (target == BpfTarget.Virtual)
        {
            Memory.LoadPrograms(constants.Contents);
            State = BpfObjectState.Virtual;
        }
        else
        {
            LoadIntoKernel(LinuxSyscall.Instance, constants);
        }
    }

    /// <summary>Detaches the object's links, and frees its maps and programs where nobody else holds them.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    internal void LoadIntoKernel(IBpfSyscall syscall, ConstantSection constants)
    {
        Dictionary<string, byte[]> contents = constants.Contents;
        memory?.CopySections(contents);
        KernelObject loaded = KernelObject.Load(syscall, Spec, contents, PinDirectory);
        try
        {
            memory?.CopyEntries(loaded);
            Memory.MapSectionsOver(loaded);
        }
        catch
        {
            loaded.Dispose();
            throw;
        }

        kernel = loaded;
        State = BpfObjectState.Kernel;
        for (int i = 0; i < maps.Length; i++)
        {
            if (maps[i] is { } map)
            {
                map.Backend = MapBackends.Create(loaded, VirtualObject.Find(Spec, Definition.Maps[i].Name));
            }
        }
    }

    internal void Add(BpfLink link)
    {
        lock (links)
        {
            links.Add(link);
        }
    }

    internal void Remove(BpfLink link)
    {
        lock (links)
        {
            links.Remove(link);
        }
    }

    /// <summary>A map, by its name in the object.</summary>
    internal BpfMap FindMap(string name)
    {
        for (int i = 0; i < maps.Length; i++)
        {
            if (Definition.Maps[i].Name == name)
            {
                return GetMap<BpfMap>(i);
            }
        }

        throw new BpfException($"Object '{Definition.Name}' has no map '{name}'.");
    }

    /// <summary>The method of a program, by its name in the object.</summary>
    internal Delegate? FindMethod(string program) => GetProgramMethod(program);

    internal KernelObject RequireKernel(string purpose)
    {
        ObjectDisposedException.ThrowIf(State == BpfObjectState.Disposed, this);
        return kernel ?? throw new InvalidOperationException(
            State == BpfObjectState.New
                ? $"Cannot {purpose}: '{Definition.Name}' is not loaded. Call Load() first."
                : $"Cannot {purpose}: '{Definition.Name}' is loaded into the virtual machine. Load it with BpfTarget.Kernel.");
    }

    /// <summary>The names that a program's section has behind its type: what it attaches to.</summary>
    internal string[] TargetsOf(string program) => Section(program).Target?.Split('/') ?? [];

    /// <summary>The name of a program's section, without what it attaches to.</summary>
    internal string SectionOf(string program) => Section(program).Name;

    /// <summary>Runs a program of a type for which the kernel has no test run.</summary>
    internal TracingRunResult RunFrame(string program, TraceFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ObjectDisposedException.ThrowIf(State == BpfObjectState.Disposed, this);
        return State == BpfObjectState.Virtual
            ? RunRecord(program, frame.Bytes)
            : throw new InvalidOperationException($"The kernel has no test run for programs like '{program}'. Load '{Definition.Name}' with BpfTarget.Virtual to run it, or attach it.");
    }

    internal TracingRunResult RunRecord(string program, ReadOnlySpan<byte> record)
    {
        if (State == BpfObjectState.Virtual)
        {
            return Memory.RunRecord(program, record);
        }

        return new TracingRunResult(KernelTestRun.RunContext(RequireKernel($"run program '{program}'"), program, record), 0);
    }

    internal XdpRunResult RunXdp(string program, ReadOnlySpan<byte> packet, int repeat)
    {
        if (State == BpfObjectState.Virtual)
        {
            return Memory.RunXdp(program, packet, repeat);
        }

        return KernelTestRun.RunXdp(RequireKernel($"run program '{program}'"), program, packet, repeat);
    }

    internal TcRunResult RunTc(string program, ReadOnlySpan<byte> packet, TcRunOptions options)
    {
        if (State == BpfObjectState.Virtual)
        {
            return Memory.RunTc(program, packet, options);
        }

        return KernelTestRun.RunTc(RequireKernel($"run program '{program}'"), program, packet, options);
    }

    // Programs that run as plain C# on several threads may all be the first to use the object: one of them makes what they share.
    private VirtualObject MakeMemory()
    {
        lock (making)
        {
            return memory ??= new VirtualObject(Spec, Environment, this);
        }
    }

    private BpfMap MakeMap(int index)
    {
        lock (making)
        {
            BpfMapFactory factory = Definition.Maps[index];
            return maps[index] ??= factory.Create(kernel is null ? Memory.Map(factory.Name) : MapBackends.Create(kernel, VirtualObject.Find(Spec, factory.Name)));
        }
    }

    private (string Name, string? Target) Section(string program)
    {
        string section = Spec.Programs.First(spec => spec.Name == program).SectionName;
        return SectionTable.Find(section, out string? target) is { } row ? (row.Name, target) : (section, null);
    }

    /// <summary>Detaches and frees.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || State == BpfObjectState.Disposed)
        {
            return;
        }

        BpfLink[] attached;
        lock (links)
        {
            attached = [.. links];
        }

        foreach (BpfLink link in attached)
        {
            link.Dispose();
        }

        State = BpfObjectState.Disposed;
        memory?.Dispose();
        kernel?.Dispose();
    }

    /// <summary>Writes the values of the [BpfConst] members. Overridden in generated code.</summary>
    /// <param name="writer">Takes the values.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void WriteConstants(BpfConstantWriter writer)
    {
    }

    /// <summary>The method of a program, by its name in the object. Overridden in generated code.</summary>
    /// <param name="name">The program's name in the object.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual Delegate? GetProgramMethod(string name) => null;

    /// <summary>The map at an index of the definition. For generated code.</summary>
    /// <param name="index">The index.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected TMap GetMap<TMap>(int index)
        where TMap : BpfMap
    {
        ObjectDisposedException.ThrowIf(State == BpfObjectState.Disposed, this);
        return (TMap)(maps[index] ?? MakeMap(index));
    }

    /// <summary>The global at an index of the definition; the reference stays valid until Dispose, in every state. For generated code.</summary>
    /// <param name="index">The index.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ref T GetGlobal<T>(int index)
        where T : unmanaged => ref Memory.Variable<T>(Definition.Globals[index]);
}
