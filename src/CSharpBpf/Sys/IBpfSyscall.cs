namespace CSharpBpf.Sys;

/// <summary>The system calls of the runtime. Everything that touches the kernel goes through here, so that tests can stand in for it.</summary>
internal unsafe interface IBpfSyscall
{
    /// <summary>bpf(2).</summary>
    /// <returns>What the kernel returned: 0 or a file descriptor; or a negated error number.</returns>
    int Bpf<T>(BpfCommand command, ref T attribute)
        where T : unmanaged;

    /// <summary>perf_event_open(2), with PERF_FLAG_FD_CLOEXEC.</summary>
    /// <param name="attribute">What to count.</param>
    /// <param name="pid">The process; -1 for all.</param>
    /// <param name="cpu">The CPU; -1 for all.</param>
    /// <returns>A file descriptor or a negated error number.</returns>
    int PerfEventOpen(ref PerfEventParameters attribute, int pid, int cpu);

    /// <summary>ioctl(2) of a perf event.</summary>
    /// <returns>0 or a negated error number.</returns>
    int PerfEventControl(int fd, PerfEventRequest request, int argument);

    /// <summary>Opens a file or directory for reading (open(2), with O_CLOEXEC).</summary>
    /// <returns>A file descriptor or a negated error number.</returns>
    int Open(string path);

    /// <summary>Closes a file descriptor.</summary>
    void Close(int fd);

    /// <summary>Maps a file descriptor's memory over an address, shared, readable and writable (mmap with MAP_SHARED | MAP_FIXED).</summary>
    /// <returns>0 or a negated error number.</returns>
    int MapOver(void* address, nuint length, int fd);

    /// <summary>Maps a file descriptor's memory, shared, wherever there is room (mmap with MAP_SHARED).</summary>
    /// <param name="length">How many bytes.</param>
    /// <param name="isWritable">Whether it may be written.</param>
    /// <param name="fd">The file descriptor.</param>
    /// <param name="offset">Where in the file it begins.</param>
    /// <param name="address">Where it is.</param>
    /// <returns>0 or a negated error number.</returns>
    int Map(nuint length, bool isWritable, int fd, nint offset, out void* address);

    /// <summary>Ends a mapping (munmap).</summary>
    void Unmap(void* address, nuint length);

    /// <summary>Waits until a file descriptor can be read (poll with POLLIN).</summary>
    /// <returns>1 if it can be read, 0 if the time is up, or a negated error number.</returns>
    int Poll(int fd, int milliseconds);

    /// <summary>Puts fresh zero memory of this process over an address (mmap with MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED).</summary>
    /// <returns>0 or a negated error number.</returns>
    int MapAnonymousOver(void* address, nuint length);

    /// <summary>The index of a network interface of this network namespace; 0 if there is none of that name.</summary>
    uint GetInterfaceIndex(string name);
}
