using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>What a map is made from.</summary>
/// <param name="Name">The map's name in its object.</param>
/// <param name="Type">The kernel's map type.</param>
/// <param name="KeySize">The key's size in bytes; 0 if it has none.</param>
/// <param name="ValueSize">The value's size in bytes, per CPU for per-CPU maps; 0 if it has none.</param>
/// <param name="MaxEntries">The capacity in entries; a ring buffer's in bytes.</param>
/// <param name="Flags">BPF_F_* creation flags.</param>
public sealed record MapDefinition(string Name, MapType Type, int KeySize, int ValueSize, uint MaxEntries, MapFlags Flags);
