using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Model;

/// <summary>What the declarations of one BPF class say: one class is one BPF object. Members are in source order, files by their paths.</summary>
/// <param name="Type">The class.</param>
/// <param name="Name">The object's name: namespace and class, nested classes joined by '_' (<c>My.App.Outer_Inner</c>).</param>
/// <param name="License">The licence of the class, else of its assembly, else null.</param>
public sealed record ObjectModel(
    INamedTypeSymbol Type,
    string Name,
    string? License,
    IReadOnlyList<MapMember> Maps,
    IReadOnlyList<GlobalMember> Globals,
    IReadOnlyList<ConstMember> Constants,
    IReadOnlyList<ProgramMember> Programs)
{
    /// <summary>The name of the object file.</summary>
    public string FileName => Name + ".bpf.o";
}

/// <summary>A map. Key and value are null for maps that have none.</summary>
/// <param name="Symbol">The property.</param>
/// <param name="Name">The symbol name in the object.</param>
public sealed record MapMember(IPropertySymbol Symbol, string Name, MapType Type, ITypeSymbol? Key, ITypeSymbol? Value, uint MaxEntries, uint Flags)
{
    /// <summary>The programs or maps that a program array or a map of maps starts with.</summary>
    public IReadOnlyList<MapElementSpec> InitialElements { get; init; } = [];

    /// <summary>Whether it is pinned under its name.</summary>
    public bool IsPinned { get; init; }

    /// <summary>What the maps in a map of maps look like.</summary>
    public MapMember? Inner { get; init; }
}

/// <summary>A global variable: <c>.data</c> with an initial value, else <c>.bss</c>.</summary>
/// <param name="InitialValue">A boxed constant of the type (of the underlying type for enums), or null for zero.</param>
public sealed record GlobalMember(IPropertySymbol Symbol, string Name, ITypeSymbol Type, DataSectionKind Section, object? InitialValue);

/// <summary>A constant in <c>.rodata</c>: user space may give it another value before load.</summary>
/// <param name="Value">A boxed constant of the type (of the underlying type for enums).</param>
public sealed record ConstMember(IPropertySymbol Symbol, string Name, ITypeSymbol Type, object Value);

/// <summary>A program.</summary>
/// <param name="SectionName">The ELF section, as libbpf reads it.</param>
/// <param name="ContextTypeName">The kernel's struct that the context points to: <c>xdp_md</c>.</param>
/// <param name="HandleTypeName">The full name of the user-space class that stands for such a program.</param>
public sealed record ProgramMember(
    IMethodSymbol Symbol,
    string Name,
    string SectionName,
    ProgramType ProgramType,
    AttachType? AttachType,
    string ContextTypeName,
    string HandleTypeName)
{
    /// <summary>What the program returns at a fault; null if faults are errors.</summary>
    public long? OnFault { get; init; }
}
