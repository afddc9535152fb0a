using System;
using System.Globalization;
using System.IO;

namespace CSharpBpf.Sys;

/// <summary>The number of possible CPUs, which per-CPU maps have a value for each of (/sys/devices/system/cpu/possible: ranges as "0-3,8").</summary>
internal static class PossibleCpus
{
    private static readonly Lazy<int> Counted = new(() => Parse(File.ReadAllText("/sys/devices/system/cpu/possible")));

    public static int Count => Counted.Value;

    /// <summary>The highest number in the list, plus one.</summary>
    public static int Parse(string list)
    {
        int highest = -1;
        foreach (string range in list.Trim().Split(','))
        {
            string last = range[(range.IndexOf('-', StringComparison.Ordinal) + 1)..];
            highest = int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? Math.Max(highest, number)
                : throw new BpfException($"The kernel's list of possible CPUs is not understood: '{list.Trim()}'.");
        }

        return highest + 1;
    }
}
