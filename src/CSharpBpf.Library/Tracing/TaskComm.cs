using System;
using System.Runtime.CompilerServices;
using System.Text;

namespace CSharpBpf;

/// <summary>The name of a task, of which the kernel keeps TASK_COMM_LEN bytes: up to 15, then zeros.</summary>
[InlineArray(Length)]
public struct TaskComm
{
    /// <summary>TASK_COMM_LEN.</summary>
    public const int Length = 16;

    private byte element;

    /// <summary>The name as text.</summary>
    public override readonly string ToString()
    {
        ReadOnlySpan<byte> bytes = this;
        int end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
