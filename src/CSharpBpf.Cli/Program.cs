using System.CommandLine;
using CSharpBpf.Cli;
using CSharpBpf.Cli.Commands;

var root = new RootCommand("csbpf: C# compiled to eBPF. Exit status: 0 done, 1 the input was refused, 2 the command line or a file is unusable.")
{
    BuildCommand.Create(),
    DisassembleCommand.Create(),
    RunCommand.Create(),
};

// '@' is for --packet @FILE, not for files of arguments.
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
int status = parsed.Invoke();
return parsed.Errors.Count > 0 ? ExitCodes.Usage : status;
