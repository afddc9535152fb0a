using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Intrinsics;

/// <summary>
/// The BCL's methods that the library has bodies for, in C#. A body is static, takes the receiver first and the type's parameters before the method's, and has
/// the method's name and parameter types otherwise; what reads a property is GetProperty, what converts is Convert, a constructor is Create.
/// </summary>
internal sealed class BclBodies(Compilation compilation)
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["System.Span`1"] = "CSharpBpf.Bcl.SpanBodies",
        ["System.ReadOnlySpan`1"] = "CSharpBpf.Bcl.SpanBodies",
        ["System.MemoryExtensions"] = "CSharpBpf.Bcl.SpanBodies",
        ["System.Runtime.InteropServices.MemoryMarshal"] = "CSharpBpf.Bcl.MemoryMarshalBodies",
        ["System.Buffers.Binary.BinaryPrimitives"] = "CSharpBpf.Bcl.BinaryPrimitivesBodies",
        ["System.Numerics.BitOperations"] = "CSharpBpf.Bcl.BitOperationsBodies",
        ["System.Math"] = "CSharpBpf.Bcl.MathBodies",
        ["System.Char"] = "CSharpBpf.Bcl.CharBodies",
        ["System.Index"] = "CSharpBpf.Bcl.IndexBodies",
        ["System.Range"] = "CSharpBpf.Bcl.RangeBodies",
        ["System.Net.IPAddress"] = "CSharpBpf.Bcl.IPAddressBodies",
    };

    private const string Numbers = "CSharpBpf.Bcl.NumberBodies";

    private readonly Dictionary<IMethodSymbol, IMethodSymbol?> found = new(SymbolEqualityComparer.Default);

    /// <summary>The body with the method's type arguments, or null if there is none for them.</summary>
    public IMethodSymbol? Find(IMethodSymbol method, LayoutTable layouts, TypeSubstitution types)
    {
        IMethodSymbol definition = method.OriginalDefinition;
        if (!found.TryGetValue(definition, out IMethodSymbol? body))
        {
            body = FindDefinition(definition);
            found.Add(definition, body);
        }

        ITypeSymbol[] arguments = [.. method.ContainingType.TypeArguments, .. method.TypeArguments];
        bool comparesElements = LibrarySymbols.IsNamed(method.ContainingType, "System.MemoryExtensions") && method.Name != nameof(System.MemoryExtensions.Reverse);
        return body is null || (comparesElements && layouts.Get(types.Substitute(arguments[0])).Shape != TypeShape.Integer) ? null
            : arguments.Length > 0 ? body.Construct(arguments) : body;
    }

    /// <summary>The body of a number type's own method, or null if there is none.</summary>
    /// <param name="number">The type: what the method's declaring type is, or what its interface's type parameter stands for.</param>
    public IMethodSymbol? FindOfNumber(IMethodSymbol method, ITypeSymbol number)
    {
        int count = method.Parameters.Length + (method.IsStatic ? 0 : 1);
        IMethodSymbol? body = method.Arity > 0 ? null : compilation.GetTypeByMetadataName(Numbers)?.GetMembers(method.Name).OfType<IMethodSymbol>()
            .FirstOrDefault(m => m.DeclaredAccessibility == Accessibility.Internal && m.Parameters.Length == count)?.Construct(number);

        // An interface's parameter of its type parameter is one of the number's.
        return body is not null && method.Parameters.Zip(body.Parameters.Skip(method.IsStatic ? 0 : 1), (declared, own) =>
            declared.Type is ITypeParameterSymbol ? SymbolEqualityComparer.Default.Equals(own.Type, number) : SymbolEqualityComparer.Default.Equals(own.Type, declared.Type)).All(static same => same) ? body : null;
    }

    private IMethodSymbol? FindDefinition(IMethodSymbol method)
    {
        foreach (KeyValuePair<string, string> type in Types)
        {
            if (!LibrarySymbols.IsNamed(method.ContainingType, type.Key))
            {
                continue;
            }

            string[] parameters = [.. method.IsStatic || method.MethodKind == MethodKind.Constructor ? [] : new[] { method.ContainingType.ToDisplayString() }, .. method.Parameters.Select(Describe)];
            int arity = method.ContainingType.Arity + method.Arity;
            return compilation.GetTypeByMetadataName(type.Value)?.GetMembers(Name(method)).OfType<IMethodSymbol>()
                .FirstOrDefault(m => m.DeclaredAccessibility == Accessibility.Internal && m.Arity == arity && m.Parameters.Select(Describe).SequenceEqual(parameters));
        }

        return null;
    }

    private static string Name(IMethodSymbol method) => method.MethodKind switch
    {
        MethodKind.Constructor => "Create",
        MethodKind.Conversion => "Convert",
        MethodKind.PropertyGet => "Get" + method.AssociatedSymbol!.Name,
        _ => method.Name,
    };

    private static string Describe(IParameterSymbol parameter) => (parameter.RefKind == RefKind.None ? "" : parameter.RefKind + " ") + parameter.Type.ToDisplayString();
}
