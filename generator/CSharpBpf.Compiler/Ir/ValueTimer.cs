namespace CSharpBpf.Compiler.Ir;

/// <summary>The kernel's timer in map values (struct bpf_timer), which it finds by its name in BTF.</summary>
public static class ValueTimer
{
    /// <summary>The name of the struct.</summary>
    public const string TypeName = "bpf_timer";

    /// <summary>Its size in bytes.</summary>
    public const int Size = 16;
}
