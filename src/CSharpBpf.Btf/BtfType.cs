namespace CSharpBpf.Btf;

/// <summary>One BTF type (kernel Documentation/bpf/btf.rst).</summary>
/// <param name="Name">The type's name; empty for an anonymous type.</param>
public abstract record BtfType(string Name);
