using CSharpBpf.Frontend.Model;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Generator.Models;

/// <summary>The bytes of a compiled class. Empty if it did not compile, so that the code around it still binds.</summary>
internal sealed record ObjectImage(ObjectSkeleton Skeleton, EquatableArray<byte> Bytes);

/// <summary>A class that did not compile, or was compiled at all if that is traced: what the generator itself reports.</summary>
/// <param name="Location">In a syntax tree, which does not keep a compilation alive; equal trees are the same object.</param>
internal sealed record ObjectReport(string ClassName, int ErrorCount, bool TraceCompilation, Location Location);
