using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Object;

/// <summary>The blueprint of one program: its code, and what the kernel must be told to load it.</summary>
public sealed class ProgramSpec
{
    /// <summary>The program's full name, a C identifier. The kernel's own name is cut to 15 characters.</summary>
    public required string Name { get; init; }

    /// <summary>The ELF section: <c>xdp</c>, <c>tc</c>, <c>tracepoint/cat/name</c>, ...</summary>
    public required string SectionName { get; init; }

    /// <summary>The program type.</summary>
    public required ProgramType Type { get; init; }

    /// <summary>The attach type the kernel is told at load; null where the program type has none.</summary>
    public AttachType? ExpectedAttachType { get; init; }

    /// <summary>The code.</summary>
    public required FunctionSpec Function { get; init; }
}
