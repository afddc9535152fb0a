using System;
using Microsoft.Win32.SafeHandles;

namespace CSharpBpf.Sys;

/// <summary>A file descriptor of a map, program, link or BTF. Closing the last one of an object frees it.</summary>
internal sealed class SafeBpfHandle : SafeHandleMinusOneIsInvalid
{
    private readonly IBpfSyscall syscall;

    public SafeBpfHandle(IBpfSyscall syscall, int fd)
        : base(ownsHandle: true)
    {
        this.syscall = syscall;
        SetHandle(fd);
    }

    /// <summary>The descriptor's number. The handle must stay alive while it is used.</summary>
    public uint Fd
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return (uint)handle;
        }
    }

    protected override bool ReleaseHandle()
    {
        syscall.Close((int)handle);
        return true;
    }
}
