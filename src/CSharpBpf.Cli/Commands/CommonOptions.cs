using System;
using System.CommandLine;
using CSharpBpf.Cli.Output;

namespace CSharpBpf.Cli.Commands;

/// <summary>What the commands share.</summary>
internal static class CommonOptions
{
    public static Option<OutputFormat> Format() => new("--format") { Description = "text for people, tsv (with a header line) for scripts." };

    /// <summary>Runs a command; what the user can do something about becomes a message and an exit code.</summary>
    public static int Guard(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (CliException e)
        {
            Console.Error.WriteLine($"csbpf: {e.Message}");
            return e.ExitCode;
        }
        catch (Exception e) when (e is BpfException or BpfMapException or Object.ObjectFormatException or Vm.VmLoadException or Vm.VmFaultException)
        {
            Console.Error.WriteLine($"csbpf: {e.Message}");
            return ExitCodes.Refused;
        }
    }
}
