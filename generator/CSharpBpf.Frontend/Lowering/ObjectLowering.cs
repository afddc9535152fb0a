using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Subset;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Builds structs in memory: new with constructor and initialisers, with, tuples.</summary>
internal sealed class ObjectLowering(FunctionLowering f)
{
    /// <summary>The memory is zeroed before the constructor runs: C# leaves no field unset, and the kernel no byte unwritten.</summary>
    public void Create(IObjectCreationOperation creation, IrValue destination, TypeLayout layout)
    {
        if (LibrarySymbols.IsSpan(layout.Type))
        {
            f.Spans.Write(f.Spans.Create(creation, layout), destination);
            return;
        }

        if (creation.Constructor is { } constructor && f.Module.Bcl.Find(constructor, f.Module.Layouts, f.Types) is { } body)
        {
            f.Calls.CallOn(body, null, f.Calls.Arguments(constructor, creation.Arguments), creation, destination);
            return;
        }

        if (layout.Nullable is not null && creation.Arguments.Length == 1)
        {
            f.Nullables.Set(destination, layout, f.Patterns.Input(creation.Arguments[0].Value).Value);
        }
        else if (creation.Constructor is null || creation.Constructor.IsImplicitlyDeclared)
        {
            f.Builder.Zero(destination, layout.Size);
        }
        else if (layout.Type.IsTupleType)
        {
            for (int i = 0; i < creation.Arguments.Length; i++)
            {
                f.Expressions.Into(creation.Arguments[i].Value, f.Builder.PtrAdd(destination, layout.Fields[creation.Arguments[i].Parameter!.Ordinal].Offset));
            }
        }
        else
        {
            f.Calls.Construct(creation.Constructor, destination, creation.Arguments, creation, () => f.Builder.Zero(destination, layout.Size));
        }

        if (creation.Initializer is { } initializer)
        {
            Initialize(initializer, destination);
        }
    }

    public void With(IWithOperation with, IrValue destination)
    {
        f.Expressions.Into(with.Operand, destination);
        Initialize(with.Initializer, destination);
    }

    public void Tuple(ITupleOperation tuple, IrValue destination, TypeLayout layout)
    {
        for (int i = 0; i < tuple.Elements.Length; i++)
        {
            IrValue at = f.Builder.PtrAdd(destination, layout.Fields[i].Offset);
            TypeLayout to = f.Layout(layout.Fields[i].Type, tuple.Elements[i]);
            if (to.Shape == TypeShape.Integer && tuple.Elements[i].Type is not null && f.Layout(tuple.Elements[i]) is { Shape: TypeShape.Integer } from)
            {
                f.Store(at, f.Conversions.Number(f.Expressions.Value(tuple.Elements[i]), from, to), to);
            }
            else if (tuple.Elements[i] is ITupleOperation inner)
            {
                Tuple(inner, at, to);
            }
            else
            {
                f.Expressions.Into(tuple.Elements[i], at);
            }
        }
    }

    private void Initialize(IObjectOrCollectionInitializerOperation initializer, IrValue destination) => f.Places.WithImplicitReceiver(destination, () =>
    {
        foreach (IOperation member in initializer.Initializers)
        {
            switch (member)
            {
                case ISimpleAssignmentOperation assignment:
                    f.Expressions.Effect(assignment);
                    break;
                case IMemberInitializerOperation nested:
                    Initialize(nested.Initializer, f.Places.Address(nested.InitializedMember));
                    break;
                default:
                    throw OperationRuleTable.Reject(member);
            }
        }
    });
}
