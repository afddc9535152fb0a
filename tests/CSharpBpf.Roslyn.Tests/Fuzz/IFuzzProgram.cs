namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>What every generated BPF class implements for user space, so that the test can drive it without reflection.</summary>
public interface IFuzzProgram
{
    /// <summary>Calls a program's method as plain C#; a fault gives what its attribute says.</summary>
    FuzzResult RunPlain(int program, byte[] packet);

    /// <summary>Runs a program where the object is loaded.</summary>
    FuzzResult RunLoaded(int program, byte[] packet);

    /// <summary>Globals and map contents as text, one per line; the same text for the same contents.</summary>
    string Dump();
}
