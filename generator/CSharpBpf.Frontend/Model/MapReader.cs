using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Library;
using CSharpBpf.Frontend.Lowering;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Model;

/// <summary>Reads the declaration of a map.</summary>
internal sealed class MapReader(BpfSymbols symbols, Compilation compilation, KernelVersion targetKernel, List<Diagnostic> diagnostics)
{
    private const string InnerMapAttribute = "CSharpBpf.BpfInnerMapAttribute";

    /// <summary>BPF_F_NO_PREALLOC.</summary>
    private const uint NoPreallocation = 1;

    /// <summary>The most bytes of a prefix that an LPM trie takes.</summary>
    private const int LongestPrefix = 256;

    /// <summary>The smallest page of any machine: what the size of a buffer must be a multiple of.</summary>
    private const uint PageSize = 4096;

    private static readonly KernelVersion LocksInInnerMaps = new(6, 2);

    private readonly LayoutTable layouts = new();

    /// <summary>The map, or null if there is too much wrong with it; what is wrong is reported.</summary>
    public MapMember? Read(IPropertySymbol property, string name, AttributeData attribute)
    {
        if (!property.IsPartialDefinition || property.IsStatic || property.GetMethod is null || property.SetMethod is not null || property.IsIndexer || property.RefKind != RefKind.None)
        {
            Report(DiagnosticTable.MapNotPartialGetter, property, property.Name);
            return null;
        }

        if (TypeOf(property.Type) is not { } type)
        {
            // An unknown name is the C# compiler's to report.
            if (property.Type.TypeKind != TypeKind.Error)
            {
                Report(DiagnosticTable.MapTypeUnknown, property, property.Name, property.Type.ToDisplayString());
            }

            return null;
        }

        return Describe(property, name, (INamedTypeSymbol)property.Type, MapTypeTable.Get(type), attribute, isInner: false);
    }

    private MapMember? Describe(IPropertySymbol property, string name, INamedTypeSymbol mapType, MapTypeInfo facts, AttributeData attribute, bool isInner)
    {
        uint maxEntries = BpfSymbols.NamedArgument(attribute, "MaxEntries") as uint? ?? 0;
        if (maxEntries == 0 && facts.MaxEntries != MapMaxEntriesRule.Zero)
        {
            Report(DiagnosticTable.MapWithoutEntries, property, property.Name);
        }
        else if (facts.MaxEntries == MapMaxEntriesRule.BufferSize && (maxEntries < PageSize || (maxEntries & (maxEntries - 1)) != 0))
        {
            Report(DiagnosticTable.BufferSize, property, property.Name, maxEntries);
        }

        if (targetKernel < facts.Since)
        {
            Report(DiagnosticTable.MapTypeTooNew, property, property.Name, facts.KernelName, facts.Since, targetKernel);
        }

        ITypeSymbol number = compilation.GetSpecialType(SpecialType.System_UInt32);
        ITypeSymbol? key = TypeArgument(mapType, "TKey") ?? (facts.Key == MapKeyRule.UInt32 ? number : null);
        ITypeSymbol? value = TypeArgument(mapType, "TValue") ?? (facts.Value is MapValueRule.FileDescriptor or MapValueRule.RedirectTarget ? number : null);
        ITypeSymbol? record = TypeArgument(mapType, "TRecord");
        CheckLocks(property, facts, key, value, record, isInner);
        CheckTimers(property, facts, key, value, record);
        bool isFit = CheckData(property, "key", key) & CheckData(property, "value", value) & CheckData(property, "record", record) & CheckPrefix(property, facts, key);
        MapMember? inner = facts.HoldsMaps ? Inner(property, name, mapType) : null;
        if (!isFit || (facts.HoldsMaps && inner is null))
        {
            return null;
        }

        uint flags = (uint)(BpfSymbols.NamedArgument(attribute, "Flags") as int? ?? 0) | (facts.RequiresNoPrealloc ? NoPreallocation : 0);
        return new MapMember(property, name, facts.Id, key, value, maxEntries, flags) { Inner = inner, IsPinned = BpfSymbols.NamedArgument(attribute, "Pin") is true };
    }

    private MapMember? Inner(IPropertySymbol property, string name, INamedTypeSymbol outer)
    {
        ITypeSymbol? type = TypeArgument(outer, "TMap");
        if (type is null or { TypeKind: TypeKind.Error })
        {
            return null;
        }

        MapTypeInfo? facts = TypeOf(type) is { } id ? MapTypeTable.Get(id) : null;
        if (facts is null or { HoldsMaps: true } or { Id: MapType.ProgArray })
        {
            Report(DiagnosticTable.InnerMap, property, property.Name, $"holds '{type.ToDisplayString()}', and the kernel takes only maps that hold no maps or programs themselves");
            return null;
        }

        AttributeData? attribute = property.GetAttributes().FirstOrDefault(static a => LibrarySymbols.IsNamed(a.AttributeClass, InnerMapAttribute));
        if (attribute is null)
        {
            Report(DiagnosticTable.InnerMap, property, property.Name, "needs [BpfInnerMap(MaxEntries = ...)], which says what the maps in it look like");
            return null;
        }

        return Describe(property, name + ".inner", (INamedTypeSymbol)type, facts, attribute, isInner: true);
    }

