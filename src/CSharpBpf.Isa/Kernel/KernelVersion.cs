using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CSharpBpf.Isa.Kernel;

/// <summary>A Linux kernel version, as far as features are concerned: major and minor, without the stable release's number.</summary>
/// <param name="Major">The first number, 6 in 6.18.</param>
/// <param name="Minor">The second number, 18 in 6.18. Versions compare by numbers, so 6.2 is older than 6.18.</param>
public readonly record struct KernelVersion(int Major, int Minor) : IComparable<KernelVersion>
{
    /// <summary>The newest kernel whose facts the tables hold: what is missing in them did not exist in this version.</summary>
    public static KernelVersion NewestDescribed { get; } = new(6, 18);

    /// <summary>Reads a version or a release string of uname -r, such as "6.1", "6.18.44" or "6.12.9-amd64"; what follows the second number is ignored.</summary>
    /// <param name="text">The text to read.</param>
    /// <param name="version">The version, or the default value if the text is none.</param>
    /// <returns>Whether the text begins with two numbers divided by a dot.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out KernelVersion version)
    {
        version = default;
        if (text is null || !TryReadNumber(text, 0, out int major, out int dot) || dot >= text.Length || text[dot] != '.'
            || !TryReadNumber(text, dot + 1, out int minor, out int end) || (end < text.Length && char.IsLetterOrDigit(text[end])))
        {
            return false;
        }

        version = new KernelVersion(major, minor);
        return true;
    }

    /// <summary>Reads a version as <see cref="TryParse"/> does.</summary>
    /// <param name="text">The text to read.</param>
    /// <returns>The version.</returns>
    /// <exception cref="FormatException">The text does not begin with two numbers divided by a dot.</exception>
    public static KernelVersion Parse(string text) =>
        TryParse(text, out KernelVersion version)
            ? version
            : throw new FormatException($"'{text}' is not a kernel version: expected two numbers divided by a dot, such as 6.1 or 6.12.9-amd64.");

    /// <inheritdoc/>
    public int CompareTo(KernelVersion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>Whether the left version is older.</summary>
    public static bool operator <(KernelVersion left, KernelVersion right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left version is newer.</summary>
    public static bool operator >(KernelVersion left, KernelVersion right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left version is the same or older.</summary>
    public static bool operator <=(KernelVersion left, KernelVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left version is the same or newer.</summary>
    public static bool operator >=(KernelVersion left, KernelVersion right) => left.CompareTo(right) >= 0;

    /// <summary>The version as the kernel's makers write it, 6.18.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0}.{1}", Major, Minor);

    private static bool TryReadNumber(string text, int start, out int number, out int end)
    {
        number = 0;
        end = start;
        while (end < text.Length && text[end] is >= '0' and <= '9' && number < 100_000)
        {
            number = (number * 10) + (text[end] - '0');
            end++;
        }

        return end > start;
    }
}
