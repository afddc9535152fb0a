using System.Collections.Generic;
using CSharpBpf.Btf;
using CSharpBpf.Isa;

namespace CSharpBpf.Object;

/// <summary>
/// The blueprint of one BPF object: what an ELF file says, with nothing of a kernel in it. Deterministic: the same input gives the same spec
/// and the same spec gives the same bytes. Compiler, ELF reader, virtual machine, kernel loader and command line all speak this type.
/// </summary>
public sealed class ObjectSpec
{
    /// <summary>The object's name, for messages: a class name or a file name.</summary>
    public required string Name { get; init; }

    /// <summary>The target's byte order: that of the data sections' contents, and of everything in the ELF file.</summary>
    public ByteOrder ByteOrder { get; init; } = ByteOrder.LittleEndian;

    /// <summary>The text of the <c>license</c> section; null when the object has none.</summary>
    public string? License { get; init; }

    /// <summary>The programs, in file order.</summary>
    public IReadOnlyList<ProgramSpec> Programs { get; init; } = [];

    /// <summary>Subprograms of the <c>.text</c> section that programs call.</summary>
    public IReadOnlyList<FunctionSpec> Subprograms { get; init; } = [];

    /// <summary>The maps of the <c>.maps</c> section, in file order.</summary>
    public IReadOnlyList<MapSpec> Maps { get; init; } = [];

    /// <summary>The global data sections: <c>.rodata</c>, <c>.data</c>, <c>.bss</c>.</summary>
    public IReadOnlyList<DataSectionSpec> DataSections { get; init; } = [];

    /// <summary>The type information; null when the object has none.</summary>
    public BtfSpec? Btf { get; init; }
}
