using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CSharpBpf.Compiler;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Library;
using CSharpBpf.Frontend.Lowering;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpBpf.Frontend.Model;

/// <summary>Reads the declarations of a BPF class. What is wrong is reported and left out, so that the rest can still be looked at.</summary>
public sealed class ObjectModelBuilder
{
    /// <summary>BPF_F_NO_PREALLOC.</summary>
    private const uint NoPreallocation = 1;

    /// <summary>The most bytes of a prefix that an LPM trie takes.</summary>
    private const int LongestPrefix = 256;

    /// <summary>The smallest page of any machine: what the size of a buffer must be a multiple of.</summary>
    private const uint PageSize = 4096;

    private readonly INamedTypeSymbol type;
    private readonly BpfSymbols symbols;
    private readonly Compilation compilation;
    private readonly List<Diagnostic> diagnostics;
    private readonly KernelVersion targetKernel;
    private readonly ObjectNames names;
    private readonly LayoutTable layouts = new();
    private readonly List<MapMember> maps = [];
    private readonly List<GlobalMember> globals = [];
    private readonly List<ConstMember> constants = [];
    private readonly List<ProgramMember> programs = [];

    private ObjectModelBuilder(INamedTypeSymbol type, BpfSymbols symbols, Compilation compilation, List<Diagnostic> diagnostics, CompilerOptions target)
    {
        this.type = type;
        this.symbols = symbols;
        this.compilation = compilation;
        this.diagnostics = diagnostics;
        targetKernel = new KernelVersion(target.TargetKernel >> 8, target.TargetKernel & 0xff);
        names = new ObjectNames(diagnostics);
    }

    /// <summary>Reads a class that derives from BpfObject.</summary>
    /// <param name="target">What the object is for.</param>
    /// <param name="diagnostics">Gets what is wrong with the declarations.</param>
    public static ObjectModel Build(INamedTypeSymbol type, BpfSymbols symbols, Compilation compilation, List<Diagnostic> diagnostics, CompilerOptions target, CancellationToken cancellation = default)
    {
        ObjectModelBuilder builder = new(type, symbols, compilation, diagnostics, target);
        ClassShape.Check(type, symbols, diagnostics, cancellation);
        foreach (ISymbol member in type.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            builder.Read(member, cancellation);
        }

        return new ObjectModel(type, ObjectNames.ObjectName(type), builder.License(), ProgramArrayEntries.Add(builder.maps, builder.programs, diagnostics), builder.globals, builder.constants, builder.programs);
    }

    private void Read(ISymbol member, CancellationToken cancellation)
    {
        foreach (AttributeData attribute in member.GetAttributes())
        {
            if (member is IPropertySymbol property)
            {
                if (Is(attribute, symbols.MapAttribute))
                {
                    ReadMap(property, attribute);
                }
                else if (Is(attribute, symbols.GlobalAttribute))
                {
                    ReadGlobal(property, attribute);
                }
                else if (Is(attribute, symbols.ConstAttribute))
                {
                    ReadConst(property, attribute, cancellation);
                }
            }
            else if (member is IMethodSymbol method
                && attribute.AttributeClass is { } attributeClass
                && ProgramAttributeTable.Find(attributeClass.ToDisplayString()) is { } row)
            {
                ReadProgram(method, attribute, row);
            }
        }
    }

    private void ReadMap(IPropertySymbol property, AttributeData attribute)
    {
        string name = names.Take(property, BpfSymbols.NamedArgument(attribute, "Name"));
        if (!property.IsPartialDefinition || property.IsStatic || property.GetMethod is null || property.SetMethod is not null || property.IsIndexer || property.RefKind != RefKind.None)
        {
            Report(DiagnosticTable.MapNotPartialGetter, property, property.Name);
            return;
        }

        if (property.Type is not INamedTypeSymbol mapType
            || !BpfSymbols.DerivesFrom(mapType, symbols.Map)
            || BpfSymbols.FindAttribute(mapType.OriginalDefinition, symbols.MapTypeAttribute) is not { ConstructorArguments: [{ Value: int kernelType }] })
        {
            // An unknown name is the C# compiler's to report.
            if (property.Type.TypeKind != TypeKind.Error)
            {
                Report(DiagnosticTable.MapTypeUnknown, property, property.Name, property.Type.ToDisplayString());
            }

            return;
        }

        uint maxEntries = BpfSymbols.NamedArgument(attribute, "MaxEntries") as uint? ?? 0;
        MapTypeInfo facts = MapTypeTable.Get((MapType)kernelType);
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

        ITypeSymbol? key = TypeArgument(mapType, "TKey") ?? (facts.Key == MapKeyRule.UInt32 ? compilation.GetSpecialType(SpecialType.System_UInt32) : null);
        ITypeSymbol? value = TypeArgument(mapType, "TValue") ?? (facts.Value == MapValueRule.FileDescriptor ? compilation.GetSpecialType(SpecialType.System_UInt32) : null);
        ITypeSymbol? record = TypeArgument(mapType, "TRecord");
        if (CheckData(property, "key", key) & CheckData(property, "value", value) & CheckData(property, "record", record) & CheckPrefix(property, facts, key))
        {
            uint flags = (uint)(BpfSymbols.NamedArgument(attribute, "Flags") as int? ?? 0) | (facts.RequiresNoPrealloc ? NoPreallocation : 0);
            maps.Add(new MapMember(property, name, (MapType)kernelType, key, value, maxEntries, flags));
        }
    }

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

        if (Padding.Find(layouts, data) is { } padding)
        {
            Report(DiagnosticTable.MapDataPadded, property, property.Name, role, data.ToDisplayString(), padding);
        }

