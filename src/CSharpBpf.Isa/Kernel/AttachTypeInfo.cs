namespace CSharpBpf.Isa.Kernel;

/// <summary>What is known of an attach type.</summary>
/// <param name="Id">The type.</param>
/// <param name="KernelName">The kernel's name, such as BPF_XDP.</param>
/// <param name="Since">The first kernel that has the type.</param>
public sealed record AttachTypeInfo(AttachType Id, string KernelName, KernelVersion Since);
