using System;
using System.Collections.Generic;
using System.Globalization;

namespace CSharpBpf.Isa.Text;

/// <summary>A line of assembly, cut into its parts.</summary>
/// <param name="Labels">The labels that the line defines.</param>
/// <param name="Opcode">The opcode that a verifier log states in parentheses, or null.</param>
/// <param name="Statement">The instruction's text, empty when the line has none.</param>
internal sealed record AssemblyLine(IReadOnlyList<string> Labels, byte? Opcode, string Statement)
{
    public static AssemblyLine Parse(string line, int number)
    {
        string rest = RemoveComment(line).Trim();
        List<string> labels = [];
        for (int colon = rest.IndexOf(':'); colon >= 0; colon = rest.IndexOf(':'))
        {
            string label = rest.Substring(0, colon);
            if (!IsSlotNumber(label))
            {
                labels.Add(IsName(label)
                    ? label
                    : throw InstructionFormatException.AtLine(number, $"'{label}' is no label", "a label is a name of letters, digits and _ and is neither pc nor a register"));
            }

            rest = rest.Substring(colon + 1).TrimStart();
        }

        byte? opcode = null;
        if (rest.Length > 4 && rest[0] == '(' && rest[3] == ')' && byte.TryParse(rest.Substring(1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte stated))
        {
            opcode = stated;
            rest = rest.Substring(4).TrimStart();
        }

        return new AssemblyLine(labels, opcode, rest);
    }

    private static string RemoveComment(string line)
    {
        int semicolon = line.IndexOf(';');
        int slashes = line.IndexOf("//", StringComparison.Ordinal);
        int end = semicolon < 0 || (slashes >= 0 && slashes < semicolon) ? slashes : semicolon;
        return end < 0 ? line : line.Substring(0, end);
    }

    private static bool IsSlotNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool IsName(string text)
    {
        if (text.Length == 0 || text == "pc" || !Lexer.IsWordStart(text[0]))
        {
            return false;
        }

        foreach (char c in text)
        {
            if (!Lexer.IsWordPart(c))
            {
                return false;
            }
        }

        return !(text[0] is 'r' or 'w' && IsSlotNumber(text.Substring(1)));
    }
}