    private MapType? TypeOf(ITypeSymbol type) =>
        type is INamedTypeSymbol named
            && BpfSymbols.DerivesFrom(named, symbols.Map)
            && BpfSymbols.FindAttribute(named.OriginalDefinition, symbols.MapTypeAttribute) is { ConstructorArguments: [{ Value: int kernelType }] }
            ? (MapType)kernelType
            : null;

    private bool CheckData(IPropertySymbol property, string role, ITypeSymbol? data)
    {
        if (data is null or { TypeKind: TypeKind.Error })
        {
            return data is null;
        }

        if (!data.IsUnmanagedType || data.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer)
        {
            Report(DiagnosticTable.MapDataNotUnmanaged, property, property.Name, role, data.ToDisplayString());
            return false;
        }

        if (layouts.Get(data) is { Shape: TypeShape.Unsupported, Problem: { } problem } unfit)
        {
            Report(problem, property, (unfit.Culprit ?? data).ToDisplayString());
            return false;
        }

        if (AutomaticLayout.Find(layouts, data) is { } ordered)
        {
            Report(DiagnosticTable.OrderedByDotNet, property, property.Name, ordered.ToDisplayString());
            return false;
        }

        if (Padding.Find(layouts, data) is { } padding)
        {
            Report(DiagnosticTable.MapDataPadded, property, property.Name, role, data.ToDisplayString(), padding);
        }

        return true;
    }

    /// <summary>The kernel takes one lock in the value, as a field of the struct itself, and only where a value has one address.</summary>
    private void CheckLocks(IPropertySymbol property, MapTypeInfo facts, ITypeSymbol? key, ITypeSymbol? value, ITypeSymbol? record, bool isInner)
    {
        int inValue = KernelFields.Count(layouts, value, LibrarySymbols.IsSpinLock);
        string? fault = KernelFields.Count(layouts, key, LibrarySymbols.IsSpinLock) + KernelFields.Count(layouts, record, LibrarySymbols.IsSpinLock) > 0 ? "a lock lies in values only"
            : inValue > 1 ? "a value has one lock"
            : inValue == 1 && facts.Id is not (MapType.Hash or MapType.Array) ? "only hash maps and arrays have values with a lock"
            : inValue == 1 && isInner && targetKernel < LocksInInnerMaps ? $"maps in maps have values with a lock since kernel {LocksInInnerMaps}, and the target is {targetKernel}"
            : inValue == 1 && LibrarySymbols.IsSpinLock(value!) ? "the value itself cannot be the lock: make it a struct with the lock as a field"
            : inValue == 1 && !layouts.Get(value!).Fields.Any(static field => LibrarySymbols.IsSpinLock(field.Type)) ? "the lock must be a field of the value itself, not of a struct in it"
            : null;
        if (fault is not null)
        {
            Report(DiagnosticTable.LockPlace, property, property.Name, fault);
        }
    }

    /// <summary>The kernel takes one timer in the value, as a field of the struct itself, and only where the entry has one key.</summary>
    private void CheckTimers(IPropertySymbol property, MapTypeInfo facts, ITypeSymbol? key, ITypeSymbol? value, ITypeSymbol? record)
    {
        int inValue = KernelFields.Count(layouts, value, LibrarySymbols.IsTimer);
        string? fault = KernelFields.Count(layouts, key, LibrarySymbols.IsTimer) + KernelFields.Count(layouts, record, LibrarySymbols.IsTimer) > 0 ? "a timer lies in values only"
            : inValue > 1 ? "a value has one timer"
            : inValue == 1 && facts.Id is not (MapType.Hash or MapType.LruHash or MapType.Array) ? "only hash maps, LRU maps and arrays have values with a timer"
            : inValue == 1 && LibrarySymbols.IsTimer(value!) ? "the value itself cannot be the timer: make it a struct with the timer as a field"
            : inValue == 1 && !layouts.Get(value!).Fields.Any(static field => LibrarySymbols.IsTimer(field.Type)) ? "the timer must be a field of the value itself, not of a struct in it"
            : null;
        if (fault is not null)
        {
            Report(DiagnosticTable.TimerPlace, property, property.Name, fault);
        }
    }

    private bool CheckPrefix(IPropertySymbol property, MapTypeInfo facts, ITypeSymbol? key)
    {
        if (facts.Key != MapKeyRule.LpmPrefix || key is null or { TypeKind: TypeKind.Error })
        {
            return true;
        }

        TypeLayout layout = layouts.Get(key);
        bool isPrefix = layout is { Shape: TypeShape.Struct, Size: > sizeof(uint) and <= sizeof(uint) + LongestPrefix }
            && layout.Fields.Any(field => field.Offset == 0 && layouts.Get(field.Type) is { Shape: TypeShape.Integer, Size: sizeof(uint) });
        if (!isPrefix)
        {
            Report(DiagnosticTable.MapKeyNotPrefix, property, property.Name, key.ToDisplayString());
        }

        return isPrefix;
    }

    private static ITypeSymbol? TypeArgument(INamedTypeSymbol mapType, string parameter)
    {
        for (int i = 0; i < mapType.TypeParameters.Length; i++)
        {
            if (mapType.TypeParameters[i].Name == parameter)
            {
                return mapType.TypeArguments[i];
            }
        }

        return null;
    }

    private void Report(DiagnosticDescriptor row, ISymbol member, params object?[] arguments) =>
        diagnostics.Add(Diagnostic.Create(row, member.Locations[0], arguments));
}
