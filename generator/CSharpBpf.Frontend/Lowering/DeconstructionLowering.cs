using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers deconstructions in C#'s order: the places of all variables first, then the value and its parts, then the stores.</summary>
internal sealed class DeconstructionLowering(FunctionLowering f)
{
    /// <summary>Gives the parts of a value in memory to the variables of a deconstruction.</summary>
    public void Assign(IOperation target, IrValue value, TypeLayout layout, DeconstructionInfo info, IOperation at)
    {
        var targets = new List<AssignmentLowering.Target?>();
        PrepareAll(target, targets);
        int next = 0;
        Distribute(target, value, layout, info, targets, ref next, at);
    }

    public void Assign(IDeconstructionAssignmentOperation assignment, IrValue? destination)
    {
        var targets = new List<AssignmentLowering.Target?>();
        PrepareAll(assignment.Target, targets);
        TypeLayout layout = f.Layout(assignment.Value);
        DeconstructionInfo info = assignment.Syntax is AssignmentExpressionSyntax syntax && assignment.SemanticModel is { } model ? model.GetDeconstructionInfo(syntax) : default;
        IrValue value = f.Temporary(layout);
        f.Expressions.Into(assignment.Value, value);
        int next = 0;
        Distribute(assignment.Target, value, layout, info, targets, ref next, assignment);
        if (destination is not null)
        {
            f.Builder.Copy(destination, value, layout.Size);
        }
    }

    /// <summary>The parts that a Deconstruct method, perhaps an extension, gives of the struct at an address.</summary>
    public (IrValue Address, TypeLayout Layout)[] Call(IrValue value, IMethodSymbol? method, IOperation at)
    {
        if (method is null)
        {
            throw FunctionLowering.Reject(DiagnosticTable.NotSupported, at, "this deconstruction");
        }

        bool isExtension = method.IsStatic;
        (IrValue, TypeLayout)[] parts = [.. method.Parameters.Skip(isExtension ? 1 : 0).Select(p =>
        {
            TypeLayout layout = f.Layout(p.Type, at);
            return (f.Temporary(layout), layout);
        })];
        List<IrValue> arguments = [.. parts.Select(static p => p.Item1)];
        if (isExtension)
        {
            arguments.Insert(0, value);
        }

        f.Calls.CallOn(method, isExtension ? null : value, [.. arguments], at, null);
        return parts;
    }

    private void PrepareAll(IOperation target, List<AssignmentLowering.Target?> targets)
    {
        switch (target)
        {
            case IDeclarationExpressionOperation { Expression: ITupleOperation declared }:
                PrepareAll(declared, targets);
                break;
            case ITupleOperation tuple:
                foreach (IOperation element in tuple.Elements)
                {
                    PrepareAll(element, targets);
                }

                break;
            case IDiscardOperation:
                targets.Add(null);
                break;
            default:
                targets.Add(f.Assignments.Prepare(target));
                break;
        }
    }

    private void Distribute(IOperation target, IrValue value, TypeLayout layout, DeconstructionInfo info, List<AssignmentLowering.Target?> targets, ref int next, IOperation at)
    {
        target = target is IDeclarationExpressionOperation { Expression: ITupleOperation declared } ? declared : target;
        if (target is ITupleOperation tuple)
        {
            (IrValue Address, TypeLayout Layout)[] parts = layout.Type.IsTupleType
                ? [.. layout.Fields.Select(p => (f.Builder.PtrAdd(value, p.Offset), f.Layout(p.Type, at)))]
                : Call(value, info.Method, at);
            for (int i = 0; i < tuple.Elements.Length; i++)
            {
                DeconstructionInfo nested = i < info.Nested.Length ? info.Nested[i] : default;
                Distribute(tuple.Elements[i], parts[i].Address, parts[i].Layout, nested, targets, ref next, at);
            }

            return;
        }

        if (targets[next++] is not { } place)
        {
            return;
        }

        if (!place.Layout.IsScalar)
        {
            f.Assignments.Write(place, value);
        }
        else
        {
            IrValue part = f.Load(value, layout);
            f.Assignments.Write(place, place.Layout.Shape == TypeShape.Integer && layout.Shape == TypeShape.Integer ? f.Conversions.Number(part, layout, place.Layout) : part);
        }
    }
}
