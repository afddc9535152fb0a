namespace CSharpBpf.Frontend.Subset;

/// <summary>A feature of C# and what becomes of it in BPF code: it is supported and a file test shows it, or a diagnostic rejects it.</summary>
/// <param name="Group">The heading it stands under.</param>
/// <param name="Name">The feature, as C# calls it.</param>
/// <param name="Since">The version of this compiler that first had it; null if it is rejected.</param>
/// <param name="FileTest">The file of tests/filetests/csharp that shows it in every engine; null if it is rejected.</param>
/// <param name="DiagnosticId">The diagnostic that rejects it; null if it is supported.</param>
public sealed record LanguageFeature(string Group, string Name, string? Since, string? FileTest, string? DiagnosticId);
