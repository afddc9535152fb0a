using System;

namespace CSharpBpf.Cli;

/// <summary>Something the user gave cannot be used; the message says what and why, and the command ends with <see cref="ExitCode"/>.</summary>
internal sealed class CliException(string message, int exitCode = ExitCodes.Refused) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>How csbpf ends.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The input was refused: C# or BPF diagnostics, a malformed object, the verifier's no, a fault.</summary>
    public const int Refused = 1;

    /// <summary>The command line was not understood, or a file cannot be read or written.</summary>
    public const int Usage = 2;
}
