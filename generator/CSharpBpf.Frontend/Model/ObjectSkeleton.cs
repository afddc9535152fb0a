namespace CSharpBpf.Frontend.Model;

/// <summary>
/// What the generated part of a BPF class needs to know of it, as text: nothing of a compilation, so that it can be kept and compared.
/// Names are C# source: escaped, and types fully qualified.
/// </summary>
/// <param name="MetadataName">The class as metadata names it; unique in its project.</param>
/// <param name="ObjectName">The object's name.</param>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Containers">Headers of the types around the class, the outermost first: <c>partial class Outer</c>.</param>
/// <param name="ExternAliases">Those that type names begin with.</param>
public sealed record ObjectSkeleton(
    string MetadataName,
    string ObjectName,
    string Namespace,
    EquatableArray<string> Containers,
    string ClassName,
    EquatableArray<SkeletonVariable> Maps,
    EquatableArray<SkeletonVariable> Globals,
    EquatableArray<SkeletonVariable> Constants,
    EquatableArray<SkeletonProgram> Programs,
    EquatableArray<string> ExternAliases);

/// <summary>A map, global or constant.</summary>
/// <param name="Modifiers">The property's modifiers as written: the other half of a partial property must repeat them.</param>
/// <param name="SymbolName">Its name in the object.</param>
public sealed record SkeletonVariable(string PropertyName, string Modifiers, string TypeName, string SymbolName);

/// <summary>A program.</summary>
/// <param name="PropertyName">The property of <c>Programs</c> that stands for it.</param>
/// <param name="MethodName">The method.</param>
/// <param name="DelegateTypeName">The type of a delegate of it.</param>
public sealed record SkeletonProgram(string PropertyName, string SymbolName, string HandleTypeName, string MethodName, string DelegateTypeName);
