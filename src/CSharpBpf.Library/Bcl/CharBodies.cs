namespace CSharpBpf.Bcl;

/// <summary>What methods of System.Char do that look at ASCII alone, in C# that BPF can have; see <see cref="BitOperationsBodies"/>.</summary>
internal static class CharBodies
{
    internal static bool IsAscii(char c) => c <= '\x7f';

    internal static bool IsBetween(char c, char minInclusive, char maxInclusive) => (uint)(c - minInclusive) <= (uint)(maxInclusive - minInclusive);

    internal static bool IsAsciiDigit(char c) => IsBetween(c, '0', '9');

    internal static bool IsAsciiLetterLower(char c) => IsBetween(c, 'a', 'z');

    internal static bool IsAsciiLetterUpper(char c) => IsBetween(c, 'A', 'Z');

    internal static bool IsAsciiLetter(char c) => IsAsciiLetterLower((char)(c | 0x20));

    internal static bool IsAsciiLetterOrDigit(char c) => IsAsciiLetter(c) || IsAsciiDigit(c);

    internal static bool IsAsciiHexDigitLower(char c) => IsAsciiDigit(c) || IsBetween(c, 'a', 'f');

    internal static bool IsAsciiHexDigitUpper(char c) => IsAsciiDigit(c) || IsBetween(c, 'A', 'F');

    internal static bool IsAsciiHexDigit(char c) => IsAsciiDigit(c) || IsBetween((char)(c | 0x20), 'a', 'f');
}
