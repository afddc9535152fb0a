namespace CSharpBpf.Isa.Text;

/// <summary>The kinds of words in a line of assembly.</summary>
internal enum TokenKind
{
    /// <summary>A keyword or name.</summary>
    Word,

    /// <summary>A sign such as += or (.</summary>
    Operator,

    /// <summary>A number with an optional sign.</summary>
    Number,

    /// <summary>rN.</summary>
    Register64,

    /// <summary>wN.</summary>
    Register32,

    /// <summary>A jump target: pc+N or a label.</summary>
    Target,

    /// <summary>A helper: name#N.</summary>
    Helper,

    /// <summary>A kernel function: kernel-function#N.</summary>
    Kfunc,
}

/// <summary>A word of a line. A number is a sign and a magnitude, so that every 64-bit value, signed or not, has a place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The word, operator, label or function name; empty for numbers, registers and pc+N.</param>
/// <param name="Magnitude">The absolute value of a number, register number, distance or function number.</param>
/// <param name="IsNegative">Whether the number has a minus sign.</param>
/// <param name="IsHexadecimal">Whether the number was written 0x...</param>
internal readonly record struct Token(TokenKind Kind, string Text, ulong Magnitude = 0, bool IsNegative = false, bool IsHexadecimal = false)
{
    /// <summary>What the token contributes to a line's shape: itself, or its kind where any value may stand.</summary>
    public string Shape => Kind switch
    {
        TokenKind.Number => "#",
        TokenKind.Register64 => "r",
        TokenKind.Register32 => "w",
        TokenKind.Target => "@",
        TokenKind.Helper => "helper",
        TokenKind.Kfunc => "kfunc",
        _ => Text,
    };

    /// <summary>The value as a 64-bit integer, when it lies in a range.</summary>
    /// <param name="minimum">The smallest value, not positive.</param>
    /// <param name="maximum">The largest value, not negative, as unsigned.</param>
    /// <param name="value">The value; above long.MaxValue it wraps.</param>
    public bool TryGetValue(long minimum, ulong maximum, out long value)
    {
        value = unchecked(IsNegative ? -(long)Magnitude : (long)Magnitude);
        return IsNegative ? Magnitude <= unchecked((ulong)-minimum) : Magnitude <= maximum;
    }
}
