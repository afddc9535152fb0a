using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CSharpBpf.Frontend.Model;

/// <summary>Puts the model of a class into the words of its generated part.</summary>
internal static class ObjectSkeletonBuilder
{
    public static ObjectSkeleton Build(ObjectModel model, Compilation compilation, string metadataName, CancellationToken cancellation)
    {
        List<string> containers = [];
        for (INamedTypeSymbol? outer = model.Type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            containers.Insert(0, $"partial {Keyword(outer)} {Escape(outer.Name)}");
        }

        TypeNames types = new(compilation);
        EquatableArray<SkeletonVariable> maps = Array(model.Maps.Select(map => Variable(map.Symbol, map.Name, types, cancellation)));
        EquatableArray<SkeletonVariable> globals = Array(model.Globals.Select(global => Variable(global.Symbol, global.Name, types, cancellation)));
        EquatableArray<SkeletonVariable> constants = Array(model.Constants.Select(constant => Variable(constant.Symbol, constant.Name, types, cancellation)));
        EquatableArray<SkeletonProgram> programs = Array(Programs(model.Programs, types));
        INamespaceSymbol space = model.Type.ContainingNamespace;
        return new ObjectSkeleton(
            metadataName,
            model.Name,
            space.IsGlobalNamespace ? "" : string.Join(".", space.ToDisplayString().Split('.').Select(Escape)),
            Array(containers),
            Escape(model.Type.Name),
            maps,
            globals,
            constants,
            programs,
            Array(types.ExternAliases));
    }

    // Overloads share their C# name; their symbols are numbered, and the properties are named after these.
    private static IEnumerable<SkeletonProgram> Programs(IReadOnlyList<ProgramMember> programs, TypeNames types)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (ProgramMember program in programs)
        {
            string name = names.Add(program.Symbol.Name) ? program.Symbol.Name : program.Name;
            names.Add(name);
            string method = $"global::System.Func<{types.Of(program.Symbol.Parameters[0].Type)}, {types.Of(program.Symbol.ReturnType)}>";
            yield return new SkeletonProgram(Escape(name), program.Name, "global::" + program.HandleTypeName, Escape(program.Symbol.Name), method);
        }
    }

    private static SkeletonVariable Variable(IPropertySymbol property, string name, TypeNames types, CancellationToken cancellation)
    {
        string modifiers = property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is PropertyDeclarationSyntax syntax
            ? string.Join(" ", syntax.Modifiers.Select(static modifier => modifier.ValueText))
            : "";
        return new SkeletonVariable(Escape(property.Name), modifiers, types.Of(property.Type), name);
    }

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static EquatableArray<T> Array<T>(IEnumerable<T> items)
        where T : IEquatable<T> => new([.. items]);
}
