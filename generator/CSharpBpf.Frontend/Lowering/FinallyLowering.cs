using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Lowers try with finally, and using. What must run last is lowered once for each way out of the region: its end, a jump or return that leaves
/// it, a fault in it, and a fault in a method that it calls, which the inliner sends to the call's target.
/// </summary>
internal sealed class FinallyLowering(FunctionLowering f)
{
    private List<Region> regions = [];

    /// <summary>How many regions are open.</summary>
    public int Depth => regions.Count;

    /// <summary>How many of the open regions are around a place in the source too.</summary>
    public int DepthAround(SyntaxNode place) => regions.Count(r => r.Tree == place.SyntaxTree && r.Span.Contains(place.Span));

    public void Try(ITryOperation operation)
    {
        if (operation.Catches.FirstOrDefault() is { } caught)
        {
            throw OperationRuleTable.Reject(caught);
        }

        Run(operation.Body.Syntax, operation.Body.Syntax.Span, () => f.Statements.LowerCopy(operation.Finally!), () => f.Statements.Lower(operation.Body));
    }

    public void Using(IUsingOperation operation)
    {
        if (operation.IsAsynchronous)
        {
            throw FunctionLowering.Reject(DiagnosticTable.AsyncOrIterator, operation, "await using");
        }

        TextSpan span = operation.Body.Syntax.Span;
        if (operation.Resources is IVariableDeclarationGroupOperation group)
        {
            Declare([.. group.Declarations.SelectMany(static d => d.Declarators)], 0, operation.Body.Syntax, span, () => f.Statements.Lower(operation.Body));
            return;
        }

        IOperation resource = operation.Resources is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand : operation.Resources;
        TypeLayout layout = f.Layout(resource);
        IrValue place = f.Temporary(layout);
        f.Expressions.Into(resource, place);
        Dispose(layout.Type, place, resource, operation.Body, () => f.Statements.Lower(operation.Body));
    }

    /// <summary>A using declaration, whose region is the rest of its block.</summary>
    public void UsingDeclaration(IUsingDeclarationOperation operation, SyntaxNode block, Action rest)
    {
        if (operation.IsAsynchronous)
        {
            throw FunctionLowering.Reject(DiagnosticTable.AsyncOrIterator, operation, "await using");
        }

        TextSpan span = TextSpan.FromBounds(operation.Syntax.Span.End, block.Span.End);
        Declare([.. operation.DeclarationGroup.Declarations.SelectMany(static d => d.Declarators)], 0, block, span, rest);
    }

    /// <summary>A region at whose end a value is disposed of that lies in memory already.</summary>
    public void Dispose(ITypeSymbol type, IrValue place, IOperation at, IOperation scope, Action body)
    {
        IMethodSymbol dispose = FindDispose(type, at);
        Run(scope.Syntax, scope.Syntax.Span, () => f.Calls.CallOn(dispose, place, [], at, null), body);
    }

    /// <summary>Runs what must run last of the regions inside the first few. There may be no current block then: it need not come to its end.</summary>
    public void LeaveTo(int depth)
    {
        List<Region> all = regions;
        SourceLocation? location = f.Builder.Location;
        for (int i = all.Count - 1; i >= depth && f.Builder.Block is not null; i--)
        {
            regions = all.GetRange(0, i);
            all[i].Leave();
        }

        regions = all;
        f.Builder.Location = location;
    }

    /// <summary>Gives a call in a region the target for faults of the method it calls.</summary>
    public void Catch(IrInstruction call)
    {
        if (regions.Count > 0 && f.Builder.Block is { } block)
        {
            BasicBlock unwind = f.Builder.CreateBlock("unwind");
            call.Targets.Add(unwind);
            f.Builder.MoveTo(unwind);
            f.Faults.Unwind();
            f.Builder.MoveTo(block);
        }
    }

    private void Declare(List<IVariableDeclaratorOperation> declarators, int index, SyntaxNode scope, TextSpan span, Action body)
    {
        if (index == declarators.Count)
        {
            body();
            return;
        }

        IVariableDeclaratorOperation declarator = declarators[index];
        IMethodSymbol dispose = FindDispose(f.Layout(declarator.Symbol.Type, declarator).Type, declarator);
        f.Statements.Declare(declarator);
        IrValue place = f.SlotOf(declarator.Symbol, declarator.Symbol.Type, false, declarator).Address;
        Run(scope, span, () => f.Calls.CallOn(dispose, place, [], declarator, null), () => Declare(declarators, index + 1, scope, span, body));
    }

    private void Run(SyntaxNode scope, TextSpan span, Action leave, Action body)
    {
        int depth = regions.Count;
        regions.Add(new Region(scope.SyntaxTree, span, leave));
        try
        {
            body();
        }
        finally
        {
            regions.RemoveRange(depth, regions.Count - depth);
        }

        if (f.Builder.Block is not null)
        {
            leave();
        }
    }

    private static IMethodSymbol FindDispose(ITypeSymbol type, IOperation at)
    {
        if (!type.IsValueType)
        {
            throw FunctionLowering.Reject(DiagnosticTable.HeapAllocation, at, type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat));
        }

        INamedTypeSymbol? disposable = type.AllInterfaces.FirstOrDefault(static i => i.SpecialType == SpecialType.System_IDisposable);
        ISymbol? found = disposable is null
            ? type.GetMembers("Dispose").FirstOrDefault(static m => m is IMethodSymbol { IsStatic: false, Parameters.Length: 0, Arity: 0 })
            : type.FindImplementationForInterfaceMember(disposable.GetMembers("Dispose")[0]);
        return found as IMethodSymbol ?? throw FunctionLowering.Reject(DiagnosticTable.NotSupported, at, "using of a nullable value");
    }

    private sealed record Region(SyntaxTree Tree, TextSpan Span, Action Leave);
}
