using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Spectre.Console;

namespace CSharpBpf.Cli.Output;

/// <summary>Prints rows: a drawn table on a terminal, aligned columns into a pipe, tab-separated values for scripts.</summary>
internal static class TablePrinter
{
    public static void Print(TextWriter output, OutputFormat format, string[] header, IReadOnlyList<string[]> rows)
    {
        if (format == OutputFormat.Tsv)
        {
            foreach (string[] row in rows.Prepend(header))
            {
                output.WriteLine(string.Join('\t', row.Select(Flatten)));
            }
        }
        else if (!Console.IsOutputRedirected && output == Console.Out)
        {
            var table = new Table().Border(TableBorder.Rounded);
            foreach (string column in header)
            {
                table.AddColumn(Markup.Escape(column));
            }

            foreach (string[] row in rows)
            {
                table.AddRow(row.Select(Markup.Escape).ToArray());
            }

            AnsiConsole.Write(table);
        }
        else
        {
            int[] widths = [.. header.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Length).Max())];
            foreach (string[] row in rows.Prepend(header))
            {
                output.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
            }
        }
    }

    private static string Flatten(string cell) => cell.Replace('\t', ' ').Replace('\n', ' ');
}
