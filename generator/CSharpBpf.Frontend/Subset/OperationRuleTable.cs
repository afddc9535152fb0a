using System.Collections.Generic;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Subset;

/// <summary>
/// What becomes of each kind of operation: lowered (null), or rejected by the row of the diagnostic table. A kind that is not here is an
/// error of its own, never ignored: a newer Roslyn may bring new ones. A kind that is lowered may still be rejected for its types.
/// </summary>
public static class OperationRuleTable
{
    // Kinds of operations that are declared, but never in the tree of a C# method body: Visual Basic's, those of control flow graphs, and those that stand above bodies.
    private static readonly HashSet<OperationKind> NeverInBodies =
    [
        OperationKind.Attribute,
        OperationKind.CaughtException,
        OperationKind.End,
        OperationKind.FlowAnonymousFunction,
        OperationKind.FlowCapture,
        OperationKind.FlowCaptureReference,
        OperationKind.IsNull,
        OperationKind.OmittedArgument,
        OperationKind.ParameterInitializer,
        OperationKind.RaiseEvent,
        OperationKind.ReDim,
        OperationKind.ReDimClause,
        OperationKind.StaticLocalInitializationSemaphore,
        OperationKind.Stop,
    ];

    private static readonly Dictionary<OperationKind, DiagnosticDescriptor?> Rules = new()
    {
        [OperationKind.AddressOf] = null,
        [OperationKind.Argument] = null,
        [OperationKind.ArrayElementReference] = null,
        [OperationKind.ArrayInitializer] = null,
        [OperationKind.Binary] = null,
        [OperationKind.BinaryPattern] = null,
        [OperationKind.Block] = null,
        [OperationKind.Branch] = null,
        [OperationKind.CaseClause] = null,
        [OperationKind.Coalesce] = null,
        [OperationKind.CoalesceAssignment] = null,
        [OperationKind.CollectionExpression] = null,
        [OperationKind.CompoundAssignment] = null,
        [OperationKind.Conditional] = null,
        [OperationKind.ConditionalAccess] = null,
        [OperationKind.ConditionalAccessInstance] = null,
        [OperationKind.ConstantPattern] = null,
        [OperationKind.ConstructorBody] = null,
        [OperationKind.Conversion] = null,
        [OperationKind.DeclarationExpression] = null,
        [OperationKind.DeclarationPattern] = null,
        [OperationKind.DeconstructionAssignment] = null,
        [OperationKind.Decrement] = null,
        [OperationKind.DefaultValue] = null,
        [OperationKind.Discard] = null,
        [OperationKind.DiscardPattern] = null,
        [OperationKind.Empty] = null,
        [OperationKind.ExpressionStatement] = null,
        [OperationKind.FieldInitializer] = null,
        [OperationKind.FieldReference] = null,
        [OperationKind.FunctionPointerInvocation] = null,
        [OperationKind.ImplicitIndexerReference] = null,
        [OperationKind.Increment] = null,
        [OperationKind.InlineArrayAccess] = null,
        [OperationKind.InstanceReference] = null,
        [OperationKind.Invocation] = null,
        [OperationKind.IsPattern] = null,
        [OperationKind.IsType] = null,
        [OperationKind.Labeled] = null,
        [OperationKind.ListPattern] = null,
        [OperationKind.Literal] = null,
        [OperationKind.LocalFunction] = null,
        [OperationKind.LocalReference] = null,
        [OperationKind.Loop] = null,
        [OperationKind.MemberInitializer] = null,
        [OperationKind.MethodBody] = null,
        [OperationKind.NameOf] = null,
        [OperationKind.NegatedPattern] = null,
        [OperationKind.ObjectCreation] = null,
        [OperationKind.ObjectOrCollectionInitializer] = null,
        [OperationKind.ParameterReference] = null,
        [OperationKind.Parenthesized] = null,
        [OperationKind.PropertyInitializer] = null,
        [OperationKind.PropertyReference] = null,
        [OperationKind.PropertySubpattern] = null,
        [OperationKind.Range] = null,
        [OperationKind.RecursivePattern] = null,
        [OperationKind.RelationalPattern] = null,
        [OperationKind.Return] = null,
        [OperationKind.SimpleAssignment] = null,
        [OperationKind.SizeOf] = null,
        [OperationKind.SlicePattern] = null,
        [OperationKind.Spread] = null,
        [OperationKind.Switch] = null,
        [OperationKind.SwitchCase] = null,
        [OperationKind.SwitchExpression] = null,
        [OperationKind.SwitchExpressionArm] = null,
        [OperationKind.Throw] = null,
        [OperationKind.Try] = null,
        [OperationKind.Tuple] = null,
        [OperationKind.TupleBinary] = null,
        [OperationKind.TypePattern] = null,
        [OperationKind.Unary] = null,
        [OperationKind.Using] = null,
        [OperationKind.UsingDeclaration] = null,
        [OperationKind.Utf8String] = null,
        [OperationKind.VariableDeclaration] = null,
        [OperationKind.VariableDeclarationGroup] = null,
        [OperationKind.VariableDeclarator] = null,
        [OperationKind.VariableInitializer] = null,
        [OperationKind.With] = null,

        // Told apart by their syntax: see NoneOperations.
        [OperationKind.None] = null,

        [OperationKind.AnonymousFunction] = DiagnosticTable.DelegateOrClosure,
        [OperationKind.AnonymousObjectCreation] = DiagnosticTable.HeapAllocation,
        [OperationKind.ArrayCreation] = DiagnosticTable.ArrayOrSpan,
        [OperationKind.Await] = DiagnosticTable.AsyncOrIterator,
        [OperationKind.CatchClause] = DiagnosticTable.TryBlock,
        [OperationKind.DelegateCreation] = DiagnosticTable.DelegateOrClosure,
        [OperationKind.DynamicIndexerAccess] = DiagnosticTable.Dynamic,
        [OperationKind.DynamicInvocation] = DiagnosticTable.Dynamic,
        [OperationKind.DynamicMemberReference] = DiagnosticTable.Dynamic,
        [OperationKind.DynamicObjectCreation] = DiagnosticTable.Dynamic,
        [OperationKind.EventAssignment] = DiagnosticTable.DelegateOrClosure,
        [OperationKind.EventReference] = DiagnosticTable.DelegateOrClosure,
        [OperationKind.InterpolatedString] = DiagnosticTable.String,
        [OperationKind.InterpolatedStringAddition] = DiagnosticTable.String,
        [OperationKind.InterpolatedStringAppendFormatted] = DiagnosticTable.String,
        [OperationKind.InterpolatedStringAppendInvalid] = DiagnosticTable.String,
        [OperationKind.InterpolatedStringAppendLiteral] = DiagnosticTable.String,
        [OperationKind.InterpolatedStringHandlerArgumentPlaceholder] = DiagnosticTable.String,
        [OperationKind.InterpolatedStringHandlerCreation] = DiagnosticTable.String,
        [OperationKind.InterpolatedStringText] = DiagnosticTable.String,
        [OperationKind.Interpolation] = DiagnosticTable.String,
        [OperationKind.Lock] = DiagnosticTable.TryBlock,
        [OperationKind.MethodReference] = DiagnosticTable.DelegateOrClosure,
        [OperationKind.TranslatedQuery] = DiagnosticTable.DelegateOrClosure,
        [OperationKind.TypeOf] = DiagnosticTable.Reflection,
        [OperationKind.TypeParameterObjectCreation] = DiagnosticTable.Reflection,
        [OperationKind.YieldBreak] = DiagnosticTable.AsyncOrIterator,
        [OperationKind.YieldReturn] = DiagnosticTable.AsyncOrIterator,
    };

