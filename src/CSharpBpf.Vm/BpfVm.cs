using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Vm.Helpers;
using CSharpBpf.Vm.Interpretation;
using CSharpBpf.Vm.Maps;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm;

/// <summary>
/// A virtual machine: an address space, the objects loaded into it, and one processor that runs their programs. One program runs at a time; runs from
/// several threads wait for each other, while the maps can be used from any thread at any time.
/// </summary>
public sealed unsafe class BpfVm : IDisposable
{
    private const int RawContextSize = 65536;

    private readonly Lock gate = new();
    private readonly HelperRegistry helpers;
    private readonly MapRegistry mapTypes;
    private readonly List<IDisposable> owned = [];
    private readonly List<VmProgram> programs = [];
    private readonly Dictionary<IVmMap, VmMapBinding> bindings = [];
    private readonly Dictionary<uint, VmMapBinding> bindingsByHandle = [];
    private readonly Dictionary<uint, VmMapBinding> bindingsByValues = [];
    private readonly Machine machine;
    private readonly XdpBuffer xdp;
    private readonly SkbBuffer skb;
    private readonly MemoryRegion rawContext;
    private readonly MemoryRegion record;
    private bool isRunning;
    private bool isDisposed;

    /// <summary>Makes an empty virtual machine.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public BpfVm(VmOptions? options = null)
    {
        options ??= new VmOptions();
        if (options.CpuCount < 1 || options.InstructionBudget < 1)
        {
            throw new ArgumentException("A virtual machine has at least one CPU and an instruction budget of at least one.", nameof(options));
        }

        CpuCount = options.CpuCount;
        Environment = options.Environment ?? new VirtualEnvironment();
        helpers = options.Helpers ?? new HelperRegistry();
        mapTypes = options.Maps ?? new MapRegistry();
        AddressSpace = new AddressSpace();
        machine = new Machine(this, options.InstructionBudget);
        Timers = new Timers(this);
        xdp = new XdpBuffer(AddressSpace);
        skb = new SkbBuffer(AddressSpace);
        HostMemory rawMemory = new(RawContextSize);
        owned.Add(rawMemory);
        rawContext = AddressSpace.Add(MemoryRegionKind.Context, "context", rawMemory.Pointer, RawContextSize, AccessRights.ReadWrite);
        AddressSpace.SetBounds(rawContext, rawContext.Base, rawContext.Base);
        record = AddressSpace.Add(MemoryRegionKind.Context, "record", rawMemory.Pointer, RawContextSize, AccessRights.Read);
        AddressSpace.SetBounds(record, record.Base, record.Base);
    }

    /// <summary>The world the programs see.</summary>
    public IVmEnvironment Environment { get; }

    /// <summary>How many CPUs per-CPU maps have values for.</summary>
    public int CpuCount { get; }

    /// <summary>The guest's memory.</summary>
    public AddressSpace AddressSpace { get; }

