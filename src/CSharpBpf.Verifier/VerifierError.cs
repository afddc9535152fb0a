using System.Globalization;

namespace CSharpBpf.Verifier;

/// <summary>Why a program is refused.</summary>
/// <param name="Slot">The 8-byte slot of the instruction, from the start of the program.</param>
/// <param name="Problem">What is wrong there.</param>
/// <param name="Reason">The rule it breaks.</param>
/// <param name="Suggestion">What to do about it.</param>
public sealed record VerifierError(int Slot, string Problem, string Reason, string Suggestion)
{
    /// <summary>The error in one line.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "slot {0}: {1}: {2}; {3}", Slot, Problem, Reason, Suggestion);
}
