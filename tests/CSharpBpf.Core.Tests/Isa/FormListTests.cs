using System;
using System.IO;
using System.Text;
using CSharpBpf.Isa;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Isa;

public sealed class FormListTests
{
    /// <summary>docs/isa-forms.md is written from the table; BLESS=1 rewrites it.</summary>
    [Fact]
    public void The_list_in_the_documentation_is_the_table()
    {
        StringBuilder list = new("# Instruction forms\n\nWritten from `OpcodeTable` by a test; see [isa.md](isa.md).\n\n");
        list.Append("| name | opcode | syntax | destination | source | offset | immediate | group | cpu | kernel | described in |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (InstructionForm form in OpcodeTable.Forms)
        {
            string[] cells =
            [
                form.Name, $"0x{form.Opcode:x2}", $"`{form.Syntax.Replace("|", "\\|")}`", Show(form.Destination), Show(form.Source), Show(form.Offset), Show(form.Immediate),
                form.Group.ToString().ToLowerInvariant(), $"v{(int)form.MinimumCpu}", form.Since?.ToString() ?? "none", form.Reference,
            ];
            list.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        string path = Path.Combine(FileTests.RepositoryRoot(), "docs", "isa-forms.md");
        if (Environment.GetEnvironmentVariable("BLESS") == "1")
        {
            File.WriteAllText(path, list.ToString());
        }

        Assert.Equal(list.ToString(), File.ReadAllText(path));
    }

    private static string Show(FieldRule rule) => rule switch
    {
        { Use: FieldUse.Reserved } => "0",
        { Use: FieldUse.Selector } => $"**{rule.Minimum}**",
        { Use: FieldUse.Register } => "register",
        { Use: FieldUse.Distance } => "distance",
        { Excluded: { } excluded } => $"not {excluded}",
        { Minimum: short.MinValue, Maximum: short.MaxValue } or { Minimum: int.MinValue, Maximum: int.MaxValue } or { Minimum: long.MinValue, Maximum: long.MaxValue } => "any",
        _ => $"{rule.Minimum} to {rule.Maximum}",
    };
}