        return true;
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

    private void ReadGlobal(IPropertySymbol property, AttributeData attribute)
    {
        string name = names.Take(property, BpfSymbols.NamedArgument(attribute, "Name"));
        if (!property.IsPartialDefinition || property.IsStatic || property.RefKind != RefKind.Ref || property.GetMethod is null || property.IsIndexer)
        {
            Report(DiagnosticTable.GlobalNotPartialRef, property, property.Name);
            return;
        }

        if (property.Type.TypeKind == TypeKind.Error)
        {
            return;
        }

        if (!property.Type.IsUnmanagedType || property.Type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer)
        {
            Report(DiagnosticTable.VariableType, property, property.Name, property.Type.ToDisplayString());
            return;
        }

        object? written = BpfSymbols.NamedArgument(attribute, "InitialValue");
        object? value = ConstantConversion.Convert(written, ConstantConversion.StorageType(property.Type));
        if (written is not null && value is null)
        {
            Report(DiagnosticTable.GlobalInitialValue, property, property.Name, property.Type.ToDisplayString());
            return;
        }

        globals.Add(new GlobalMember(property, name, property.Type, value is null ? Object.DataSectionKind.Bss : Object.DataSectionKind.Data, value));
    }

    private void ReadConst(IPropertySymbol property, AttributeData attribute, CancellationToken cancellation)
    {
        string name = names.Take(property, BpfSymbols.NamedArgument(attribute, "Name"));
        if (property.DeclaringSyntaxReferences is not [var reference] || reference.GetSyntax(cancellation) is not PropertyDeclarationSyntax syntax)
        {
            Report(DiagnosticTable.ConstNotInitOnly, property, property.Name);
            return;
        }

        bool isAuto = syntax.AccessorList is { } accessors && accessors.Accessors.All(static accessor => accessor.Body is null && accessor.ExpressionBody is null);
        if (!isAuto || property.IsStatic || property.GetMethod is null || property.SetMethod is not { IsInitOnly: true })
        {
            Report(DiagnosticTable.ConstNotInitOnly, property, property.Name);
            return;
        }

        if (property.Type.TypeKind == TypeKind.Error)
        {
            return;
        }

        SpecialType storage = ConstantConversion.StorageType(property.Type);
        if (storage == SpecialType.None)
        {
            Report(DiagnosticTable.VariableType, property, property.Name, property.Type.ToDisplayString());
            return;
        }

        Optional<object?> constant = syntax.Initializer is { Value: { } initializer }
            ? compilation.GetSemanticModel(syntax.SyntaxTree).GetConstantValue(initializer, cancellation)
            : default;
        if (ConstantConversion.Convert(constant.Value, storage) is { } value)
        {
            constants.Add(new ConstMember(property, name, property.Type, value));
        }
        else
        {
            Report(DiagnosticTable.ConstWithoutValue, property, property.Name);
        }
    }

    private void ReadProgram(IMethodSymbol method, AttributeData attribute, ProgramAttributeRow row)
    {
        string name = names.TakeOverload(method, BpfSymbols.NamedArgument(attribute, "Name"));
        if (ProgramSignature.FindFault(method, row) is { } fault)
        {
            string attributeName = row.AttributeName.Substring(row.AttributeName.LastIndexOf('.') + 1).Replace("Attribute", "");
            Report(DiagnosticTable.ProgramSignature, method, method.Name, attributeName, fault, ProgramSignature.Describe(method, row));
            return;
        }

        programs.Add(new ProgramMember(method, name, Section(method, attribute, row), row.ProgramType, row.AttachType, row.ContextTypeName, row.HandleTypeName) { OnFault = FaultValue(method, attribute) });
    }

    /// <summary>The section, with the names of what the program attaches to.</summary>
    private string Section(IMethodSymbol method, AttributeData attribute, ProgramAttributeRow row)
    {
        string section = row.SectionName;
        foreach (TypedConstant argument in attribute.ConstructorArguments)
        {
            string target = argument.Value as string ?? "";
            if (!AttachTarget.IsName(target))
            {
                Report(DiagnosticTable.AttachTarget, method, target, method.Name);
            }

            section += "/" + target;
        }

        return section;
    }

    private long? FaultValue(IMethodSymbol method, AttributeData attribute)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == "OnFault" && argument.Value.Type is { TypeKind: not TypeKind.Error } written)
            {
                bool isOfType = method.ReturnType.TypeKind == TypeKind.Enum || written.TypeKind == TypeKind.Enum ? SymbolEqualityComparer.Default.Equals(written, method.ReturnType) : true;
                object? value = isOfType && argument.Value.Kind != TypedConstantKind.Array ? ConstantConversion.Convert(argument.Value.Value, ConstantConversion.StorageType(method.ReturnType)) : null;
                if (value is null)
                {
                    Report(DiagnosticTable.FaultValue, method, method.Name, method.ReturnType.ToDisplayString());
                }

                return ConstantBytes.Number(value);
            }
        }

        return null;
    }

    private string? License()
    {
        AttributeData? attribute = BpfSymbols.FindAttribute(type, symbols.LicenseAttribute) ?? BpfSymbols.FindAttribute(type.ContainingAssembly, symbols.LicenseAttribute);
        return attribute is { ConstructorArguments: [{ Value: string license }] } ? license : null;
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

    private static bool Is(AttributeData attribute, INamedTypeSymbol? attributeClass) =>
        attributeClass is not null && SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, attributeClass);

    private void Report(DiagnosticDescriptor row, ISymbol member, params object?[] arguments) =>
        diagnostics.Add(Diagnostic.Create(row, member.Locations[0], arguments));
}
