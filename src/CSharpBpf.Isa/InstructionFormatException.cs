using System;
using System.Globalization;

namespace CSharpBpf.Isa;

/// <summary>Bytes or text that are no instructions: the one exception that input of this floor's codec and assembler can cause.</summary>
public sealed class InstructionFormatException : FormatException
{
    private InstructionFormatException(string unit, int position, string what, string why)
        : base(string.Format(CultureInfo.InvariantCulture, "{0} {1}: {2}: {3}", unit, position, what, why))
    {
        Position = position;
        What = what;
        Why = why;
    }

    /// <summary>The 8-byte slot from 0 where bytes were read or written, or the line from 1 where text was.</summary>
    public int Position { get; }

    /// <summary>What is wrong.</summary>
    public string What { get; }

    /// <summary>The rule it breaks, and what would be right.</summary>
    public string Why { get; }

    internal static InstructionFormatException AtSlot(int slot, string what, string why) => new("slot", slot, what, why);

    internal static InstructionFormatException AtLine(int line, string what, string why) => new("line", line, what, why);
}
