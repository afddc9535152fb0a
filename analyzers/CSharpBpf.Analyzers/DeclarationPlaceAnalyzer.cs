using System.Collections.Immutable;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Library;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CSharpBpf.Analyzers;

/// <summary>Finds declarations of maps, globals, constants and programs in classes that are no BPF classes, where they would mean nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationPlaceAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticTable.OutsideBpfClass];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (BpfSymbols.TryCreate(start.Compilation) is { } symbols)
            {
                start.RegisterSymbolAction(symbol => Check(symbol, symbols), SymbolKind.Property, SymbolKind.Method);
            }
        });
    }

    private static void Check(SymbolAnalysisContext context, BpfSymbols symbols)
    {
        if (symbols.IsBpfClass(context.Symbol.ContainingType))
        {
            return;
        }

        foreach (AttributeData attribute in context.Symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } attributeClass && IsDeclaration(attributeClass, symbols))
            {
                string name = attributeClass.Name.EndsWith("Attribute", System.StringComparison.Ordinal) ? attributeClass.Name.Substring(0, attributeClass.Name.Length - 9) : attributeClass.Name;
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticTable.OutsideBpfClass, context.Symbol.Locations[0], context.Symbol.Name, name));
            }
        }
    }

    private static bool IsDeclaration(INamedTypeSymbol attributeClass, BpfSymbols symbols) =>
        SymbolEqualityComparer.Default.Equals(attributeClass, symbols.MapAttribute)
        || SymbolEqualityComparer.Default.Equals(attributeClass, symbols.GlobalAttribute)
        || SymbolEqualityComparer.Default.Equals(attributeClass, symbols.ConstAttribute)
        || BpfSymbols.DerivesFrom(attributeClass, symbols.ProgramAttribute);
}
