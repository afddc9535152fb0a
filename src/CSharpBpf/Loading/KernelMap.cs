using System;
using System.Threading;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Sys;

namespace CSharpBpf.Loading;

/// <summary>A map in the kernel.</summary>
internal sealed unsafe class KernelMap : IDisposable
{
    private const uint ReadOnlyForPrograms = 1 << 7;
    private const uint Mappable = 1 << 10;

    private readonly uint maxEntries;
    private readonly Lock gate = new();
    private KernelRing? ring;

    public KernelMap(IBpfSyscall syscall, SafeBpfHandle handle, uint maxEntries)
    {
        Syscall = syscall;
        Handle = handle;
        this.maxEntries = maxEntries;
    }

    public IBpfSyscall Syscall { get; }

    public SafeBpfHandle Handle { get; }

    public static KernelMap Create(IBpfSyscall syscall, MapSpec spec, ObjectName name, KernelBtf? btf)
    {
        // A map of maps takes the definition of its maps from one of them, which need not live on.
        using KernelMap? inner = spec.InnerMap is { } like ? Create(syscall, like, ObjectName.From(like.Name), btf) : null;
        var attribute = new MapCreateAttribute
        {
            MapType = (uint)spec.Type,
            KeySize = (uint)spec.KeySize,
            ValueSize = (uint)spec.ValueSize,
            MaxEntries = spec.Type == MapType.Ringbuf ? KernelRing.RoundSize(spec.MaxEntries) : spec.MaxEntries,
            MapFlags = spec.Flags,
            InnerMapFd = inner?.Handle.Fd ?? 0,
            Name = name,
            BtfKeyTypeId = (uint)spec.BtfKeyTypeId,
            BtfValueTypeId = (uint)spec.BtfValueTypeId,
        };
        return Create(syscall, attribute, btf, spec.BtfValueTypeId != 0, $"Creating map '{spec.Name}' ({spec.Type}, key {spec.KeySize} B, value {spec.ValueSize} B, {spec.MaxEntries} entries)");
    }

    /// <summary>A global section is an array map with one element; .rodata is frozen behind its contents, the others can be mapped into memory.</summary>
    public static KernelMap CreateForSection(IBpfSyscall syscall, DataSectionSpec section, byte[] contents, KernelNames names, string objectName, KernelBtf? btf)
    {
        bool isReadOnly = section.Kind == DataSectionKind.ReadOnly;
        int dot = objectName.LastIndexOf('.');
        string prefix = objectName[(dot + 1)..];
        prefix = prefix.Length > 8 ? prefix[..8] : prefix;
        var attribute = new MapCreateAttribute
        {
            MapType = (uint)MapType.Array,
            KeySize = sizeof(uint),
            ValueSize = (uint)contents.Length,
            MaxEntries = 1,
            MapFlags = isReadOnly ? ReadOnlyForPrograms : Mappable,
            Name = names.Next(prefix + section.Name),
            BtfValueTypeId = (uint)section.BtfTypeId,
        };
        KernelMap map = Create(syscall, attribute, btf, section.BtfTypeId != 0, $"Creating the map of section {section.Name}");
        try
        {
            uint key = 0;
            fixed (byte* value = contents)
            {
                int result = map.Update((byte*)&key, value, 0);
                if (result < 0)
                {
                    throw KernelErrors.Create($"Writing section {section.Name}", result);
                }
            }

            if (isReadOnly)
            {
                map.Freeze(section.Name);
            }

            return map;
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    public int Lookup(byte* key, byte* value) => Element(BpfCommand.MapLookupElem, key, value, 0);

    /// <summary>Copies a value and removes it (kernel 4.20 for queues and stacks).</summary>
    public int LookupAndDelete(byte* key, byte* value) => Element(BpfCommand.MapLookupAndDeleteElem, key, value, 0);

    public int Update(byte* key, byte* value, ulong flags) => Element(BpfCommand.MapUpdateElem, key, value, flags);

    public int Delete(byte* key) => Element(BpfCommand.MapDeleteElem, key, null, 0);

    public int GetNextKey(byte* key, byte* nextKey) => Element(BpfCommand.MapGetNextKey, key, nextKey, 0);

    /// <summary>Puts a program into a place of a program array.</summary>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public void SetProgram(uint index, SafeBpfHandle program, string name)
    {
        uint fd = program.Fd;
        int result = Update((byte*)&index, (byte*)&fd, 0);
        if (result < 0)
        {
            throw KernelErrors.Create($"Putting a program into place {index} of program array '{name}'", result);
        }
    }

    /// <summary>Puts a map into a map of maps.</summary>
    /// <returns>0 or a negated error number.</returns>
    public int SetMap(byte* key, KernelMap inner)
    {
        uint fd = inner.Handle.Fd;
        return Update(key, (byte*)&fd, 0);
    }

    /// <summary>Empties a place of a program array.</summary>
    /// <returns>Whether there was a program.</returns>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public bool RemoveProgram(uint index, string name) => Delete((byte*)&index) switch
    {
        >= 0 => true,
        -KernelErrors.NoSuchEntry => false,
        var result => throw KernelErrors.Create($"Emptying place {index} of program array '{name}'", result),
    };

    /// <summary>A ring buffer's pages, mapped when they are first asked for.</summary>
    /// <exception cref="ObjectDisposedException">The map was disposed.</exception>
    public KernelRing Ring(string name)
    {
        lock (gate)
        {
            return ring ??= new KernelRing(Syscall, Handle, maxEntries, name);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            ring?.Dispose();
            Handle.Dispose();
        }
    }

    private static KernelMap Create(IBpfSyscall syscall, MapCreateAttribute attribute, KernelBtf? btf, bool hasTypes, string what)
    {
        MapCreateAttribute typed = attribute;
        typed.BtfFd = btf?.Handle.Fd ?? 0;
        int fd = -1;
        if (hasTypes && btf is not null)
        {
            fd = syscall.Bpf(BpfCommand.MapCreate, ref typed);
        }

        if (fd < 0)
        {
            // Types are for people who look; a kernel that refuses them for this map type still makes the map.
            attribute.BtfKeyTypeId = 0;
            attribute.BtfValueTypeId = 0;
            fd = syscall.Bpf(BpfCommand.MapCreate, ref attribute);
        }

        return fd >= 0 ? new KernelMap(syscall, new SafeBpfHandle(syscall, fd), attribute.MaxEntries) : throw KernelErrors.Create(what, fd);
    }

    private int Element(BpfCommand command, byte* key, byte* value, ulong flags)
    {
        var attribute = new MapElementAttribute { MapFd = Handle.Fd, Key = (ulong)key, ValueOrNextKey = (ulong)value, Flags = flags };
        return Syscall.Bpf(command, ref attribute);
    }

    private void Freeze(string name)
    {
        var attribute = new MapElementAttribute { MapFd = Handle.Fd };
        int result = Syscall.Bpf(BpfCommand.MapFreeze, ref attribute);
        if (result < 0)
        {
            throw KernelErrors.Create($"Freezing section {name}", result);
        }
    }
}
