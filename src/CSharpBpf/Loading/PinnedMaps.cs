using System.IO;
using System.Text;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Sys;

namespace CSharpBpf.Loading;

/// <summary>Maps that are pinned under their names in the BPF file system: who comes first makes them, others take them.</summary>
internal sealed unsafe class PinnedMaps(IBpfSyscall syscall, string directory, string objectName)
{
    /// <summary>Takes the map that is pinned, or makes it and pins it.</summary>
    /// <exception cref="BpfException">The pinned map has another definition, there is no BPF file system, or the kernel refused.</exception>
    public KernelMap Open(MapSpec spec, ObjectName name, KernelBtf? btf)
    {
        string path = Path.Combine(directory, spec.Name);
        if (TryGet(spec, path) is { } found)
        {
            return found;
        }

        KernelMap made = KernelMap.Create(syscall, spec, name, btf);
        int result = Pin(made, path);
        if (result >= 0)
        {
            return made;
        }

        made.Dispose();

        // Someone may have been faster.
        return (result == -KernelErrors.Exists ? TryGet(spec, path) : null) ?? throw KernelErrors.Create(
            $"Pinning map '{spec.Name}' at {path}", result, $"error {-result}. The directory must exist in a BPF file system: mount -t bpf bpf /sys/fs/bpf");
    }

    private KernelMap? TryGet(MapSpec spec, string path)
    {
        int fd;
        fixed (byte* text = Encoding.UTF8.GetBytes(path + "\0"))
        {
            var attribute = new ObjectPinAttribute { Path = (ulong)text };
            fd = syscall.Bpf(BpfCommand.ObjGet, ref attribute);
        }

        if (fd == -KernelErrors.NoSuchEntry)
        {
            return null;
        }

        if (fd < 0)
        {
            throw KernelErrors.Create($"Opening the map pinned at {path}", fd);
        }

        var map = new KernelMap(syscall, new SafeBpfHandle(syscall, fd), spec.MaxEntries);
        MapInfo info = default;
        var asked = new ObjectInfoAttribute { Fd = (uint)fd, InfoLength = (uint)sizeof(MapInfo), Info = (ulong)(&info) };
        int result = syscall.Bpf(BpfCommand.ObjGetInfoByFd, ref asked);
        bool isSame = info.Type == (uint)spec.Type && info.KeySize == spec.KeySize && info.ValueSize == spec.ValueSize && info.MaxEntries == spec.MaxEntries && info.Flags == spec.Flags;
        if (result >= 0 && isSame)
        {
            return map;
        }

        map.Dispose();
        throw result < 0 ? KernelErrors.Create($"Asking for the definition of the map pinned at {path}", result) : new BpfException(
            $"The map pinned at {path} is {(MapType)info.Type}(key {info.KeySize} B, value {info.ValueSize} B, {info.MaxEntries} entries, flags {info.Flags}), and '{objectName}' declares "
            + $"{spec.Type}(key {spec.KeySize} B, value {spec.ValueSize} B, {spec.MaxEntries} entries, flags {spec.Flags}). Give it another Name, or remove the file if nobody needs it.");
    }

    private int Pin(KernelMap map, string path)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(path + "\0"))
        {
            var attribute = new ObjectPinAttribute { Path = (ulong)text, Fd = map.Handle.Fd };
            return syscall.Bpf(BpfCommand.ObjPin, ref attribute);
        }
    }
}
