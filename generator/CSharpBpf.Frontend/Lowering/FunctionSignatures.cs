using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// How a method's signature becomes a function's. First a pointer for a struct result; then the receiver (a struct's address, a map's or a
/// context's pointer; none for static methods and for the BPF class itself); then the parameters: by reference a pointer, a struct by value
/// a pointer to a copy that the caller made and the callee may change, all else the value. A result by reference is a pointer. A local function
/// or lambda has the addresses of the variables it captures last; a struct's cannot have the struct. The receiver of an extension block's
/// member is its first parameter. Delegates and function pointers are not passed: there is a function for each that they may be.
/// </summary>
internal static class FunctionSignatures
{
    public static ReceiverKind Receiver(IMethodSymbol method, LayoutTable layouts, TypeSubstitution types)
    {
        if (method.IsStatic || Captures.IsNested(method) || LibrarySymbols.IsBpfClass(method.ContainingType) || ExtensionMembers.Receiver(method) is not null)
        {
            return ReceiverKind.None;
        }

        return layouts.Get(types.Substitute(method.ContainingType)).Shape == TypeShape.Pointer ? ReceiverKind.Value : ReceiverKind.Address;
    }

    public static bool ReturnsReference(IMethodSymbol method) => method.ReturnsByRef || method.ReturnsByRefReadonly;

    public static bool ReturnsStruct(IMethodSymbol method, LayoutTable layouts, TypeSubstitution types) =>
        !ReturnsReference(method) && layouts.Get(types.Substitute(method.ReturnType)).Shape == TypeShape.Struct;

    /// <summary>The parameters that values are given for by the caller's expression: an extension block's first.</summary>
    public static IEnumerable<IParameterSymbol> Parameters(IMethodSymbol method)
    {
        IEnumerable<IParameterSymbol> own = method.Parameters.Where(static parameter => !DelegateVariables.IsDelegate(parameter.Type));
        return ExtensionMembers.Receiver(method) is { } receiver ? [receiver, .. own] : own;
    }

    public static IrFunction Create(string name, IMethodSymbol method, LayoutTable layouts, TypeSubstitution types, IReadOnlyList<ISymbol> captures)
    {
        bool returnsStruct = ReturnsStruct(method, layouts, types);
        IrType returnType = ReturnsReference(method) ? IrType.Pointer
            : returnsStruct || method.MethodKind == MethodKind.Constructor ? IrType.Void
            : layouts.Get(types.Substitute(method.ReturnType)).IrType;
        var function = new IrFunction(name, returnType);
        if (returnsStruct)
        {
            Add(function, "result", IrType.Pointer);
        }

        if (Receiver(method, layouts, types) is var receiver && receiver != ReceiverKind.None)
        {
            ITypeSymbol type = types.Substitute(method.ContainingType);
            Add(function, "this", receiver == ReceiverKind.Value ? layouts.Get(type).IrType : IrType.Pointer, Target(type, receiver == ReceiverKind.Address));
        }

        foreach (IParameterSymbol parameter in Parameters(method))
        {
            ITypeSymbol type = types.Substitute(parameter.Type);
            TypeLayout layout = layouts.Get(type);
            bool isReference = parameter.RefKind != RefKind.None;
            Add(function, parameter.Name, isReference || layout.Shape != TypeShape.Integer && layout.Shape != TypeShape.Pointer ? IrType.Pointer : layout.IrType, Target(type, isReference));
        }

        foreach (ISymbol captured in captures)
        {
            Add(function, captured.Name, IrType.Pointer);
        }

        return function;

        DataType? Target(ITypeSymbol type, bool isReference) => LibrarySymbols.IsGlobalFunction(method) ? GlobalFunctionSignature.Target(type, isReference, layouts) : null;
    }

    private static void Add(IrFunction function, string name, IrType type, DataType? target = null)
    {
        string unique = name;
        for (int n = 1; function.Parameters.Exists(p => p.Name == unique); n++)
        {
            unique = name + n;
        }

        function.Parameters.Add(new IrParameter(unique, function.Parameters.Count, type) { Target = target });
    }
}
