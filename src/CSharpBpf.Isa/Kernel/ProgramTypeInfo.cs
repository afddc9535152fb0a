namespace CSharpBpf.Isa.Kernel;

/// <summary>What is known of a program type.</summary>
/// <param name="Id">The type.</param>
/// <param name="KernelName">The kernel's name, such as BPF_PROG_TYPE_XDP.</param>
/// <param name="Since">The first kernel that has the type.</param>
/// <param name="Context">What the program's argument points to.</param>
/// <param name="ContextType">The C name of the context's type (of a struct, without the keyword), or null if it has none.</param>
public sealed record ProgramTypeInfo(ProgramType Id, string KernelName, KernelVersion Since, ContextKind Context, string? ContextType);
