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
    private readonly INamedTypeSymbol type;
    private readonly BpfSymbols symbols;
    private readonly Compilation compilation;
    private readonly List<Diagnostic> diagnostics;
    private readonly ObjectNames names;
    private readonly LayoutTable layouts = new();
    private readonly MapReader mapReader;
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
        mapReader = new MapReader(symbols, compilation, new KernelVersion(target.TargetKernel >> 8, target.TargetKernel & 0xff), diagnostics);
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

        return new ObjectModel(type, ObjectNames.ObjectName(type), builder.License(), InitialEntries.Add(builder.maps, builder.programs, diagnostics), builder.globals, builder.constants, builder.programs);
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
        if (mapReader.Read(property, name, attribute) is { } map)
        {
            maps.Add(map);
        }
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

        if (layouts.Get(property.Type) is { Shape: TypeShape.Unsupported, Problem: { } problem } unfit)
        {
            Report(problem, property, (unfit.Culprit ?? property.Type).ToDisplayString());
            return;
        }

        if (AutomaticLayout.Find(layouts, property.Type) is { } ordered)
        {
            Report(DiagnosticTable.OrderedByDotNet, property, property.Name, ordered.ToDisplayString());
            return;
        }

        bool hasLock = KernelFields.Count(layouts, property.Type, LibrarySymbols.IsSpinLock) > 0;
        if (hasLock || KernelFields.Count(layouts, property.Type, LibrarySymbols.IsTimer) > 0)
        {
            Report(hasLock ? DiagnosticTable.LockPlace : DiagnosticTable.TimerPlace, property, property.Name, "a global has none, since user space maps its memory: put it into the value of an ArrayMap with one entry");
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

    private static bool Is(AttributeData attribute, INamedTypeSymbol? attributeClass) =>
        attributeClass is not null && SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, attributeClass);

    private void Report(DiagnosticDescriptor row, ISymbol member, params object?[] arguments) =>
        diagnostics.Add(Diagnostic.Create(row, member.Locations[0], arguments));
}
