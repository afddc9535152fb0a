using System;
using System.Collections.Generic;
using System.Text;
using CSharpBpf.Frontend.Diagnostics;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Model;

/// <summary>The symbol names of one object: C identifiers, unique over maps, globals, constants and programs.</summary>
internal sealed class ObjectNames(List<Diagnostic> diagnostics)
{
    private readonly Dictionary<string, string> ownerByName = new(StringComparer.Ordinal);

    /// <summary>The object's name: <c>Namespace.Outer_Inner</c>.</summary>
    public static string ObjectName(INamedTypeSymbol type)
    {
        StringBuilder name = new(type.Name);
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            name.Insert(0, '_').Insert(0, outer.Name);
        }

        if (type.ContainingNamespace is { IsGlobalNamespace: false } containing)
        {
            name.Insert(0, '.').Insert(0, containing.ToDisplayString());
        }

        return name.ToString();
    }

    /// <summary>Takes a name for a member: the one its attribute gives, else its own.</summary>
    public string Take(ISymbol member, object? attributeName)
    {
        string name = attributeName as string ?? member.Name;
        if (!IsIdentifier(name))
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticTable.NameNotIdentifier, member.Locations[0], member.Name, name));
        }
        else if (ownerByName.TryGetValue(name, out string? owner))
        {
            diagnostics.Add(Diagnostic.Create(DiagnosticTable.NameNotUnique, member.Locations[0], member.Name, name, owner));
        }
        else
        {
            ownerByName.Add(name, member.Name);
        }

        return name;
    }

    /// <summary>Takes a name for a program. Overloads are numbered, since a symbol has no parameters: <c>Filter</c>, <c>Filter_2</c>.</summary>
    public string TakeOverload(IMethodSymbol method, object? attributeName)
    {
        if (attributeName is not null || !ownerByName.TryGetValue(method.Name, out string? owner) || owner != method.Name)
        {
            return Take(method, attributeName);
        }

        int number = 2;
        while (ownerByName.ContainsKey($"{method.Name}_{number}"))
        {
            number++;
        }

        return Take(method, $"{method.Name}_{number}");
    }

    private static bool IsIdentifier(string name)
    {
        if (name.Length == 0 || name[0] is >= '0' and <= '9')
        {
            return false;
        }

        foreach (char c in name)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_'))
            {
                return false;
            }
        }

        return true;
    }
}
