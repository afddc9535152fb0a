using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Sys;

namespace CSharpBpf.Loading;

/// <summary>An object in the kernel: its maps, global sections and programs.</summary>
internal sealed unsafe class KernelObject : IDisposable
{
    private readonly Dictionary<string, KernelMap> maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KernelMap> sections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SafeBpfHandle> programs = new(StringComparer.Ordinal);
    private readonly List<KernelMap> inners = [];
    private KernelBtf? btf;

    private KernelObject(IBpfSyscall syscall)
    {
        Syscall = syscall;
    }

    public IBpfSyscall Syscall { get; }

    /// <summary>Loads a whole object, or nothing.</summary>
    /// <param name="syscall">The system calls.</param>
    /// <param name="spec">The blueprint.</param>
    /// <param name="contents">The initial bytes of a global section, where they differ from the blueprint's.</param>
    /// <param name="pinDirectory">Where maps are pinned.</param>
    /// <exception cref="VerifierException">The verifier refused a program.</exception>
    /// <exception cref="BpfException">The kernel refused anything else.</exception>
    public static KernelObject Load(IBpfSyscall syscall, ObjectSpec spec, IReadOnlyDictionary<string, byte[]> contents, string pinDirectory = BpfObject.DefaultPinDirectory)
    {
        var loaded = new KernelObject(syscall);
        try
        {
            loaded.LoadAll(spec, contents, pinDirectory);
            return loaded;
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    public KernelMap Map(string name) => maps[name];

    /// <summary>Makes a map of the kind that stands in a map of maps. It lives as long as the object.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public KernelMap CreateInner(MapSpec outer)
    {
        KernelMap map = KernelMap.Create(Syscall, outer.InnerMap!, ObjectName.From(outer.InnerMap!.Name), btf);
        lock (inners)
        {
            inners.Add(map);
        }

        return map;
    }

    public KernelMap Section(string name) => sections[name];

    public SafeBpfHandle Program(string name) => programs[name];

    public void Dispose()
    {
        foreach (SafeBpfHandle program in programs.Values)
        {
            program.Dispose();
        }

        foreach (KernelMap map in maps.Values.Concat(inners))
        {
            map.Dispose();
        }

        foreach (KernelMap section in sections.Values)
        {
            section.Dispose();
        }

        btf?.Handle.Dispose();
    }

    private void LoadAll(ObjectSpec spec, IReadOnlyDictionary<string, byte[]> contents, string pinDirectory)
    {
        var linked = new List<LinkedProgram>(spec.Programs.Count);
        foreach (ProgramSpec program in spec.Programs)
        {
            linked.Add(Linker.Link(spec, program));
        }

        btf = spec.Btf is null ? null : KernelBtf.Load(Syscall, spec.Name, spec.Btf, linked);
        var names = new KernelNames();
        var pinned = new PinnedMaps(Syscall, pinDirectory, spec.Name);
        foreach (MapSpec map in spec.Maps)
        {
            ObjectName name = names.Next(map.Name);
            maps.Add(map.Name, map.Pinning == MapPinning.ByName ? pinned.Open(map, name, btf) : KernelMap.Create(Syscall, map, name, btf));
        }

        foreach (DataSectionSpec section in spec.DataSections)
        {
            byte[] bytes = contents.TryGetValue(section.Name, out byte[]? changed) ? changed : section.Contents;
            sections.Add(section.Name, KernelMap.CreateForSection(Syscall, section, bytes, names, spec.Name, btf));
        }

        foreach (MapSpec map in spec.Maps.Where(static map => map.InnerMap is not null))
        {
            foreach (MapElementSpec element in map.InitialElements)
            {
                int key = element.Key;
                int result = maps[map.Name].SetMap((byte*)&key, maps[element.Symbol]);
                if (result < 0)
                {
                    throw KernelErrors.Create($"Putting the map '{element.Symbol}' into place {key} of '{map.Name}'", result);
                }
            }
        }

        var loader = new ProgramLoader(Syscall, spec.License, btf);
        foreach (LinkedProgram program in linked)
        {
            programs.Add(program.Program.Name, loader.Load(program, Resolve(program), names.Next(program.Program.Name)));
        }

        foreach (MapSpec map in spec.Maps.Where(static map => map.Type == MapType.ProgArray))
        {
            foreach (MapElementSpec element in map.InitialElements)
            {
                SafeBpfHandle program = programs.TryGetValue(element.Symbol, out SafeBpfHandle? found)
                    ? found
                    : throw new BpfException($"Program array '{map.Name}' of '{spec.Name}' holds '{element.Symbol}' at place {element.Key}, which is no program of the object.");
                maps[map.Name].SetProgram((uint)element.Key, program, map.Name);
            }
        }
    }

    private Instruction[] Resolve(LinkedProgram program)
    {
        var bySlot = new Dictionary<int, Relocation>(program.Relocations.Count);
        foreach (Relocation relocation in program.Relocations)
        {
            bySlot.Add(relocation.Slot, relocation);
        }

        var resolved = new Instruction[program.Instructions.Count];
        int slot = 0;
        for (int i = 0; i < resolved.Length; i++)
        {
            Instruction instruction = program.Instructions[i];
            resolved[i] = bySlot.TryGetValue(slot, out Relocation relocation) ? Resolve(instruction, relocation, program.Program.Name) : instruction;
            slot += instruction.SlotCount;
        }

        return resolved;
    }

    private Instruction Resolve(Instruction instruction, Relocation relocation, string program) => relocation.Kind switch
    {
        RelocationKind.Map => Instructions.LoadMapFd(instruction.Destination, (int)maps[relocation.Symbol].Handle.Fd),
        RelocationKind.Data => Instructions.LoadMapValue(instruction.Destination, (int)sections[relocation.Symbol].Handle.Fd, relocation.Addend),
        RelocationKind.KernelFunction => Instructions.CallKfunc(KernelFunctions.IdOf(relocation.Symbol, program)),
        _ => throw new BpfException($"A relocation of kind {relocation.Kind} is left at slot {relocation.Slot}: the object was not linked."),
    };
}