    /// <summary>Creates an object's maps and data sections, links its programs and makes them ready to run.</summary>
    /// <remarks>CO-RE relocations are left as compiled: there is no kernel whose types could differ.</remarks>
    /// <exception cref="VmLoadException">The object is malformed, or needs something the virtual machine does not have; the message says where and what.</exception>
    public VmObject Load(ObjectSpec spec, VmLoadOptions? options = null)
    {
        options ??= VmLoadOptions.Default;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            Dictionary<string, IVmMap> maps = new(StringComparer.Ordinal);
            Dictionary<string, MemoryRegion> sections = new(StringComparer.Ordinal);
            foreach (MapSpec definition in spec.Maps)
            {
                AddMap(maps, definition, options, MemoryRegionKind.MapValue);
            }

            foreach (DataSectionSpec section in spec.DataSections)
            {
                AddSection(maps, sections, section, options);
            }

            Dictionary<string, VmProgram> loaded = new(StringComparer.Ordinal);
            foreach (ProgramSpec program in spec.Programs)
            {
                if (!loaded.TryAdd(program.Name, LoadProgram(spec, program, maps, sections)))
                {
                    throw new VmLoadException($"Object '{spec.Name}' has two programs named '{program.Name}'.");
                }
            }

            foreach (MapSpec definition in spec.Maps.Where(static map => map.InnerMap is not null))
            {
                InitialElements.Set(maps[definition.Name], definition.InitialElements, "map", maps, inner => bindings[inner].Handle.Base);
            }

            foreach (MapSpec definition in spec.Maps.Where(static map => map.Type == MapType.ProgArray))
            {
                InitialElements.Set(maps[definition.Name], definition.InitialElements, "program", loaded, static program => program.Id);
            }

            return new VmObject(spec, maps, loaded);
        }
    }

    /// <summary>Makes a map known to programs, so that it can stand in a map of maps; it stays the caller's to dispose, after the virtual machine.</summary>
    /// <returns>What stands for it there: the value in the map of maps.</returns>
    public uint AddMap(IVmMap map)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (!bindings.ContainsKey(map))
            {
                Bind(map, map.Definition, MemoryRegionKind.MapValue);
            }

            return bindings[map].Handle.Base;
        }
    }

    /// <summary>Releases all memory. Maps given to <see cref="Load"/> stay their owners'.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isDisposed)
            {
                return;
            }

            isDisposed = true;
            machine.Dispose();
            xdp.Dispose();
            skb.Dispose();
            foreach (IDisposable resource in owned)
            {
                resource.Dispose();
            }

            AddressSpace.Dispose();
        }
    }

    internal XdpRunResult RunXdp(VmProgram program, ReadOnlySpan<byte> packet, XdpRunOptions options)
    {
        lock (gate)
        {
            using RunScope scope = new(this);
            xdp.Open(packet, options);
            VmRunResult run = default;
            long instructions = 0;
            for (int i = 0; i < Math.Max(1, options.Repeat) && run.Fault is null; i++)
            {
                run = machine.Run(program, xdp.Context.Base, 0, xdp);
                instructions += run.InstructionCount;
            }

            run = new VmRunResult(run.Fault is null ? run.ReturnValue : 0, instructions, run.Fault);
            XdpRunResult result = new(run, xdp.ToArray(), xdp.MetadataLength, machine.Redirect);
            xdp.Close();
            return result;
        }
    }

    internal SkbRunResult RunSkb(VmProgram program, ReadOnlySpan<byte> packet, SkbRunOptions options)
    {
        lock (gate)
        {
            using RunScope scope = new(this);
            skb.Open(packet, options, program.Type is ProgramType.SocketFilter or ProgramType.CgroupSkb ? SkbMetadata.SmallestPacket : 0);
            machine.SetPacket(skb.Data, (uint)skb.Length);
            VmRunResult run = default;
            long instructions = 0;
            for (int i = 0; i < Math.Max(1, options.Repeat) && run.Fault is null; i++)
            {
                run = machine.Run(program, skb.Context.Base, 0, null, skb);
                instructions += run.InstructionCount;
            }

            run = new VmRunResult(run.Fault is null ? run.ReturnValue : 0, instructions, run.Fault);
            SkbRunResult result = new(run, skb.ToArray(), skb.Mark, skb.Priority, machine.Redirect);
            skb.Close();
            return result;
        }
    }

    internal VmRunResult RunRaw(VmProgram program, Span<byte> memory)
    {
        if (memory.Length > RawContextSize)
        {
            throw new ArgumentException($"A raw context has at most {RawContextSize} bytes, not {memory.Length}.", nameof(memory));
        }

        lock (gate)
        {
            using RunScope scope = new(this);
            memory.CopyTo(new Span<byte>(rawContext.Host, RawContextSize));
            AddressSpace.SetBounds(rawContext, rawContext.Base, rawContext.Base + (uint)memory.Length);
            machine.SetPacket(rawContext.Host, (uint)memory.Length);
            VmRunResult result = machine.Run(program, memory.IsEmpty ? 0 : rawContext.Base, (ulong)memory.Length, null);
            new Span<byte>(rawContext.Host, memory.Length).CopyTo(memory);
            AddressSpace.SetBounds(rawContext, rawContext.Base, rawContext.Base);
            return result;
        }
    }

    internal VmRunResult RunRecord(VmProgram program, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > RawContextSize)
        {
            throw new ArgumentException($"A record has at most {RawContextSize} bytes, not {bytes.Length}.", nameof(bytes));
        }

        lock (gate)
        {
            using RunScope scope = new(this);
            bytes.CopyTo(new Span<byte>(record.Host, RawContextSize));
            AddressSpace.SetBounds(record, record.Base, record.Base + (uint)bytes.Length);
            VmRunResult result = machine.Run(program, record.Base, 0, null);
            AddressSpace.SetBounds(record, record.Base, record.Base);
            return result;
        }
    }

    /// <summary>Runs a function of a program that a timer calls.</summary>
    internal VmRunResult RunTimer(VmProgram program, int slot, VmMapBinding map, ReadOnlySpan<byte> key, ulong value)
    {
        lock (gate)
        {
            using RunScope scope = new(this);
            return machine.RunTimer(program, slot, map.Handle.Base, key, value);
        }
    }

    /// <summary>The timers of the programs.</summary>
    internal Timers Timers { get; }

    internal bool IsDisposed => isDisposed;

    internal VmProgram? FindProgram(uint id) => id - 1 < (uint)programs.Count ? programs[(int)id - 1] : null;

    internal bool TryGetMap(ulong address, out VmMapBinding map)
    {
        map = null!;
        return address <= uint.MaxValue && bindingsByHandle.TryGetValue((uint)address, out map!);
    }

    internal bool TryGetMapOfValue(ulong address, out VmMapBinding map)
    {
        map = null!;
        return AddressSpace.FindRegion(address) is { } region && bindingsByValues.TryGetValue(region.Base, out map!);
    }

    internal int CurrentCpu()
    {
        int cpu = Environment.Cpu;
        return (uint)cpu < (uint)CpuCount
            ? cpu
            : throw new InvalidOperationException($"The environment says that the program runs on CPU {cpu}, but the virtual machine has {CpuCount} (VmOptions.CpuCount).");
    }

    private VmProgram LoadProgram(ObjectSpec spec, ProgramSpec program, Dictionary<string, IVmMap> maps, Dictionary<string, MemoryRegion> sections)
    {
        LinkedProgram linked;
        try
        {
            linked = Linker.Link(spec, program);
        }
        catch (ObjectFormatException exception)
        {
            throw new VmLoadException($"Program '{program.Name}' cannot be linked: {exception.Message}", exception);
        }

        HostMemory code = new((ulong)linked.SlotCount * (ulong)sizeof(DecodedInstruction));
        owned.Add(code);
        RegisteredHelper[] called = ProgramDecoder.Decode(linked, helpers, relocation => Resolve(relocation, program, maps, sections), (DecodedInstruction*)code.Pointer);
        VmProgram loaded = new(this, (uint)programs.Count + 1, linked, code, called);
        programs.Add(loaded);
        return loaded;
    }

    private ulong Resolve(Relocation relocation, ProgramSpec program, Dictionary<string, IVmMap> maps, Dictionary<string, MemoryRegion> sections)
    {
        if (relocation.Kind == RelocationKind.Map && maps.TryGetValue(relocation.Symbol, out IVmMap? map))
        {
            return bindings[map].Handle.Base;
        }

        if (relocation.Kind == RelocationKind.Data && sections.TryGetValue(relocation.Symbol, out MemoryRegion? section))
        {
            return (uint)relocation.Addend <= section.Capacity
                ? section.Base + (uint)relocation.Addend
                : throw new VmLoadException($"Program '{program.Name}', instruction {relocation.Slot}: offset {relocation.Addend} is outside of section '{relocation.Symbol}' ({section.Capacity} bytes).");
        }

        throw new VmLoadException($"Program '{program.Name}', instruction {relocation.Slot}: the object has no {relocation.Kind.ToString().ToLowerInvariant()} '{relocation.Symbol}'.");
    }

    private IVmMap AddMap(Dictionary<string, IVmMap> maps, MapSpec definition, VmLoadOptions options, MemoryRegionKind kind)
    {
        if (!options.Maps.TryGetValue(definition.Name, out IVmMap? map))
        {
            map = mapTypes.Create(definition, CpuCount);
            owned.Add(map);
        }
        else if (map.Definition is var given
            && (given.Type != definition.Type || given.KeySize != definition.KeySize || given.ValueSize != definition.ValueSize || given.MaxEntries != definition.MaxEntries))
        {
            throw new VmLoadException(
                $"Map '{definition.Name}' was given as {given.Type}({given.KeySize}, {given.ValueSize}, {given.MaxEntries}), but the object declares {definition.Type}({definition.KeySize}, {definition.ValueSize}, {definition.MaxEntries}).");
        }

        if (!maps.TryAdd(definition.Name, map))
        {
            throw new VmLoadException($"There are two maps named '{definition.Name}'.");
        }

        if (!bindings.ContainsKey(map))
        {
            Bind(map, definition, kind);
        }

        return map;
    }

    private void Bind(IVmMap map, MapSpec definition, MemoryRegionKind kind)
    {
        // What programs may do is the object's word: a section's memory from outside does not know that it is .rodata.
        MapFlags flags = (MapFlags)(definition.Flags | map.Definition.Flags);
        AccessRights rights = definition.Type is MapType.ProgArray or MapType.ArrayOfMaps or MapType.HashOfMaps ? AccessRights.None
            : (flags & MapFlags.ReadOnlyProgram) != 0 ? AccessRights.Read
            : (flags & MapFlags.WriteOnlyProgram) != 0 ? AccessRights.Write
            : AccessRights.ReadWrite;
        ulong length = kind == MemoryRegionKind.Global ? (ulong)definition.ValueSize : map.StorageLength;
        MemoryRegion values = AddressSpace.Add(kind, definition.Name, map.Storage, length, rights);
        MemoryRegion handle = AddressSpace.Add(MemoryRegionKind.MapHandle, definition.Name, null, 0, AccessRights.None);
        VmMapBinding binding = new(map, handle, values);
        bindings.Add(map, binding);
        bindingsByHandle.Add(handle.Base, binding);
        bindingsByValues.Add(values.Base, binding);
    }

    private void AddSection(Dictionary<string, IVmMap> maps, Dictionary<string, MemoryRegion> sections, DataSectionSpec section, VmLoadOptions options)
    {
        if (section.Contents.Length == 0)
        {
            return;
        }

        MapSpec definition = new()
        {
            Name = section.Name,
            Type = MapType.Array,
            KeySize = sizeof(uint),
            ValueSize = section.Contents.Length,
            MaxEntries = 1,
            Flags = (uint)(section.Kind == DataSectionKind.ReadOnly ? MapFlags.Mmapable | MapFlags.ReadOnlyProgram : MapFlags.Mmapable),
        };
        IVmMap map = AddMap(maps, definition, options, MemoryRegionKind.Global);
        if (!options.Maps.ContainsKey(section.Name))
        {
            section.Contents.CopyTo(new Span<byte>(map.Storage, section.Contents.Length));
        }

        sections.Add(section.Name, bindings[map].Values);
    }

    /// <summary>Guards against a helper or an environment that runs a program of the same machine in the middle of a run.</summary>
    private readonly ref struct RunScope
    {
        private readonly BpfVm vm;

        public RunScope(BpfVm vm)
        {
            ObjectDisposedException.ThrowIf(vm.isDisposed, vm);
            if (vm.isRunning)
            {
                throw new InvalidOperationException("A helper or the environment cannot run a program of the virtual machine that calls it.");
            }

            this.vm = vm;
            vm.isRunning = true;
        }

        public void Dispose() => vm.isRunning = false;
    }
}
