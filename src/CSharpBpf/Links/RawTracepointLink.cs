using System.Text;
using CSharpBpf.Loading;
using CSharpBpf.Sys;

namespace CSharpBpf;

/// <summary>A program attached to a tracepoint, behind no record.</summary>
public sealed class RawTracepointLink : BpfLink
{
    private RawTracepointLink(BpfProgram program, SafeBpfHandle handle, string tracepoint)
        : base(program, handle)
    {
        Tracepoint = tracepoint;
    }

    /// <summary>The tracepoint's name.</summary>
    public string Tracepoint { get; }

    internal static unsafe RawTracepointLink Create(BpfProgram program, KernelObject kernel, string tracepoint)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(tracepoint + "\0"))
        {
            var attribute = new RawTracepointOpenAttribute { Name = (ulong)name, ProgFd = kernel.Program(program.Name).Fd };
            int fd = kernel.Syscall.Bpf(BpfCommand.RawTracepointOpen, ref attribute);
            if (fd >= 0)
            {
                return new RawTracepointLink(program, new SafeBpfHandle(kernel.Syscall, fd), tracepoint);
            }

            string? hint = -fd switch
            {
                KernelErrors.NoSuchEntry => $"this kernel has no tracepoint '{tracepoint}'. /sys/kernel/tracing/available_events lists them, behind their categories.",
                KernelErrors.InvalidArgument => $"the program reads more arguments than the tracepoint '{tracepoint}' has, or the kernel is older than 4.17.",
                _ => null,
            };
            throw KernelErrors.Create($"Attaching program '{program.Name}' to the tracepoint '{tracepoint}'", fd, hint);
        }
    }
}
