using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Model;

/// <summary>A program is an ordinary instance method that takes its type's context by value and returns its type's decision.</summary>
internal static class ProgramSignature
{
    /// <summary>What is wrong with a program's signature, or null. Types that C# itself does not know are C#'s to report.</summary>
    public static string? FindFault(IMethodSymbol method, ProgramAttributeRow row) => method switch
    {
        { MethodKind: not MethodKind.Ordinary } => "is not an ordinary method",
        { IsStatic: true } => "is static",
        { IsAsync: true } => "is async",
        { IsGenericMethod: true } => "is generic",
        { IsExtern: true } or { IsAbstract: true } => "has no body",
        { Parameters: not [{ RefKind: RefKind.None, IsOptional: false }] } => "must take one parameter by value",
        { Parameters: [{ Type: { TypeKind: not TypeKind.Error } parameter }] } when parameter.ToDisplayString() != row.ContextName => $"takes '{parameter.ToDisplayString()}'",
        { RefKind: not RefKind.None } => "returns a reference",
        { ReturnType: { TypeKind: not TypeKind.Error } result } when result.ToDisplayString() != row.ReturnName => $"returns '{result.ToDisplayString()}'",
        _ => null,
    };

    /// <summary>The signature wanted: <c>XdpAction Filter(XdpContext context)</c>.</summary>
    public static string Describe(IMethodSymbol method, ProgramAttributeRow row) => $"{Simple(row.ReturnName)} {method.Name}({Simple(row.ContextName)} context)";

    private static string Simple(string fullName) => fullName.Substring(fullName.LastIndexOf('.') + 1);
}
