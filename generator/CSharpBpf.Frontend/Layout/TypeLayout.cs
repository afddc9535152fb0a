using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Layout;

/// <summary>How values of a type are handled.</summary>
public enum TypeShape : byte
{
    Void,

    /// <summary>A number in a register: integers, bool, char, enums.</summary>
    Integer,

    /// <summary>A pointer in a register: pointers, contexts, maps.</summary>
    Pointer,

    /// <summary>Bytes in memory.</summary>
    Struct,

    /// <summary>Cannot be a value in BPF; <see cref="TypeLayout.Problem"/> says why.</summary>
    Unsupported,
}

/// <summary>A type as .NET lays it out in memory, and as the IR carries its values. Sizes and offsets are bytes.</summary>
public sealed record TypeLayout(ITypeSymbol Type, TypeShape Shape, int Size, int Alignment)
{
    /// <summary>The type of the SSA value; Void for structs.</summary>
    public IrType IrType { get; init; }

    /// <summary>How the value is loaded and stored.</summary>
    public MemoryAccess Access { get; init; }

    public bool IsSigned { get; init; }

    public bool IsBoolean { get; init; }

    /// <summary>The fields of a struct by declaration; for tuples the elements.</summary>
    public IReadOnlyList<FieldLayout> Fields { get; init; } = [];

    /// <summary>Where the value of a T? is; null for any other type.</summary>
    public NullableParts? Nullable { get; init; }

    /// <summary>The diagnostic for an unsupported type.</summary>
    public DiagnosticDescriptor? Problem { get; init; }

    /// <summary>The type that an unsupported type has a field of, and that makes it so; null if it is the type itself.</summary>
    public ITypeSymbol? Culprit { get; init; }

    public bool IsScalar => Shape is TypeShape.Integer or TypeShape.Pointer;
}

/// <summary>A field: its definition (not constructed), its type in the constructed struct, its offset.</summary>
public sealed record FieldLayout(IFieldSymbol Field, ITypeSymbol Type, int Offset);

/// <summary>A nullable value is a bool at offset 0 and the value behind it. These are no fields: the reference assembly does not name them.</summary>
public sealed record NullableParts(TypeLayout Value, int ValueOffset);
