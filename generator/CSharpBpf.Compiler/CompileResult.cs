using System.Collections.Generic;
using CSharpBpf.Object;

namespace CSharpBpf.Compiler;

/// <summary>What a compilation gives: an object, or the reasons why there is none (or both, where the diagnostics are only warnings).</summary>
public sealed record CompileResult(ObjectSpec? Object, IReadOnlyList<CompilerDiagnostic> Diagnostics);
