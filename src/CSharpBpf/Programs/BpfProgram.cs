namespace CSharpBpf;

/// <summary>A program of an object, by the member <c>Programs</c> of its class.</summary>
public abstract class BpfProgram
{
    private protected BpfProgram(BpfObject owner, string name)
    {
        Owner = owner;
        Name = name;
    }

    /// <summary>The object it belongs to.</summary>
    public BpfObject Owner { get; }

    /// <summary>Its name in the object.</summary>
    public string Name { get; }
}
