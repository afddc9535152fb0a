using System.Collections.Immutable;
using System.Linq;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Library;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Analyzers;

/// <summary>
/// Finds uses of [KernelSide] members in code that cannot be part of a BPF program. What can be: a method of a BPF class or of a BPF library, one
/// that is [KernelSide] itself, and one that takes a map or a context, as helpers of programs do.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KernelSideAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticTable.KernelSideInUserSpace];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (BpfSymbols.TryCreate(start.Compilation) is { KernelSideAttribute: not null } symbols)
            {
                start.RegisterOperationAction(
                    operation => Check(operation, symbols),
                    OperationKind.Invocation,
                    OperationKind.PropertyReference,
                    OperationKind.MethodReference);
            }
        });
    }

    private static void Check(OperationAnalysisContext context, BpfSymbols symbols)
    {
        ISymbol member = context.Operation switch
        {
            IInvocationOperation invocation => invocation.TargetMethod,
            IMemberReferenceOperation reference => reference.Member,
            _ => context.ContainingSymbol,
        };
        if (BpfSymbols.FindAttribute(member.OriginalDefinition, symbols.KernelSideAttribute) is not null && !MayBeProgramCode(context.ContainingSymbol, symbols))
        {
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticTable.KernelSideInUserSpace, context.Operation.Syntax.GetLocation(), member.Name));
        }
    }

    private static bool MayBeProgramCode(ISymbol code, BpfSymbols symbols)
    {
        for (ISymbol? at = code; at is not null and not INamespaceSymbol; at = at.ContainingSymbol)
        {
            if ((at is INamedTypeSymbol type && symbols.IsBpfClass(type))
                || BpfSymbols.FindAttribute(at, symbols.KernelSideAttribute) is not null
                || (at is IMethodSymbol method && method.Parameters.Any(parameter => IsKernelSideType(parameter.Type, symbols))))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsKernelSideType(ITypeSymbol type, BpfSymbols symbols) =>
        (type is INamedTypeSymbol named && BpfSymbols.DerivesFrom(named, symbols.Map))
        || BpfSymbols.FindAttribute(type, symbols.ContextAttribute) is not null;
}
