using System;
using System.Linq;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Model;

/// <summary>The locks and timers in a type, which the kernel must know of.</summary>
internal static class KernelFields
{
    /// <summary>How many of a type are in a type, or whether it is one.</summary>
    public static int Count(LayoutTable layouts, ITypeSymbol? type, Func<ITypeSymbol, bool> isWanted) =>
        type is null or { TypeKind: TypeKind.Error } || !type.IsUnmanagedType ? 0
            : isWanted(type) ? 1
            : layouts.Get(type) is { Shape: TypeShape.Struct } layout ? layout.Fields.Sum(field => Count(layouts, field.Type, isWanted)) : 0;
}
