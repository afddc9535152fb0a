namespace CSharpBpf.Compiler.Ir;

/// <summary>The symbols of a Fault that are not the id of the diagnostic which refuses it.</summary>
public static class FaultSymbols
{
    /// <summary>Nothing comes here, and only the kernel cannot know.</summary>
    public const string Proven = "proven";

    /// <summary>Behind a Raise, which has the fault's own symbol.</summary>
    public const string Raised = "raised";
}
