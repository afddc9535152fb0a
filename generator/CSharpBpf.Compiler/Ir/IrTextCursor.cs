using System;
using System.Globalization;
using System.Text;

namespace CSharpBpf.Compiler.Ir;

/// <summary>Reads one line of textual IR from left to right. Every mismatch is a <see cref="FormatException"/> that names the line.</summary>
internal sealed class IrTextCursor(string line, int lineNumber)
{
    private int position;

    public int LineNumber => lineNumber;

    public bool AtEnd
    {
        get
        {
            SkipSpace();
            return position >= line.Length;
        }
    }

    public FormatException Error(string message) =>
        new($"line {IrPrinter.Number(lineNumber)}, column {IrPrinter.Number(position + 1)}: {message}: {line.Trim()}");

    public bool TryTake(string symbol)
    {
        SkipSpace();
        if (string.CompareOrdinal(line, position, symbol, 0, symbol.Length) != 0)
        {
            return false;
        }

        position += symbol.Length;
        return true;
    }

    public void Take(string symbol)
    {
        if (!TryTake(symbol))
        {
            throw Error($"'{symbol}' expected");
        }
    }

    /// <summary>Takes the word only if it stands there whole.</summary>
    public bool TryTakeWord(string word)
    {
        if (!AtWord(word))
        {
            return false;
        }

        position += word.Length;
        return true;
    }

    public bool AtWord(string word)
    {
        SkipSpace();
        int end = position + word.Length;
        return string.CompareOrdinal(line, position, word, 0, word.Length) == 0 && (end >= line.Length || !IrNames.IsWordCharacter(line[end]));
    }

    public void TakeWord(string word)
    {
        if (!TryTakeWord(word))
        {
            throw Error($"'{word}' expected");
        }
    }

    public void TakeEnd()
    {
        if (!AtEnd)
        {
            throw Error("end of line expected");
        }
    }

    /// <summary>A bare word, or a quoted name.</summary>
    public string Word()
    {
        SkipSpace();
        if (position < line.Length && line[position] == '"')
        {
            return Quoted();
        }

        int start = position;
        while (position < line.Length && IrNames.IsWordCharacter(line[position]))
        {
            position++;
        }

        return position > start ? line.Substring(start, position - start) : throw Error("name expected");
    }

    public string Quoted()
    {
        Take("\"");
        var text = new StringBuilder();
        while (position < line.Length && line[position] != '"')
        {
            char c = line[position++];
            if (c == '\\')
            {
                if (position >= line.Length)
                {
                    break;
                }

                c = line[position++] switch
                {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    char other => other,
                };
            }

            text.Append(c);
        }

        Take("\"");
        return text.ToString();
    }

    public bool AtNumber
    {
        get
        {
            SkipSpace();
            return position < line.Length && (line[position] is (>= '0' and <= '9') or '-');
        }
    }

    public long Number()
    {
        SkipSpace();
        int start = position;
        if (position < line.Length && line[position] == '-')
        {
            position++;
        }

        while (position < line.Length && line[position] is >= '0' and <= '9')
        {
            position++;
        }

        return long.TryParse(line.Substring(start, position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Error("number expected");
    }

    public int Integer()
    {
        long value = Number();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Error("number out of range");
    }

    public uint UnsignedInteger()
    {
        long value = Number();
        return value is >= 0 and <= uint.MaxValue ? (uint)value : throw Error("number out of range");
    }

    public T Enumeration<T>()
        where T : struct
    {
        string word = Word();
        return Enum.TryParse(word, out T value) ? value : throw Error($"'{word}' is no {typeof(T).Name}");
    }

    public IrType Type()
    {
        string word = Word();
        return IrNames.TryType(word, out IrType type) ? type : throw Error($"'{word}' is no type");
    }

    private void SkipSpace()
    {
        while (position < line.Length && (line[position] is ' ' or '\t'))
        {
            position++;
        }
    }
}
