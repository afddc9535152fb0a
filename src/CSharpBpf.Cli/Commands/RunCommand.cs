using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using CSharpBpf.Cli.Output;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Loading;
using CSharpBpf.Object;
using CSharpBpf.Programs;
using CSharpBpf.Sys;
using CSharpBpf.Virtual;

namespace CSharpBpf.Cli.Commands;

/// <summary><c>csbpf run FILE.o --packet HEX</c>: runs an XDP program on a packet, in the virtual machine or in the kernel.</summary>
internal static class RunCommand
{
    private static readonly string[] Header = ["program", "target", "return", "action", "length", "instructions", "ns", "packet"];

    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE.o") { Description = "The object file." };
        var program = new Option<string?>("--program", "-p") { Description = "The program; may be left out if there is only one." };
        var packet = new Option<string>("--packet") { Description = "The packet in hexadecimal (spaces and line breaks are skipped), or @FILE with such text.", Required = true };
        var kernel = new Option<bool>("--kernel") { Description = "Run it in the kernel (BPF_PROG_TEST_RUN; Linux, root) instead of the virtual machine." };
        var repeat = new Option<int>("--repeat") { Description = "How often to run it.", DefaultValueFactory = _ => 1 };
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command("run", "Run an XDP program on a packet.") { file, program, packet, kernel, repeat, format };
        command.SetAction(result => CommonOptions.Guard(() => Run(
            result.GetValue(file)!, result.GetValue(program), result.GetValue(packet)!, result.GetValue(kernel), result.GetValue(repeat), result.GetValue(format))));
        return command;
    }

    private static int Run(FileInfo file, string? name, string packetText, bool inKernel, int repeat, OutputFormat format)
    {
        byte[] packet = ParsePacket(packetText);
        if (repeat < 1)
        {
            throw new CliException("--repeat takes a number from 1.", ExitCodes.Usage);
        }

        ObjectSpec spec = ObjectFile.Read(file);
        ProgramSpec program = ObjectFile.FindProgram(spec, name);
        if (program.Type != ProgramType.Xdp)
        {
            throw new CliException($"Program '{program.Name}' is a {program.Type} program; run takes XDP programs.");
        }

        XdpRunResult run = inKernel ? RunInKernel(spec, program.Name, packet, repeat) : RunInVirtualMachine(spec, program.Name, packet, repeat);
        string action = Enum.IsDefined(run.Action) ? run.Action.ToString() : "(none)";
        TablePrinter.Print(
            Console.Out,
            format,
            Header,
            [
                [
                    program.Name, inKernel ? "kernel" : "vm", run.ReturnValue.ToString(CultureInfo.InvariantCulture), action,
                    run.Packet.Length.ToString(CultureInfo.InvariantCulture),
                    inKernel ? "" : run.InstructionCount.ToString(CultureInfo.InvariantCulture),
                    inKernel ? run.Duration.TotalNanoseconds.ToString(CultureInfo.InvariantCulture) : "",
                    run.Packet.Span.SequenceEqual(packet) ? "=" : Convert.ToHexStringLower(run.Packet.Span),
                ],
            ]);
        return ExitCodes.Success;
    }

    private static XdpRunResult RunInKernel(ObjectSpec spec, string program, byte[] packet, int repeat)
    {
        using KernelObject kernel = KernelObject.Load(LinuxSyscall.Instance, spec, new ConstantSection(spec).Contents);
        return KernelTestRun.RunXdp(kernel, program, packet, repeat);
    }

    private static XdpRunResult RunInVirtualMachine(ObjectSpec spec, string program, byte[] packet, int repeat)
    {
        using var memory = new VirtualObject(spec, new BpfEnvironment());
        memory.LoadPrograms(new Dictionary<string, byte[]>());
        return memory.RunXdp(program, packet, repeat);
    }

    private static byte[] ParsePacket(string text)
    {
        if (text.StartsWith('@'))
        {
            try
            {
                text = File.ReadAllText(text[1..]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CliException($"--packet: {e.Message}", ExitCodes.Usage);
            }
        }

        string hex = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException)
        {
            int bad = hex.AsSpan().IndexOfAnyExcept("0123456789abcdefABCDEF");
            throw new CliException(
                bad >= 0 ? $"--packet: '{hex[bad]}' at digit {bad + 1} is not hexadecimal." : $"--packet: {hex.Length} hexadecimal digits are not whole bytes.", ExitCodes.Usage);
        }
    }
}
