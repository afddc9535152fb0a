using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Loading;
using CSharpBpf.Maps;
using CSharpBpf.Object;
using CSharpBpf.Sys;
using CSharpBpf.Vm;
using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Virtual;

/// <summary>
/// An object's maps and globals in this process's memory, and, once loaded, the virtual machine that runs its programs on them. When the object
/// goes to the kernel instead, its global sections stay at their addresses and the kernel's pages take their place.
/// </summary>
internal sealed unsafe class VirtualObject : IDisposable
{
    private const int CpuCount = 4;

    // Kernel pages in the allocator's memory must be gone before it gets the memory back, so the finalizers below must not run before Dispose.
    private static readonly ConcurrentDictionary<VirtualObject, bool> MappedOver = new();

    private readonly ObjectSpec spec;
    private readonly BpfEnvironment environment;
    private readonly BpfObject? owner;
    private readonly Dictionary<string, VirtualProgramArray> programArrays = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VirtualMapOfMaps> mapsOfMaps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VirtualBloomFilter> bloomFilters = new(StringComparer.Ordinal);
    private readonly List<IVmMap> inners = [];
    private readonly Dictionary<string, IVmMap> maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IVmMap> sections = new(StringComparer.Ordinal);
    private readonly List<string> mappedOver = [];
    private IBpfSyscall? mapper;
    private BpfVm? vm;
    private VmObject? loaded;

    /// <param name="spec">The blueprint.</param>
    /// <param name="environment">What its programs see.</param>
    /// <param name="owner">The object whose memory it is, if there is one.</param>
    public VirtualObject(ObjectSpec spec, BpfEnvironment environment, BpfObject? owner = null)
    {
        this.owner = owner;
        this.spec = spec;
        this.environment = environment;
        foreach (DataSectionSpec section in spec.DataSections.Where(section => section.Contents.Length > 0))
        {
            var map = new ArrayMap(new MapSpec { Name = section.Name, Type = MapType.Array, KeySize = sizeof(uint), ValueSize = section.Contents.Length, MaxEntries = 1 });
            section.Contents.CopyTo(new Span<byte>(map.Storage, section.Contents.Length));
            sections.Add(section.Name, map);
        }
    }

    private static nuint PageSize => (nuint)System.Environment.SystemPageSize;

    /// <summary>The virtual machine, once the programs are loaded into it.</summary>
    public BpfVm? Vm => vm;

    /// <summary>The blueprint of a map.</summary>
    /// <exception cref="BpfException">The object has no such map.</exception>
    public static MapSpec Find(ObjectSpec spec, string name) => spec.Maps.FirstOrDefault(map => map.Name == name)
        ?? throw new BpfException($"Object '{spec.Name}' has no map '{name}'.");

    public IMapBackend Map(string name)
    {
        MapSpec map = Find(spec, name);
        return map.Type switch
        {
            MapType.ProgArray => ProgramArray(map),
            MapType.ArrayOfMaps or MapType.HashOfMaps => MapOfMaps(map),
            MapType.BloomFilter => BloomFilter(map),
            _ => Backend(MapMemory(name), map),
        };
    }

    /// <summary>A new map of the kind that stands in a map of maps. It lives as long as the object.</summary>
    public IMapBackend CreateInner(MapSpec inner)
    {
        IVmMap map = new MapRegistry().Create(inner, CpuCount);
        lock (maps)
        {
            inners.Add(map);
        }

        return Backend(map, inner);
    }

    /// <summary>The name of a map that the object declares; null for any other.</summary>
    public string? NameOf(IVmMap map)
    {
        lock (maps)
        {
            return maps.FirstOrDefault(known => known.Value == map).Key;
        }
    }

    public ref T Variable<T>(string name)
        where T : unmanaged
    {
        foreach (DataSectionSpec section in spec.DataSections)
        {
            foreach (VariableSpec variable in section.Variables)
            {
                if (variable.Name == name)
                {
                    return ref Unsafe.AsRef<T>(sections[section.Name].Storage + variable.Offset);
                }
            }
        }

        throw new BpfException($"Object '{spec.Name}' has no global variable '{name}'.");
    }

