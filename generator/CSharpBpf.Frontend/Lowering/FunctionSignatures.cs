using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// How a method's signature becomes a function's. First a pointer for a struct result; then the receiver (a struct's address, a map's or a
/// context's pointer; none for static methods and for the BPF class itself); then the parameters: by reference a pointer, a struct by value
/// a pointer to a copy that the caller made and the callee may change, all else the value. A result by reference is a pointer.
/// </summary>
internal static class FunctionSignatures
{
    public static ReceiverKind Receiver(IMethodSymbol method, LayoutTable layouts, TypeSubstitution types)
    {
        if (method.IsStatic || method.MethodKind == MethodKind.LocalFunction || LibrarySymbols.IsBpfClass(method.ContainingType))
        {
            return ReceiverKind.None;
        }

        return layouts.Get(types.Substitute(method.ContainingType)).Shape == TypeShape.Pointer ? ReceiverKind.Value : ReceiverKind.Address;
    }

    public static bool ReturnsReference(IMethodSymbol method) => method.ReturnsByRef || method.ReturnsByRefReadonly;

    public static bool ReturnsStruct(IMethodSymbol method, LayoutTable layouts, TypeSubstitution types) =>
        !ReturnsReference(method) && layouts.Get(types.Substitute(method.ReturnType)).Shape == TypeShape.Struct;

    public static IrFunction Create(string name, IMethodSymbol method, LayoutTable layouts, TypeSubstitution types)
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
            Add(function, "this", receiver == ReceiverKind.Value ? layouts.Get(types.Substitute(method.ContainingType)).IrType : IrType.Pointer);
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            TypeLayout layout = layouts.Get(types.Substitute(parameter.Type));
            Add(function, parameter.Name, parameter.RefKind != RefKind.None || layout.Shape != TypeShape.Integer && layout.Shape != TypeShape.Pointer ? IrType.Pointer : layout.IrType);
        }

        return function;
    }

    private static void Add(IrFunction function, string name, IrType type)
    {
        string unique = name;
        for (int n = 1; function.Parameters.Exists(p => p.Name == unique); n++)
        {
            unique = name + n;
        }

        function.Parameters.Add(new IrParameter(unique, function.Parameters.Count, type));
    }
}
