using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Object;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// The source positions of a function: one entry where the user's file, line or column changes, the first at slot 0, as the kernel demands.
/// Library code counts as the user's call that it came through.
/// </summary>
internal static class LineInfoEmitter
{
    /// <summary>bpf_line_info keeps the column in 10 bits and the line in 22.</summary>
    private const int MaximumColumn = (1 << 10) - 1;
    private const int MaximumLine = (1 << 22) - 1;

    public static IReadOnlyList<LineInfo> Emit(AssembledFunction code, IrFunction function, IrModule module)
    {
        var lines = new List<LineInfo>();
        foreach ((int slot, SourceLocation location) in code.Locations)
        {
            LineInfo line = Line(lines.Count == 0 ? 0 : slot, lines.Count == 0 && slot > 0 ? function.Location ?? location : location, module);
            if (lines.Count == 0 && slot > 0)
            {
                lines.Add(line);
                line = Line(slot, location, module);
            }

            LineInfo previous = lines.Count == 0 ? default : lines[lines.Count - 1];
            if (lines.Count == 0 || line.FileName != previous.FileName || line.Line != previous.Line || line.Column != previous.Column)
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private static LineInfo Line(int slot, SourceLocation location, IrModule module)
    {
        SourceLocation user = location.UserLocation;
        string text = module.SourceLines.TryGetValue(user.FileName, out string[]? source) && user.Line >= 1 && user.Line <= source.Length ? source[user.Line - 1] : "";
        return new LineInfo(slot, user.FileName, Math.Min(user.Line, MaximumLine), Math.Min(user.Column, MaximumColumn), text.Trim());
    }
}
