using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace CSharpBpf;

/// <summary>
/// Takes the parts of a string that <see cref="Bpf.Printk"/> prints: constant text, and integers with an alignment or the format x or X, which may
/// have a number of digits (x8). In BPF the compiler makes the format of bpf_trace_printk of it, so nothing here runs there.
/// </summary>
[InterpolatedStringHandler]
public ref struct PrintkInterpolatedStringHandler
{
    private readonly StringBuilder text;

    /// <summary>Starts a string. Called by the C# compiler.</summary>
    /// <param name="literalLength">The characters of the constant parts.</param>
    /// <param name="formattedCount">The number of the others.</param>
    public PrintkInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        text = new StringBuilder(literalLength + (formattedCount * 12));
    }

    /// <summary>Constant text.</summary>
    public void AppendLiteral(string value) => text.Append(value);

    /// <summary>Constant text: in BPF there is no other.</summary>
    public void AppendFormatted(string value) => text.Append(value);

    /// <summary>A number of up to 32 bits.</summary>
    public void AppendFormatted(int value, int alignment = 0, string? format = null) => Append(value.ToString(format, CultureInfo.InvariantCulture), alignment);

    /// <summary>An unsigned number of 32 bits.</summary>
    public void AppendFormatted(uint value, int alignment = 0, string? format = null) => Append(value.ToString(format, CultureInfo.InvariantCulture), alignment);

    /// <summary>A number of 64 bits.</summary>
    public void AppendFormatted(long value, int alignment = 0, string? format = null) => Append(value.ToString(format, CultureInfo.InvariantCulture), alignment);

    /// <summary>An unsigned number of 64 bits.</summary>
    public void AppendFormatted(ulong value, int alignment = 0, string? format = null) => Append(value.ToString(format, CultureInfo.InvariantCulture), alignment);

    internal readonly string Text => text.ToString();

    private readonly void Append(string number, int alignment) => text.Append(alignment < 0 ? number.PadRight(-alignment) : number.PadLeft(alignment));
}
