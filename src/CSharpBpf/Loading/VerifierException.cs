namespace CSharpBpf;

/// <summary>The kernel's verifier refused a program. Knows the C# line, from the object's line_info.</summary>
public sealed class VerifierException : BpfException
{
    internal VerifierException(string message, int errorNumber, string programName, string log, VerifierLocation? location, string reason)
        : base(message, errorNumber)
    {
        ProgramName = programName;
        Log = log;
        Location = location;
        Reason = reason;
    }

    /// <summary>The program's name in its object.</summary>
    public string ProgramName { get; }

    /// <summary>The verifier's whole log.</summary>
    public string Log { get; }

    /// <summary>Where the verifier stopped; null if the log does not tell.</summary>
    public VerifierLocation? Location { get; }

    /// <summary>The verifier's own words for what is wrong.</summary>
    public string Reason { get; }
}

/// <summary>Where the verifier stopped.</summary>
/// <param name="Slot">The 8-byte slot of the instruction.</param>
/// <param name="Instruction">The instruction as the kernel prints it.</param>
/// <param name="FileName">The C# file; null without line_info.</param>
/// <param name="Line">The line, from 1; 0 without line_info.</param>
/// <param name="Column">The column, from 1; 0 without line_info.</param>
/// <param name="Text">The text of the line; empty without line_info.</param>
public sealed record VerifierLocation(int Slot, string Instruction, string? FileName, int Line, int Column, string Text);
