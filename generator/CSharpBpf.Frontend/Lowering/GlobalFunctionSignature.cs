using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// What the kernel takes as a global function (btf_prepare_func_args of kernel/bpf/btf.c): up to five parameters, which are integers, the context, or memory of
/// a size that BTF tells; an integer as result.
/// </summary>
internal sealed class GlobalFunctionSignature(LayoutTable layouts, TypeSubstitution types)
{
    private const int MaximumParameters = 5;

    /// <summary>What a parameter is said to point to: the value of a reference, or a struct that stands for the context. Null for what is no pointer, or no pointer that can be passed.</summary>
    public static DataType? Target(ITypeSymbol type, bool isReference, LayoutTable layouts)
    {
        if (isReference || layouts.Get(type).Shape == TypeShape.Struct)
        {
            return IsPlain(type, layouts) ? new DataTypeBuilder(layouts).Get(type) : null;
        }

        return ContextName(type) is { } context ? new StructDataType(context, 0, []) : null;
    }

    /// <summary>Why a method cannot be one; null if it can.</summary>
    public string? Problem(IMethodSymbol method, IReadOnlyList<ISymbol> captures)
    {
        TypeLayout result = layouts.Get(types.Substitute(method.ReturnType));
        ReceiverKind receiver = FunctionSignatures.Receiver(method, layouts, types);
        List<IParameterSymbol> parameters = [.. FunctionSignatures.Parameters(method)];
        if (FunctionSignatures.ReturnsReference(method) || result.Shape is not (TypeShape.Integer or TypeShape.Void) || method.MethodKind == MethodKind.Constructor)
        {
            return "it must return an integer, an enum, a bool or nothing";
        }

        if (captures.Count > 0)
        {
            return $"it uses the variable '{captures[0].Name}' of the method around it";
        }

        if (parameters.Count + (receiver == ReceiverKind.None ? 0 : 1) > MaximumParameters)
        {
            return $"it has more than {MaximumParameters} parameters, the receiver of a struct's method counted";
        }

        if (receiver != ReceiverKind.None && Target(types.Substitute(method.ContainingType), receiver == ReceiverKind.Address, layouts) is null)
        {
            return $"the kernel does not know what is behind a '{method.ContainingType.Name}'";
        }

        return parameters.Select(Problem).FirstOrDefault(static problem => problem is not null);
    }

    private string? Problem(IParameterSymbol parameter)
    {
        ITypeSymbol type = types.Substitute(parameter.Type);
        if (parameter.RefKind == RefKind.Out)
        {
            return $"the kernel wants memory that is written before the call: pass '{parameter.Name}' by ref";
        }

        bool isReference = parameter.RefKind != RefKind.None;
        return (!isReference && layouts.Get(type).Shape == TypeShape.Integer) || Target(type, isReference, layouts) is not null
            ? null
            : $"the kernel does not know what is behind the parameter '{parameter.Name}': pass an integer, the context of a program on packets, or a reference to a value without references in it";
    }

    /// <summary>The kernel's name of a context that can be passed; the records that other programs get cannot.</summary>
    private static string? ContextName(ITypeSymbol type) =>
        LibrarySymbols.ContextOf(type) is { } program && ProgramTypeTable.Get(program) is { Context: ContextKind.XdpMd or ContextKind.SkBuff } row ? row.ContextType : null;

    /// <summary>Whether a value has neither pointers nor references in it.</summary>
    private static bool IsPlain(ITypeSymbol type, LayoutTable layouts)
    {
        TypeLayout layout = layouts.Get(type);
        return layout.Shape switch
        {
            TypeShape.Integer => true,
            TypeShape.Struct => type.IsUnmanagedType && layout.Fields.All(field => field.Field.IsFixedSizeBuffer || IsPlain(field.Type, layouts)),
            _ => false,
        };
    }
}
