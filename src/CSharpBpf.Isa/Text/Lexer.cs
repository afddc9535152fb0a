using System.Collections.Generic;
using System.Globalization;

namespace CSharpBpf.Isa.Text;

/// <summary>
/// Cuts a line into tokens. What the instruction syntax writes in several ways becomes one token here: "r1 + 4" and "r1 +4" both hold the number +4,
/// "pc+3", "+3" after goto and a label are all targets.
/// </summary>
internal sealed class Lexer
{
    private const string KfuncPrefix = "kernel-function#";

    /// <summary>Longer operators stand before their prefixes.</summary>
    private static readonly string[] Operators =
    [
        "s>>=", "<<=", ">>=", "s>=", "s<=", "s/=", "s%=", "s>", "s<", "+=", "-=", "*=", "/=", "|=", "&=", "%=", "^=", "==", "!=", ">=", "<=",
        ">", "<", "&", "=", "*", "(", ")", "[", "]", ",", "+", "-",
    ];

    private readonly string line;
    private readonly int lineNumber;
    private readonly List<Token> tokens = [];
    private int position;

    private Lexer(string line, int lineNumber)
    {
        this.line = line;
        this.lineNumber = lineNumber;
    }

    /// <summary>The tokens of a line without comment, label definition and prefix.</summary>
    /// <exception cref="InstructionFormatException">The line holds something that is no token.</exception>
    public static List<Token> Read(string line, int lineNumber)
    {
        Lexer lexer = new(line, lineNumber);
        while (lexer.SkipSpace())
        {
            lexer.tokens.Add(lexer.ReadToken());
            lexer.Merge();
        }

        return lexer.tokens;
    }

    internal static bool IsWordStart(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' or '.' or '$';

    internal static bool IsWordPart(char c) => IsWordStart(c) || IsDigit(c);

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private char Peek(int ahead = 0) => position + ahead < line.Length ? line[position + ahead] : '\0';

    private bool SkipSpace()
    {
        while (position < line.Length && char.IsWhiteSpace(line[position]))
        {
            position++;
        }

        return position < line.Length;
    }

    private Token ReadToken()
    {
        if (IsDigit(Peek()) || (Peek() is '+' or '-' && IsDigit(Peek(1))))
        {
            return ReadNumber();
        }

        foreach (string candidate in Operators)
        {
            if (string.CompareOrdinal(line, position, candidate, 0, candidate.Length) == 0)
            {
                position += candidate.Length;
                return new Token(TokenKind.Operator, candidate);
            }
        }

        return IsWordStart(Peek())
            ? ReadWord()
            : throw InstructionFormatException.AtLine(lineNumber, $"'{Peek()}' at column {position + 1}", "no instruction contains this character");
    }

    private Token ReadNumber()
    {
        bool negative = Peek() == '-';
        position += Peek() is '+' or '-' ? 1 : 0;
        bool hexadecimal = Peek() == '0' && Peek(1) is 'x' or 'X';
        position += hexadecimal ? 2 : 0;
        int start = position;
        while (IsWordPart(Peek()))
        {
            position++;
        }

        string digits = line.Substring(start, position - start);
        return ulong.TryParse(digits, hexadecimal ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out ulong magnitude)
            ? new Token(TokenKind.Number, "", magnitude, negative, hexadecimal)
            : throw InstructionFormatException.AtLine(lineNumber, $"'{digits}' at column {start + 1}", "it is no number of at most 64 bits");
    }

    private Token ReadWord()
    {
        if (string.CompareOrdinal(line, position, KfuncPrefix, 0, KfuncPrefix.Length) == 0)
        {
            position += KfuncPrefix.Length;
            return ReadFunctionNumber(TokenKind.Kfunc, "");
        }

        int start = position;
        while (IsWordPart(Peek()))
        {
            position++;
        }

        string word = line.Substring(start, position - start);
        if (Peek() == '#')
        {
            position++;
            return ReadFunctionNumber(TokenKind.Helper, word);
        }

        if (word[0] is 'r' or 'w' && word.Length > 1 && uint.TryParse(word.Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
        {
            return number < Register.Count
                ? new Token(word[0] == 'r' ? TokenKind.Register64 : TokenKind.Register32, "", number)
                : throw InstructionFormatException.AtLine(lineNumber, $"there is no register {word}", "the registers are r0 to r10, in 32 bits w0 to w10");
        }

        return new Token(TokenKind.Word, word);
    }

    private Token ReadFunctionNumber(TokenKind kind, string name) => IsDigit(Peek()) || Peek() == '-'
        ? ReadNumber() with { Kind = kind, Text = name }
        : throw InstructionFormatException.AtLine(lineNumber, $"no number after '#' at column {position + 1}", "a function is written name#number");

    /// <summary>Joins the last tokens where they mean one thing.</summary>
    private void Merge()
    {
        Token last = tokens[tokens.Count - 1];
        Token before = tokens.Count > 1 ? tokens[tokens.Count - 2] : default;
        bool afterJump = before.Kind == TokenKind.Word && before.Text is "goto" or "gotol" or "may_goto";
        if (last.Kind == TokenKind.Number && before.Kind == TokenKind.Operator && before.Text is "+" or "-" && tokens.Count > 2 && EndsOperand(tokens[tokens.Count - 3]))
        {
            Replace(2, last with { IsNegative = last.IsNegative != (before.Text == "-") });
        }
        else if (last.Kind == TokenKind.Number && before is { Kind: TokenKind.Word, Text: "pc" })
        {
            Replace(2, last with { Kind = TokenKind.Target });
        }
        else if (last.Kind == TokenKind.Number && afterJump)
        {
            Replace(1, last with { Kind = TokenKind.Target });
        }
        else if (last.Kind == TokenKind.Word && last.Text != "pc" && (afterJump || before is { Kind: TokenKind.Word, Text: "call" } || IsCodeAddress()))
        {
            Replace(1, last with { Kind = TokenKind.Target });
        }
    }

    private static bool EndsOperand(Token token) => token.Kind == TokenKind.Register64 || token is { Kind: TokenKind.Operator, Text: ")" };

    private bool IsCodeAddress() => tokens.Count > 2 && tokens[tokens.Count - 2].Text == "(" && tokens[tokens.Count - 3].Text == "code_addr";

    private void Replace(int count, Token token)
    {
        tokens.RemoveRange(tokens.Count - count, count);
        tokens.Add(token);
    }
}
