using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers foreach: over spans and inline arrays a count from 0 to the length, over all else the enumerator's methods.</summary>
internal sealed class ForEachLowering(FunctionLowering f)
{
    public void Lower(IForEachLoopOperation loop)
    {
        IOperation collection = loop.Collection;
        while (collection is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion)
        {
            collection = conversion.Operand;
        }

        if (f.Spans.IsIndexed(collection))
        {
            OverElements(loop, f.Spans.Elements(collection));
        }
        else
        {
            OverEnumerator(loop, collection);
        }
    }

    private void OverElements(IForEachLoopOperation loop, SpanValue span)
    {
        IrValue counter = f.Builder.Alloca(4, 4, "index");
        f.Builder.Store(counter, IrConstant.I32(0), MemoryAccess.U32);
        Blocks blocks = Begin(loop);
        f.JumpIf(f.Builder.Compare(IrOp.ULt, f.Builder.Load(counter, MemoryAccess.U32), span.Length), blocks.Body, blocks.Exit);
        f.Enter(blocks.Body);
        IrValue element = f.Spans.Element(span, f.Builder.Load(counter, MemoryAccess.U32));
        Assign(loop, element, span.Element);
        f.Statements.Lower(loop.Body);
        f.Jump(blocks.Next);
        if (f.Enter(blocks.Next))
        {
            f.Builder.Store(counter, f.Builder.Binary(IrOp.Add, f.Builder.Load(counter, MemoryAccess.U32), IrConstant.I32(1)), MemoryAccess.U32);
            f.Jump(blocks.Test);
        }

        f.Enter(blocks.Exit);
    }

    private void OverEnumerator(IForEachLoopOperation loop, IOperation collection)
    {
        ForEachStatementInfo info = loop.SemanticModel is { } model && loop.Syntax is CommonForEachStatementSyntax syntax ? model.GetForEachStatementInfo(syntax) : default;
        if (info.GetEnumeratorMethod is not { } getEnumerator || info.MoveNextMethod is not { } moveNext || info.CurrentProperty?.GetMethod is not { } current || loop.IsAsynchronous
            || f.Module.Sources.Find(f.Module.Sources.Definition(moveNext)).Kind == MethodSourceKind.None)
        {
            throw FunctionLowering.Reject(DiagnosticTable.ForEach, loop, FunctionLowering.Abbreviate(loop.Syntax));
        }

        TypeLayout layout = f.Layout(getEnumerator.ReturnType, loop.Collection);
        IrValue enumerator = f.Temporary(layout, "enumerator");
        IMethodSymbol called = getEnumerator.ReducedFrom ?? getEnumerator;
        IrValue? receiver = called.IsStatic ? null : f.Calls.ReceiverValue(called, collection, collection);
        f.Calls.CallOn(called, receiver, called.IsStatic ? [f.Calls.Argument(called.Parameters[0], collection)] : [], collection, enumerator);
        if (info.DisposeMethod is null)
        {
            Walk(loop, moveNext, current, enumerator, Begin(loop));
            return;
        }

        BasicBlock exit = f.Builder.CreateBlock("exit");
        f.Statements.Define(loop.ExitLabel, exit);
        f.Finally.Dispose(layout.Type, enumerator, loop.Collection, loop.Body, () => Walk(loop, moveNext, current, enumerator, Begin(loop, f.Builder.CreateBlock("end"))));
        f.Jump(exit);
        f.Enter(exit);
    }

    private void Walk(IForEachLoopOperation loop, IMethodSymbol moveNext, IMethodSymbol current, IrValue enumerator, Blocks blocks)
    {
        f.JumpIf(f.Calls.CallOn(moveNext, enumerator, [], loop.Collection, null)!, blocks.Body, blocks.Exit);
        if (f.Enter(blocks.Body))
        {
            TypeLayout element = f.Layout(current.ReturnType, loop.Collection);
            IrValue place = FunctionSignatures.ReturnsReference(current) ? f.Calls.CallOn(current, enumerator, [], loop.Collection, null)! : Current(current, enumerator, element, loop);
            Assign(loop, place, element);
            f.Statements.Lower(loop.Body);
            f.Jump(blocks.Next);
        }

        if (f.Enter(blocks.Next))
        {
            f.Jump(blocks.Test);
        }

        f.Enter(blocks.Exit);
    }

    private IrValue Current(IMethodSymbol current, IrValue enumerator, TypeLayout element, IForEachLoopOperation loop)
    {
        IrValue place = f.Temporary(element, "current");
        if (f.Calls.CallOn(current, enumerator, [], loop.Collection, element.IsScalar ? null : place) is { } value && element.IsScalar)
        {
            f.Store(place, value, element);
        }

        return place;
    }

    private Blocks Begin(IForEachLoopOperation loop)
    {
        BasicBlock exit = f.Builder.CreateBlock("exit");
        f.Statements.Define(loop.ExitLabel, exit);
        return Begin(loop, exit);
    }

    /// <param name="end">Where the loop goes when there is no more element; break may lead further.</param>
    private Blocks Begin(IForEachLoopOperation loop, BasicBlock end)
    {
        var blocks = new Blocks(f.Builder.CreateBlock("loop"), f.Builder.CreateBlock("body"), f.Builder.CreateBlock("next"), end);
        f.Statements.Define(loop.ContinueLabel, blocks.Next);
        f.Jump(blocks.Test);
        f.Enter(blocks.Test);
        return blocks;
    }

    private void Assign(IForEachLoopOperation loop, IrValue place, TypeLayout element)
    {
        if (loop.LoopControlVariable is not IVariableDeclaratorOperation { Symbol: { } local })
        {
            DeconstructionInfo info = loop.Syntax is ForEachVariableStatementSyntax syntax && loop.SemanticModel is { } model ? model.GetDeconstructionInfo(syntax) : default;
            f.Deconstructions.Assign(loop.LoopControlVariable, place, element, info, loop);
            return;
        }

        Slot slot = f.SlotOf(local, local.Type, local.IsRef, loop.LoopControlVariable);
        if (local.IsRef)
        {
            f.Builder.Store(slot.Address, place, MemoryAccess.Pointer);
        }
        else if (slot.Layout.Shape == TypeShape.Integer && element.Shape == TypeShape.Integer)
        {
            f.Store(slot.Address, f.Conversions.Number(f.Load(place, element), element, slot.Layout), slot.Layout);
        }
        else if (SymbolEqualityComparer.Default.Equals(slot.Layout.Type, element.Type))
        {
            f.Builder.Copy(slot.Address, place, element.Size);
        }
        else
        {
            throw OperationRuleTable.Reject(loop);
        }
    }

    private sealed record Blocks(BasicBlock Test, BasicBlock Body, BasicBlock Next, BasicBlock Exit);
}
