using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// What the type parameters of a method and of the types around it stand for. Every generic method is lowered once per set of arguments,
/// by walking the one operation tree under such a substitution.
/// </summary>
internal sealed class TypeSubstitution
{
    private readonly Dictionary<ITypeParameterSymbol, ITypeSymbol> arguments = new(SymbolEqualityComparer.Default);
    private readonly Compilation compilation;
    private (INamedTypeSymbol Interface, ITypeSymbol Type)? self;

    public TypeSubstitution(Compilation compilation)
    {
        this.compilation = compilation;
    }

    public bool IsEmpty => arguments.Count == 0;

    /// <summary>The arguments in the order of the parameters, outermost type first.</summary>
    public List<ITypeSymbol> Ordered { get; } = [];

    /// <summary>The substitution for a method's definition, where the method is used under this one.</summary>
    /// <param name="definition">The symbol in whose source the type parameters occur; see <see cref="MethodSources.Definition"/>.</param>
    /// <param name="self">For an interface's own body of a method: the struct that it is called on.</param>
    public TypeSubstitution For(IMethodSymbol method, IMethodSymbol definition, ITypeSymbol? self = null)
    {
        var result = new TypeSubstitution(compilation);
        result.AddOuter(this, definition.ContainingSymbol);
        if (method.ContainingType is { } type)
        {
            result.AddTypes(this, type, definition.ContainingType);
        }

        result.Add(definition.TypeParameters, method.TypeArguments, this);
        if (self is not null)
        {
            result.self = (definition.ContainingType.OriginalDefinition, self);
            result.Ordered.Add(self);
        }
        else if (definition.ContainingSymbol is IMethodSymbol && this.self is { } outer)
        {
            result.self = outer;
            result.Ordered.Add(outer.Type);
        }

        return result;
    }

    public ITypeSymbol Substitute(ITypeSymbol type)
    {
        if (arguments.Count == 0 && self is null)
        {
            return type;
        }

        switch (type)
        {
            case ITypeParameterSymbol parameter:
                return arguments.TryGetValue(parameter.OriginalDefinition, out ITypeSymbol? argument) ? argument : type;
            case IPointerTypeSymbol pointer:
                ITypeSymbol pointee = Substitute(pointer.PointedAtType);
                return Same(pointee, pointer.PointedAtType) ? type : compilation.CreatePointerTypeSymbol(pointee);
            case INamedTypeSymbol { TypeKind: TypeKind.Interface } when self is { } own && Same(own.Interface, type.OriginalDefinition):
                return own.Type;
            case INamedTypeSymbol { IsTupleType: true } tuple:
                ImmutableArray<ITypeSymbol> elements = [.. tuple.TupleElements.Select(e => Substitute(e.Type))];
                return elements.Zip(tuple.TupleElements, static (a, b) => Same(a, b.Type)).All(static s => s)
                    ? type
                    : compilation.CreateTupleTypeSymbol(elements, [.. tuple.TupleElements.Select(static e => e.IsExplicitlyNamedTupleElement ? e.Name : null)]);
            case INamedTypeSymbol named:
                return Substitute(named);
            default:
                return type;
        }
    }

    /// <summary>The method as the substitution makes it, for finding implementations of interface members.</summary>
    public IMethodSymbol SubstituteContainingType(IMethodSymbol method)
    {
        INamedTypeSymbol type = Substitute(method.ContainingType);
        foreach (ISymbol member in type.GetMembers(method.Name))
        {
            if (member is IMethodSymbol candidate && Same(candidate.OriginalDefinition, method.OriginalDefinition))
            {
                return candidate;
            }
        }

        return method;
    }

    private static bool Same(ISymbol left, ISymbol right) => SymbolEqualityComparer.Default.Equals(left, right);

    private INamedTypeSymbol Substitute(INamedTypeSymbol type)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        if (type.ContainingType is { } outer)
        {
            INamedTypeSymbol newOuter = Substitute(outer);
            if (!Same(newOuter, outer))
            {
                definition = newOuter.GetTypeMembers(type.Name, type.Arity)[0];
            }
            else if (type.Arity == 0)
            {
                return type;
            }
            else
            {
                definition = type.ConstructedFrom;
            }
        }

        return type.Arity == 0 ? definition : definition.Construct([.. type.TypeArguments.Select(Substitute)]);
    }

    // A local function sees the type parameters of the methods around it.
    private void AddOuter(TypeSubstitution from, ISymbol? container)
    {
        if (container is IMethodSymbol outer)
        {
            AddOuter(from, outer.ContainingSymbol);
            foreach (ITypeParameterSymbol parameter in outer.OriginalDefinition.TypeParameters)
            {
                if (from.arguments.TryGetValue(parameter, out ITypeSymbol? argument))
                {
                    Set(parameter, argument);
                }
            }
        }
    }

    private void AddTypes(TypeSubstitution from, INamedTypeSymbol type, INamedTypeSymbol definition)
    {
        if (type.ContainingType is { } outer)
        {
            AddTypes(from, outer, definition.ContainingType);
        }

        Add(definition.OriginalDefinition.TypeParameters, type.TypeArguments, from);
    }

    private void Add(ImmutableArray<ITypeParameterSymbol> parameters, ImmutableArray<ITypeSymbol> values, TypeSubstitution from)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            Set(parameters[i], from.Substitute(values[i]));
        }
    }

    private void Set(ITypeParameterSymbol parameter, ITypeSymbol argument)
    {
        arguments[parameter] = argument;
        Ordered.Add(argument);
    }
}
