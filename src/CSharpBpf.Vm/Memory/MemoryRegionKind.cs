namespace CSharpBpf.Vm.Memory;

/// <summary>What a region of guest memory is.</summary>
public enum MemoryRegionKind
{
    /// <summary>One call frame's stack: 512 bytes that end where r10 points.</summary>
    Stack,

    /// <summary>The program's argument: a context structure such as xdp_md, or raw memory.</summary>
    Context,

    /// <summary>A packet: only the bytes from data_meta to data_end are accessible, the headroom and the tailroom around them are not.</summary>
    Packet,

    /// <summary>The values of a map.</summary>
    MapValue,

    /// <summary>A global data section: <c>.rodata</c>, <c>.data</c>, <c>.bss</c>.</summary>
    Global,

    /// <summary>A map's key, as a callback gets it.</summary>
    MapKey,

    /// <summary>What a program holds when it holds a map: an address with no byte behind it.</summary>
    MapHandle,
}
