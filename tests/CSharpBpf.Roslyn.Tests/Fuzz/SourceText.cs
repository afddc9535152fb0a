using System;
using System.Text;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Lines with indentation by braces.</summary>
internal sealed class SourceText
{
    private readonly StringBuilder text = new();
    private int depth;

    public SourceText Line(string line)
    {
        if (line.StartsWith('}'))
        {
            depth--;
        }

        text.Append(' ', depth * 4).Append(line).Append('\n');
        if (line == "{")
        {
            depth++;
        }

        return this;
    }

    public SourceText Lines(string lines)
    {
        foreach (string line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Line(line);
        }

        return this;
    }

    public override string ToString() => text.ToString();
}