    /// <summary>The kinds that bodies may have, each with the diagnostic that rejects it or null if it is lowered.</summary>
    public static IReadOnlyDictionary<OperationKind, DiagnosticDescriptor?> All => Rules;

    /// <summary>Whether no body has such an operation, or it is the C# compiler's own error.</summary>
    public static bool IsNeverLowered(OperationKind kind) => kind == OperationKind.Invalid || NeverInBodies.Contains(kind);

    /// <summary>Whether the kind is lowered; null for one that is not in the table.</summary>
    internal static bool? IsLowered(OperationKind kind) => Rules.TryGetValue(kind, out DiagnosticDescriptor? row) ? row is null : null;

    /// <summary>Whether an operation in statement position is an expression, as the body of <c>=&gt;</c> may be.</summary>
    internal static bool IsExpression(IOperation operation) => operation is IInvocationOperation or IAssignmentOperation or IIncrementOrDecrementOperation or ICoalesceAssignmentOperation or IConditionalAccessOperation;

    /// <summary>The rejection of an operation that the lowering has no way for.</summary>
    internal static RejectionException Reject(IOperation operation)
    {
        if (operation.Kind == OperationKind.Invalid)
        {
            throw new CSharpErrorException(operation.Syntax);
        }

        string text = FunctionLowering.Abbreviate(operation.Syntax);
        if (operation is IArrayElementReferenceOperation)
        {
            return new RejectionException(DiagnosticTable.ArrayOrSpan, operation.Syntax, text);
        }

        return Rules.TryGetValue(operation.Kind, out DiagnosticDescriptor? row) && row is not null
            ? new RejectionException(row, operation.Syntax, text)
            : new RejectionException(DiagnosticTable.NotUnderstood, operation.Syntax, text, operation.Kind);
    }
}
