using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Testing;
using CSharpBpf.Vm;
using Xunit;

namespace CSharpBpf.Core.Tests.Vm;

/// <summary>
/// tests/filetests/vm: programs as text. Sections begin with "-- NAME": asm; mem (hex, the context or, with "-- packet", the packet); result (r0);
/// after (hex, the memory or packet afterwards); error (a text the fault or the refusal must contain). "-- map TYPE KEY VALUE ENTRIES" and
/// "-- section NAME HEX" declare what map_by_fd(N) and map_val(map_by_fd(N)) name. A line "# ..." is a comment.
/// </summary>
public sealed class VmFileTests
{
    /// <summary>Forms that only a kernel can run, or that no kernel takes.</summary>
    private static readonly string[] NotInTheVm =
    [
        "callx", "addr_space_cast_to_kernel", "addr_space_cast_to_user", "call_kfunc", "call_module_kfunc", "lddw_btf_id", "lddw_func", "lddw_map_idx", "lddw_map_idx_value",
    ];

    public static TheoryData<string> Files() => FileTests.Names("vm");

    [Theory]
    [MemberData(nameof(Files))]
    public void File(string name)
    {
        VmCase test = VmCase.Parse(FileTests.Read("vm", name));
        using BpfVm vm = new(new VmOptions { InstructionBudget = 1_000_000 });
        VmProgram program;
        try
        {
            program = VmTestObject.LoadOne(vm, test.Assembly, test.Maps, test.Sections);
        }
        catch (VmLoadException exception)
        {
            Assert.Contains(test.Error ?? "no error at all", exception.Message, StringComparison.Ordinal);
            return;
        }

        byte[] memory = test.Memory;
        VmFault? fault;
        ulong result = 0;
        if (test.IsPacket)
        {
            XdpRunResult run = program.RunXdp(memory);
            fault = run.Fault;
            memory = run.Packet;
            result = fault is null ? run.ReturnValue : 0;
        }
        else
        {
            VmRunResult run = program.RunRaw(memory);
            fault = run.Fault;
            result = fault is null ? run.ReturnValue : 0;
        }

        if (test.Error is not null)
        {
            Assert.NotNull(fault);
            Assert.Contains(test.Error, fault.ToString(), StringComparison.Ordinal);
            return;
        }

        Assert.Null(fault);
        Assert.Equal(test.Result, result);
        if (test.After is not null)
        {
            Assert.Equal(Convert.ToHexStringLower(test.After), Convert.ToHexStringLower(memory));
        }
    }

    [Fact]
    public void EveryFormIsRunByAFile()
    {
        HashSet<string> run = [];
        foreach (string file in Files())
        {
            VmCase test = VmCase.Parse(FileTests.Read("vm", file));
            if (test.Error is null)
            {
                run.UnionWith(VmTestObject.Assemble(test.Assembly).Select(instruction => OpcodeTable.Find(instruction)!.Name));
            }
        }

        Assert.Empty(OpcodeTable.Forms.Select(form => form.Name).Except(run).Except(NotInTheVm));
    }

    private sealed record VmCase(
        string Assembly, byte[] Memory, bool IsPacket, ulong Result, byte[]? After, string? Error, IReadOnlyList<MapSpec> Maps, IReadOnlyList<DataSectionSpec> Sections)
    {
        public static VmCase Parse(string text)
        {
            VmCase test = new("", [], false, 0, null, null, [], []);
            foreach (string part in ("\n" + text).Split("\n-- ").Skip(1))
            {
                string[] lines = part.Split('\n');
                string[] head = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                string body = string.Join('\n', lines.Skip(1).Where(line => !line.StartsWith('#'))).Trim();
                test = head[0] switch
                {
                    "asm" => test with { Assembly = body },
                    "mem" => test with { Memory = Hex(body) },
                    "packet" => test with { Memory = Hex(body), IsPacket = true },
                    "result" => test with { Result = Number(body) },
                    "after" => test with { After = Hex(body) },
                    "error" => test with { Error = body },
                    "map" => test with { Maps = [.. test.Maps, Map(head, test.Maps.Count)] },
                    "section" => test with { Sections = [.. test.Sections, Section(head)] },
                    _ => throw new FormatException($"unknown section '{head[0]}'"),
                };
            }

            return test;
        }

        private static MapSpec Map(string[] head, int number) => VmTestObject.Map(
            Enum.Parse<MapType>(head[1]),
            int.Parse(head[2], CultureInfo.InvariantCulture),
            int.Parse(head[3], CultureInfo.InvariantCulture),
            uint.Parse(head[4], CultureInfo.InvariantCulture),
            $"map{number}");

        private static DataSectionSpec Section(string[] head) => new()
        {
            Name = head[1],
            Kind = head[1] switch { ".rodata" => DataSectionKind.ReadOnly, ".bss" => DataSectionKind.Bss, _ => DataSectionKind.Data },
            Contents = Hex(head[2]),
        };

        private static byte[] Hex(string text) => Convert.FromHexString(string.Concat(text.Where(c => !char.IsWhiteSpace(c))));

        private static ulong Number(string text) =>
            text.StartsWith("0x", StringComparison.Ordinal) ? ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : text.StartsWith('-') ? (ulong)long.Parse(text, CultureInfo.InvariantCulture)
            : ulong.Parse(text, CultureInfo.InvariantCulture);
    }
}
