using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Lowers what a method consists of: a body, or what the C# compiler makes itself (auto-properties, initialisers, record equality).</summary>
internal sealed class BodyLowering(FunctionLowering f)
{
    public void Run()
    {
        MethodSource source = f.Instance.Source;
        switch (source.Kind)
        {
            case MethodSourceKind.AutoGetter:
                LowerAutoGetter();
                break;
            case MethodSourceKind.AutoSetter:
                FieldLayout written = BackingField();
                IrParameter value = f.Instance.Function.Parameters[f.Instance.Function.Parameters.Count - 1];
                Move(f.Builder.PtrAdd(f.Receiver!, written.Offset), value, written);
                break;
            case MethodSourceKind.Constructor:
                LowerConstructor();
                break;
            case MethodSourceKind.RecordEquality:
                f.Builder.Ret(new RecordLowering(f).Equality(f.Instance.Function.Parameters[0], f.Instance.Function.Parameters[1], f.Method.ContainingType));
                break;
            case MethodSourceKind.RecordInequality:
                f.Builder.Ret(f.Builder.Compare(IrOp.Eq, new RecordLowering(f).Equality(f.Instance.Function.Parameters[0], f.Instance.Function.Parameters[1], f.Method.ContainingType), IrConstant.I32(0)));
                break;
            case MethodSourceKind.RecordEquals:
                f.Builder.Ret(new RecordLowering(f).GeneratedEquals(f.Receiver!, f.Instance.Function.Parameters[1], f.Method.ContainingType));
                break;
            case MethodSourceKind.RecordDeconstruct:
                new RecordLowering(f).Deconstruct(f.Instance.Function.Parameters);
                break;
            default:
                LowerOperation(source.Operation!);
                break;
        }
    }

    private void LowerOperation(IOperation operation)
    {
        switch (operation)
        {
            case IMethodBodyOperation body:
                f.Statements.Lower((IOperation?)body.BlockBody ?? body.ExpressionBody!);
                break;
            case IConstructorBodyOperation body:
                f.Statements.Lower((IOperation?)body.BlockBody ?? body.ExpressionBody!);
                break;
            case ILocalFunctionOperation local:
                f.Statements.Lower(local.Body!);
                break;
            case IAnonymousFunctionOperation lambda:
                f.Statements.Lower(lambda.Body);
                break;
            default:
                f.Statements.Lower(operation);
                break;
        }
    }

    private void LowerAutoGetter()
    {
        FieldLayout field = BackingField();
        TypeLayout layout = f.Module.Layouts.Get(f.Types.Substitute(field.Type));
        if (layout.Shape == TypeShape.Struct)
        {
            f.Builder.Copy(f.ResultDestination!, f.Builder.PtrAdd(f.Receiver!, field.Offset), layout.Size);
            f.Builder.Ret();
        }
        else
        {
            f.Builder.Ret(f.Load(f.Receiver!, layout, field.Offset));
        }
    }

    private FieldLayout BackingField()
    {
        ITypeSymbol type = f.Types.Substitute(f.Method.ContainingType);
        var property = (IPropertySymbol)f.Method.AssociatedSymbol!;
        return f.Instance.Receiver == ReceiverKind.Address && f.Places.BackingField(type, property) is { } field
            ? field
            : throw new RejectionException(DiagnosticTable.TypeWithoutLayout, f.Instance.Source.Syntax!, type.Name);
    }

    private void Move(IrValue destination, IrValue value, FieldLayout field)
    {
        TypeLayout layout = f.Module.Layouts.Get(f.Types.Substitute(field.Type));
        if (layout.Shape == TypeShape.Struct)
        {
            f.Builder.Copy(destination, value, layout.Size);
        }
        else
        {
            f.Store(destination, value, layout);
        }
    }

    /// <summary>A constructor that does not call another of its struct runs the initialisers first; a primary one also fills a record's properties.</summary>
    private void LowerConstructor()
    {
        var body = f.Instance.Source.Operation as IConstructorBodyOperation;
        if (body?.Initializer is { } initializer)
        {
            f.Statements.Lower(initializer);
        }

        if (body?.Initializer is null || f.Instance.Source.Syntax is not ConstructorDeclarationSyntax { Initializer.RawKind: (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.ThisConstructorInitializer })
        {
            LowerInitializers();
        }

        if (f.Instance.Source.Syntax is ConstructorDeclarationSyntax && body is not null)
        {
            LowerOperation(body);
        }
    }

    private void LowerInitializers()
    {
        INamedTypeSymbol type = f.Method.ContainingType;
        ITypeSymbol substituted = f.Types.Substitute(type);
        bool isPrimary = f.Instance.Source.Syntax is TypeDeclarationSyntax;
        foreach (IParameterSymbol parameter in f.Method.Parameters)
        {
            if (isPrimary && f.Module.Layouts.FindCaptured(substituted, parameter) is { } captured)
            {
                MoveParameter(parameter, f.Builder.PtrAdd(f.Receiver!, captured.Offset), captured);
            }
        }

        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.IsStatic || f.Module.Layouts.Find(substituted, field) is not { } place)
            {
                continue;
            }

            ISymbol declared = field.AssociatedSymbol ?? field;
            SyntaxNode? syntax = declared.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
            EqualsValueClauseSyntax? clause = syntax switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
            IrValue destination = f.Builder.PtrAdd(f.Receiver!, place.Offset);
            if (clause is not null && f.Module.Sources.Operation(clause) is ISymbolInitializerOperation initializer)
            {
                if (field.RefKind != RefKind.None)
                {
                    f.Builder.Store(destination, f.Places.Address(initializer.Value), MemoryAccess.Pointer);
                    continue;
                }

                f.Expressions.Into(initializer.Value, destination);
            }
            else if (isPrimary && syntax is ParameterSyntax && f.Method.Parameters.FirstOrDefault(p => p.Name == declared.Name) is { } positional)
            {
                MoveParameter(positional, destination, place);
            }
        }
    }

    private void MoveParameter(IParameterSymbol parameter, IrValue destination, FieldLayout field)
    {
        int index = f.Method.Parameters.IndexOf(parameter) + f.Instance.Function.Parameters.Count - f.Method.Parameters.Length;
        Move(destination, f.Instance.Function.Parameters[index], field);
    }
}
