using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using CSharpBpf.Cli.Output;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Text;
using CSharpBpf.Object;

namespace CSharpBpf.Cli.Commands;

/// <summary><c>csbpf disasm FILE.o</c>: the instructions, with the C# lines they come from.</summary>
internal static class DisassembleCommand
{
    private static readonly string[] Header = ["program", "slot", "bytes", "instruction", "symbol", "file", "line", "column", "text"];

    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE.o") { Description = "The object file." };
        var program = new Option<string?>("--program", "-p") { Description = "Only this program." };
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("disasm", "Print an object's instructions with the C# lines they come from.") { file, program, format };
        command.SetAction(result => CommonOptions.Guard(() => Run(result.GetValue(file)!, result.GetValue(program), result.GetValue(format))));
        return command;
    }

    private static int Run(FileInfo file, string? name, OutputFormat format)
    {
        ObjectSpec spec = ObjectFile.Read(file);
        IReadOnlyList<ProgramSpec> programs = name is null ? spec.Programs : [ObjectFile.FindProgram(spec, name)];
        var rows = new List<string[]>();
        foreach (ProgramSpec program in programs)
        {
            LinkedProgram linked = Linker.Link(spec, program);
            if (format == OutputFormat.Text)
            {
                PrintText(Console.Out, linked);
            }
            else
            {
                AddRows(rows, linked);
            }
        }

        if (format == OutputFormat.Tsv)
        {
            TablePrinter.Print(Console.Out, format, Header, rows);
        }

        return ExitCodes.Success;
    }

    private static void PrintText(TextWriter output, LinkedProgram linked)
    {
        ProgramSpec program = linked.Program;
        output.WriteLine($"{program.SectionName} {program.Name}: {linked.SlotCount} slots");
        foreach (Line line in Lines(linked))
        {
            if (line.Function is { } function && line.Slot > 0)
            {
                output.WriteLine();
                output.WriteLine($"{function}:");
            }

            if (line.Source is { } source)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"; {source.Text.Trim()}  @ {source.FileName}:{source.Line}:{source.Column}"));
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{line.Slot,5}: {line.Text}{(line.Symbol.Length > 0 ? "  ; " : "")}{line.Symbol}"));
        }

        output.WriteLine();
    }

    private static void AddRows(List<string[]> rows, LinkedProgram linked)
    {
        LineInfo current = default;
        foreach (Line line in Lines(linked))
        {
            current = line.Source ?? current;
            rows.Add(
            [
                linked.Program.Name, Number(line.Slot), Convert.ToHexStringLower(InstructionCodec.Encode([line.Instruction])), line.Text, line.Symbol,
                current.FileName ?? "", Number(current.Line), Number(current.Column), current.Text?.Trim() ?? "",
            ]);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<Line> Lines(LinkedProgram linked)
    {
        int slot = 0;
        int nextSource = 0;
        int nextRelocation = 0;
        int nextFunction = 0;
        foreach (Instruction instruction in linked.Instructions)
        {
            LineInfo? source = nextSource < linked.Lines.Count && linked.Lines[nextSource].Slot == slot ? linked.Lines[nextSource++] : null;
            string? function = nextFunction < linked.Functions.Count && linked.Functions[nextFunction].Slot == slot ? linked.Functions[nextFunction++].Name : null;
            string symbol = "";
            if (nextRelocation < linked.Relocations.Count && linked.Relocations[nextRelocation].Slot == slot)
            {
                Relocation relocation = linked.Relocations[nextRelocation++];
                symbol = relocation.Kind == RelocationKind.Map
                    ? $"map {relocation.Symbol}"
                    : string.Create(CultureInfo.InvariantCulture, $"{relocation.Symbol}+{relocation.Addend}");
            }

            yield return new Line(slot, instruction, Disassembler.Format(instruction), symbol, source, function);
            slot += instruction.SlotCount;
        }
    }

    private readonly record struct Line(int Slot, Instruction Instruction, string Text, string Symbol, LineInfo? Source, string? Function);
}
