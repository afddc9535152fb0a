namespace CSharpBpf.Compiler.Ir;

/// <summary>The kernel's lock in map values (struct bpf_spin_lock), which it finds by its name in BTF.</summary>
public static class SpinLock
{
    /// <summary>The name of the struct.</summary>
    public const string TypeName = "bpf_spin_lock";

    /// <summary>Its size in bytes.</summary>
    public const int Size = 4;
}
