using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>A method's definition with what its type parameters and its delegate parameters stand for: the unit that is lowered once.</summary>
internal sealed class MethodInstance(IMethodSymbol definition, TypeSubstitution types, IReadOnlyList<DelegateBinding>? delegates = null) : IEquatable<MethodInstance>
{
    public IMethodSymbol Definition { get; } = definition;

    public TypeSubstitution Types { get; } = types;

    /// <summary>What the delegate parameters name, its own and for a nested function those of the methods around it.</summary>
    public IReadOnlyList<DelegateBinding> Delegates { get; } = delegates ?? [];

    /// <summary>Whether it is one of several that are made of one definition.</summary>
    public bool IsSpecialized => Types.Ordered.Count > 0 || Delegates.Count > 0;

    public bool Equals(MethodInstance? other)
    {
        if (other is null || !SymbolEqualityComparer.Default.Equals(Definition, other.Definition) || Types.Ordered.Count != other.Types.Ordered.Count)
        {
            return false;
        }

        for (int i = 0; i < Types.Ordered.Count; i++)
        {
            if (!SymbolEqualityComparer.Default.Equals(Types.Ordered[i], other.Types.Ordered[i]))
            {
                return false;
            }
        }

        return Delegates.SequenceEqual(other.Delegates);
    }

    public override bool Equals(object? obj) => Equals(obj as MethodInstance);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Definition);
}

/// <summary>The method that a delegate or function pointer parameter stands for in one instance of its method: it is no value, and a call of it is a call of that.</summary>
internal sealed class DelegateBinding(IParameterSymbol parameter, MethodInstance target) : IEquatable<DelegateBinding>
{
    public IParameterSymbol Parameter { get; } = parameter;

    public MethodInstance Target { get; } = target;

    public bool Equals(DelegateBinding? other) => other is not null && SymbolEqualityComparer.Default.Equals(Parameter, other.Parameter) && Target.Equals(other.Target);

    public override bool Equals(object? obj) => Equals(obj as DelegateBinding);

    public override int GetHashCode() => Target.GetHashCode();
}

/// <summary>How a function passes what the method's signature says; see <see cref="FunctionSignatures"/>.</summary>
internal enum ReceiverKind : byte
{
    /// <summary>Static methods, and the BPF class's own: the object is not a value.</summary>
    None,

    /// <summary>A pointer to the struct.</summary>
    Address,

    /// <summary>The map or context pointer itself.</summary>
    Value,
}

/// <summary>A method instance and the function made of it.</summary>
internal sealed class FunctionInstance(MethodInstance method, MethodSource source, IrFunction function, ReceiverKind receiver, bool returnsStruct)
{
    public MethodInstance Method { get; } = method;

    public MethodSource Source { get; } = source;

    public IrFunction Function { get; } = function;

    public ReceiverKind Receiver { get; } = receiver;

    /// <summary>The result goes through a hidden first parameter.</summary>
    public bool ReturnsStruct { get; } = returnsStruct;

    /// <summary>For library code: the user's call it was first reached through.</summary>
    public UserCall? ReachedFrom { get; init; }

    /// <summary>How many generic instantiations deep: a generic method that instantiates itself with ever larger types has no end.</summary>
    public int InstantiationDepth { get; init; }
}

/// <summary>The user's call through which library code is reached.</summary>
internal sealed record UserCall(Location Location, string Method, bool IsOfMap);
