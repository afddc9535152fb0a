using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using CSharpBpf.Object;

namespace CSharpBpf.Loading;

/// <summary>
/// Reads the kernel verifier's log. Instructions print as <c>slot: (opcode) text ; state</c>, source lines start with ';', the refusal stands
/// behind the last instruction, and a line of statistics ("processed N insns") ends it.
/// </summary>
internal static class VerifierLog
{
    /// <param name="log">The log.</param>
    /// <param name="lines">The program's line_info, ascending by slot.</param>
    public static (VerifierLocation? Location, string Reason) Parse(string log, IReadOnlyList<LineInfo> lines)
    {
        string[] logLines = log.TrimEnd('\0', '\n').Split('\n');
        int slot = -1;
        string instruction = "";
        int lastInstructionLine = -1;
        for (int i = logLines.Length - 1; i >= 0 && lastInstructionLine < 0; i--)
        {
            if (TryReadInstruction(logLines[i], out slot, out instruction))
            {
                lastInstructionLine = i;
            }
        }

        string reason = FindReason(logLines, lastInstructionLine + 1);
        if (lastInstructionLine < 0)
        {
            return (null, reason);
        }

        LineInfo? source = null;
        foreach (LineInfo line in lines)
        {
            if (line.Slot > slot)
            {
                break;
            }

            source = line;
        }

        return (new VerifierLocation(slot, instruction, source?.FileName, source?.Line ?? 0, source?.Column ?? 0, source?.Text.Trim() ?? ""), reason);
    }

    private static bool TryReadInstruction(string line, out int slot, out string instruction)
    {
        slot = 0;
        instruction = "";
        int colon = line.IndexOf(": (", StringComparison.Ordinal);
        int close = line.IndexOf(") ", StringComparison.Ordinal);
        if (colon <= 0 || close != colon + 5 || !int.TryParse(line.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out slot))
        {
            return false;
        }

        int state = line.IndexOf(" ; ", StringComparison.Ordinal);
        instruction = line[(close + 2)..(state < 0 ? line.Length : state)].Trim();
        return true;
    }

    private static string FindReason(string[] lines, int from)
    {
        var reason = new StringBuilder();
        for (int i = from; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            bool isNoise = line.Length == 0 || line[0] == ';' || line.StartsWith("processed ", StringComparison.Ordinal)
                || line.StartsWith("verification time", StringComparison.Ordinal) || line.StartsWith("stack depth", StringComparison.Ordinal)
                || line.StartsWith("mark_precise", StringComparison.Ordinal) || line.StartsWith("from ", StringComparison.Ordinal);
            if (!isNoise)
            {
                reason.Append(reason.Length > 0 ? "; " : "").Append(line);
            }
        }

        return reason.Length > 0 ? reason.ToString() : "the log gives no reason";
    }
}
