using System.Runtime.InteropServices;

namespace CSharpBpf;

/// <summary>
/// What the records of all tracepoints begin with, the fields common_type to common_pid of the format file; a struct for a record begins with a field
/// of this type. Programs cannot read it: the kernel keeps something of its own there while they run.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
public readonly struct TracepointHeader;
