using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;

namespace CSharpBpf.Compiler.Ir;

/// <summary>One BPF object before compilation: maps, globals, and the functions of its programs with all they call.</summary>
public sealed class IrModule(string name)
{
    public string Name { get; } = name;

    public string? License { get; set; }

    public List<IrMap> Maps { get; } = [];

    public List<IrGlobal> Globals { get; } = [];

    public List<IrFunction> Functions { get; } = [];

    /// <summary>Source text by file name, for the line texts of line_info. Files without an entry get empty texts.</summary>
    public Dictionary<string, string[]> SourceLines { get; } = [];
}

public sealed record IrMap(string Name, MapType Type, DataType? Key, DataType? Value, uint MaxEntries, uint Flags)
{
    /// <summary>What a map of programs or maps starts with.</summary>
    public IReadOnlyList<MapElementSpec> InitialElements { get; init; } = [];

    /// <summary>Whether it is pinned under its name.</summary>
    public bool IsPinned { get; init; }

    /// <summary>What the maps in a map of maps look like.</summary>
    public IrMap? Inner { get; init; }
}

/// <summary>A global variable. Contents are the initial bytes in the target's byte order; null means zero.</summary>
public sealed record IrGlobal(string Name, DataSectionKind Section, DataType Type, byte[]? Contents)
{
    /// <summary>Nothing changes the contents before the program runs either, as the loader does a BpfConst's.</summary>
    public bool IsConstant { get; init; }
}

/// <summary>The layout of data as BTF tells it: map keys and values, globals. Sizes and offsets are bytes.</summary>
public abstract record DataType(string Name, int Size);

public sealed record IntegerDataType(string Name, int Size, bool IsSigned, bool IsBoolean = false, bool IsCharacter = false) : DataType(Name, Size);

public sealed record EnumDataType(string Name, int Size, bool IsSigned, IReadOnlyList<EnumDataMember> Members) : DataType(Name, Size);

public sealed record EnumDataMember(string Name, long Value);

public sealed record StructDataType(string Name, int Size, IReadOnlyList<StructDataField> Fields, bool IsUnion = false) : DataType(Name, Size);

public sealed record StructDataField(string Name, DataType Type, int Offset);

public sealed record ArrayDataType(DataType Element, int Count) : DataType("", Element.Size * Count);