    /// <summary>Makes the virtual machine and loads the programs.</summary>
    /// <param name="constants">The read-only sections' bytes.</param>
    public void LoadPrograms(IReadOnlyDictionary<string, byte[]> constants)
    {
        foreach ((string name, byte[] bytes) in constants)
        {
            if (sections.TryGetValue(name, out IVmMap? section))
            {
                bytes.CopyTo(new Span<byte>(section.Storage, bytes.Length));
            }
        }

        Dictionary<string, IVmMap> all = new(sections, StringComparer.Ordinal);
        foreach (MapSpec map in spec.Maps)
        {
            all.Add(map.Name, MapMemory(map.Name));
        }

        vm = new BpfVm(new VmOptions { Environment = new EnvironmentAdapter(environment), CpuCount = CpuCount });
        loaded = vm.Load(spec, new VmLoadOptions { Maps = all });
        foreach (VirtualProgramArray array in programArrays.Values)
        {
            array.WriteTo(loaded);
        }

        foreach (VirtualMapOfMaps outer in mapsOfMaps.Values)
        {
            outer.WriteTo(vm);
        }

        foreach (VirtualBloomFilter filter in bloomFilters.Values)
        {
            filter.Forget();
        }
    }

    public XdpRunResult RunXdp(string program, ReadOnlySpan<byte> packet, int repeat)
    {
        Vm.XdpRunResult run = loaded!.Programs[program].RunXdp(packet, new XdpRunOptions { Repeat = repeat });
        return new XdpRunResult(run.ReturnValue, run.Packet.AsMemory(run.MetadataLength), TimeSpan.Zero, run.InstructionCount)
        {
            Metadata = run.Packet.AsMemory(0, run.MetadataLength),
            Redirect = run.ReturnValue == (uint)XdpAction.Redirect ? RedirectTargets.Of(run.Redirect) : default,
        };
    }

    public TcRunResult RunTc(string program, ReadOnlySpan<byte> packet, TcRunOptions options)
    {
        SkbRunResult run = loaded!.Programs[program].RunSkb(packet, new SkbRunOptions { Repeat = options.Repeat, Mark = options.Mark, Priority = options.Priority, Metadata = options.Metadata });
        return new TcRunResult(run.ReturnValue, run.Packet, run.Mark, run.Priority, TimeSpan.Zero, run.InstructionCount)
        {
            Redirect = run.ReturnValue == (uint)TcAction.Redirect ? RedirectTargets.Of(run.Redirect) : default,
        };
    }

    public TracingRunResult RunRecord(string program, ReadOnlySpan<byte> record)
    {
        VmRunResult run = loaded!.Programs[program].RunRecord(record);
        return new TracingRunResult((int)run.ReturnValue, run.InstructionCount);
    }

    /// <summary>Adds the writable sections' bytes as they are now.</summary>
    public void CopySections(Dictionary<string, byte[]> contents)
    {
        foreach (DataSectionSpec section in spec.DataSections)
        {
            if (section.Kind != DataSectionKind.ReadOnly && sections.TryGetValue(section.Name, out IVmMap? memory))
            {
                contents[section.Name] = new Span<byte>(memory.Storage, section.Contents.Length).ToArray();
            }
        }
    }

    /// <summary>Writes the entries that were added before Load into the kernel's maps. Records of ring buffers stay behind: only programs write those.</summary>
    public void CopyEntries(KernelObject kernel)
    {
        foreach (VirtualProgramArray array in programArrays.Values)
        {
            array.WriteTo(kernel);
        }

        foreach ((string name, VirtualBloomFilter filter) in bloomFilters)
        {
            filter.WriteTo((KernelBloomFilterBackend)MapBackends.Create(kernel, Find(spec, name)));
        }

        foreach ((string name, IVmMap map) in maps)
        {
            if (MapBackends.Create(kernel, Find(spec, name)) is KernelMapBackend target)
            {
                EntryCopy.Copy(map, target);
            }
            else if (map is SequenceMap sequence)
            {
                VirtualSequenceBackend.Copy(sequence, kernel.Map(name));
            }
        }

        foreach (VirtualMapOfMaps outer in mapsOfMaps.Values)
        {
            outer.WriteTo(kernel);
        }
    }

