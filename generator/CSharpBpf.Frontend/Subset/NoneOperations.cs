using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CSharpBpf.Frontend.Subset;

/// <summary>The constructs that Roslyn leaves without an operation kind of their own.</summary>
internal enum NoneKind : byte
{
    /// <summary>Not one of those known: an error, never ignored.</summary>
    Unknown,

    /// <summary><c>*p</c>, and the implicit one of <c>p-&gt;f</c>: the child is the pointer.</summary>
    Dereference,

    /// <summary><c>p[i]</c>: the children are the pointer and the index.</summary>
    PointerElement,

    /// <summary><c>stackalloc</c>.</summary>
    StackAllocation,

    /// <summary><c>fixed</c>, the statement.</summary>
    Fixed,
}

/// <summary>
/// The one place that knows what an operation of kind None is. Roslyn gives every one a type, its syntax and all its children in evaluation
/// order, but no kind; the shape may change with Roslyn, so a test holds it down on every version that can be the host.
/// </summary>
internal static class NoneOperations
{
    public static NoneKind Classify(IOperation operation)
    {
        int children = operation.ChildOperations.Count;
        switch (operation.Syntax.Kind())
        {
            case SyntaxKind.FixedStatement:
                return NoneKind.Fixed;
            case SyntaxKind.StackAllocArrayCreationExpression or SyntaxKind.ImplicitStackAllocArrayCreationExpression:
                return NoneKind.StackAllocation;
            case SyntaxKind.ElementAccessExpression when children == 2 && operation.ChildOperations.First().Type is IPointerTypeSymbol:
                return NoneKind.PointerElement;
            default:
                return children == 1 && operation.ChildOperations.First().Type is IPointerTypeSymbol pointer
                    && SymbolEqualityComparer.Default.Equals(pointer.PointedAtType, operation.Type)
                    ? NoneKind.Dereference
                    : NoneKind.Unknown;
        }
    }
}
