using System.Linq;
using CSharpBpf.Frontend.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Which method a call means, whether BPF can call it, and where its source is.</summary>
internal sealed class CallTargets(FunctionLowering f)
{
    /// <summary>Rejects what BPF cannot call: members of the object, what is decided at run time, what needs the heap.</summary>
    /// <param name="isConstrained">Whether the method is the one that a call through a type parameter means.</param>
    public void Check(IMethodSymbol method, IOperation? receiver, IOperation at, bool isConstrained)
    {
        INamedTypeSymbol type = method.ContainingType;
        if (isConstrained && type.TypeKind == TypeKind.Interface)
        {
            return;
        }

        if (method.IsAsync)
        {
            throw FunctionLowering.Reject(DiagnosticTable.AsyncOrIterator, at, method.Name);
        }

        if (ExtensionMembers.IsBlock(type))
        {
            return;
        }

        if (LibrarySymbols.IsBpfClass(type))
        {
            bool isBase = LibrarySymbols.IsNamed(type, "CSharpBpf.BpfObject");
            if (isBase || (!method.IsStatic && !Captures.IsNested(method) && receiver is not IInstanceReferenceOperation))
            {
                throw FunctionLowering.Reject(DiagnosticTable.MemberOfObject, at, (method.AssociatedSymbol ?? method).Name);
            }

            if (method.AssociatedSymbol is IPropertySymbol property && f.Module.Sources.Find(method).Kind is MethodSourceKind.AutoGetter or MethodSourceKind.AutoSetter)
            {
                throw FunctionLowering.Reject(DiagnosticTable.MemberOfObject, at, property.Name);
            }

            return;
        }

        bool dispatches = type.TypeKind == TypeKind.Interface ? !method.IsStatic || method.IsAbstract : type.IsReferenceType && (method.IsVirtual || method.IsAbstract || (method.IsOverride && !method.IsSealed && !type.IsSealed));
        if (dispatches || (type.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum && !method.IsStatic))
        {
            throw FunctionLowering.Reject(DiagnosticTable.VirtualCall, at, isConstrained ? type.Name + "." + method.Name : method.Name);
        }

        if (!method.IsStatic && !Captures.IsNested(method) && type.IsReferenceType && !LibrarySymbols.IsMap(type))
        {
            throw FunctionLowering.Reject(f.Module.Layouts.Get(type).Problem ?? DiagnosticTable.HeapAllocation, receiver ?? at, type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
        }
    }

    public MethodSource RequireSource(IMethodSymbol method, MethodInstance target, IOperation at)
    {
        MethodSource source = f.Module.Sources.Find(target.Definition);
        return source.Kind != MethodSourceKind.None
            ? source
            : throw FunctionLowering.Reject(
                DiagnosticTable.MethodWithoutSource,
                at,
                method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat),
                method.ContainingAssembly?.Name ?? "?",
                Advice.For(method));
    }

    /// <summary>The method of a type argument that a call through a type parameter means.</summary>
    public IMethodSymbol Implementation(IMethodSymbol method, ITypeSymbol constrainedTo, IOperation at)
    {
        ITypeSymbol type = f.Types.Substitute(constrainedTo);
        if (method.ContainingType.TypeKind != TypeKind.Interface)
        {
            ISymbol? own = type.GetMembers(method.Name).FirstOrDefault(m => m is IMethodSymbol { IsOverride: true } o && o.Parameters.Length == method.Parameters.Length);
            return own as IMethodSymbol ?? throw FunctionLowering.Reject(DiagnosticTable.VirtualCall, at, method.Name);
        }

        IMethodSymbol declared = f.Types.SubstituteContainingType(method);
        ISymbol? found = type.FindImplementationForInterfaceMember(declared.OriginalDefinition.Equals(declared, SymbolEqualityComparer.Default) ? declared : declared.ConstructedFrom);
        if (found is not IMethodSymbol { IsAbstract: false } implementation)
        {
            throw FunctionLowering.Reject(DiagnosticTable.VirtualCall, at, method.Name);
        }

        return method.TypeArguments.Length == 0 ? implementation : implementation.Construct([.. method.TypeArguments]);
    }
}