    /// <summary>Puts the kernel's pages of the writable sections where ours are.</summary>
    public void MapSectionsOver(KernelObject kernel)
    {
        mapper = kernel.Syscall;
        MappedOver[this] = true;
        foreach (DataSectionSpec section in spec.DataSections)
        {
            if (section.Kind == DataSectionKind.ReadOnly || !sections.TryGetValue(section.Name, out IVmMap? memory))
            {
                continue;
            }

            int result = mapper.MapOver(memory.Storage, PageLength(section), (int)kernel.Section(section.Name).Handle.Fd);
            if (result < 0)
            {
                GiveBackPages();
                throw KernelErrors.Create($"Mapping section {section.Name} of '{spec.Name}' into memory", result);
            }

            mappedOver.Add(section.Name);
        }
    }

    public void Dispose()
    {
        GiveBackPages();
        vm?.Dispose();
        foreach (IVmMap map in maps.Values.Concat(sections.Values).Concat(inners))
        {
            map.Dispose();
        }
    }

    private static nuint PageLength(DataSectionSpec section) => ((nuint)section.Contents.Length + PageSize - 1) & ~(PageSize - 1);

    private IMapBackend Backend(IVmMap memory, MapSpec map) => memory switch
    {
        RingBufferMap ring => new VirtualRingBackend(ring, MapBackends.Define(map)),
        SequenceMap sequence => new VirtualSequenceBackend(sequence, MapBackends.Define(map)),
        BloomFilterMap filter => new VirtualBloomFilter(filter, MapBackends.Define(map)),
        _ => new VirtualMapBackend(memory, MapBackends.Define(map), environment),
    };

    private VirtualProgramArray ProgramArray(MapSpec map)
    {
        if (!programArrays.TryGetValue(map.Name, out VirtualProgramArray? array))
        {
            array = new VirtualProgramArray(owner, MapMemory(map.Name), MapBackends.Define(map), map.InitialElements);
            programArrays.Add(map.Name, array);
            if (loaded is not null)
            {
                array.WriteTo(loaded);
            }
        }

        return array;
    }

    private VirtualBloomFilter BloomFilter(MapSpec map)
    {
        if (!bloomFilters.TryGetValue(map.Name, out VirtualBloomFilter? filter))
        {
            filter = (VirtualBloomFilter)Backend(MapMemory(map.Name), map);
            bloomFilters.Add(map.Name, filter);
            if (loaded is not null)
            {
                filter.Forget();
            }
        }

        return filter;
    }

    private VirtualMapOfMaps MapOfMaps(MapSpec map)
    {
        if (!mapsOfMaps.TryGetValue(map.Name, out VirtualMapOfMaps? outer))
        {
            outer = new VirtualMapOfMaps(this, MapMemory(map.Name), map);
            mapsOfMaps.Add(map.Name, outer);
            foreach (MapElementSpec element in map.InitialElements)
            {
                int key = element.Key;
                outer.Set((byte*)&key, owner!.FindMap(element.Symbol));
            }
        }

        return outer;
    }

    private IVmMap MapMemory(string name)
    {
        lock (maps)
        {
            if (!maps.TryGetValue(name, out IVmMap? map))
            {
                map = new MapRegistry().Create(Find(spec, name), CpuCount);
                maps.Add(name, map);
            }

            return map;
        }
    }

    /// <summary>The allocator must get back memory of its own kind: the kernel's pages are replaced before they are freed.</summary>
    private void GiveBackPages()
    {
        foreach (DataSectionSpec section in spec.DataSections.Where(section => mappedOver.Contains(section.Name)))
        {
            _ = mapper!.MapAnonymousOver(sections[section.Name].Storage, PageLength(section));
        }

        mappedOver.Clear();
        MappedOver.TryRemove(this, out _);
    }
}
