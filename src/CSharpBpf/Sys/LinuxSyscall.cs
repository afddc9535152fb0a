using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CSharpBpf.Sys;

/// <summary>The real system calls, and the only P/Invoke of the library.</summary>
internal sealed unsafe partial class LinuxSyscall : IBpfSyscall
{
    private const int ProtectionRead = 1;
    private const int ProtectionWrite = 2;
    private const int MapShared = 0x01;
    private const int MapPrivate = 0x02;
    private const int MapFixed = 0x10;
    private const int MapAnonymous = 0x20;
    private const int CloseOnExec = 8;
    private const int OpenCloseOnExec = 0x80000;
    private const int NotSupported = -95;
    private const short PollIn = 1;
    private const int BlockSignals = 0;
    private const int SetSignals = 2;

    public static LinuxSyscall Instance { get; } = new();

    /// <summary>The number of bpf(2): arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h.</summary>
    private static int BpfNumber => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 321,
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => 280,
        Architecture.S390x => 351,
        Architecture.Ppc64le => 361,
        Architecture.X86 => 357,
        Architecture.Arm => 386,
        _ => -1,
    };

    /// <summary>The number of perf_event_open(2), from the same tables.</summary>
    private static int PerfEventOpenNumber => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 298,
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => 241,
        Architecture.S390x => 331,
        Architecture.Ppc64le => 319,
        Architecture.X86 => 336,
        Architecture.Arm => 364,
        _ => -1,
    };

    public int Bpf<T>(BpfCommand command, ref T attribute)
        where T : unmanaged
    {
        if (!OperatingSystem.IsLinux() || BpfNumber < 0)
        {
            return NotSupported;
        }

        fixed (T* pointer = &attribute)
        {
            if (command is not (BpfCommand.ProgLoad or BpfCommand.ProgTestRun))
            {
                return Result((int)Syscall(BpfNumber, (int)command, pointer, Unsafe.SizeOf<T>()));
            }

            // A signal for this thread ends a verification with EAGAIN (kernel/bpf/verifier.c) and a run that repeats with EINTR, nobody knows after how
            // many times (net/bpf/test_run.c); the runtime sends signals for every garbage collection. They wait until the kernel is done.
            SignalSet before;
            SignalSet held = SignalSet.Asynchronous;
            _ = ChangeSignals(BlockSignals, &held, &before);
            int result = Result((int)Syscall(BpfNumber, (int)command, pointer, Unsafe.SizeOf<T>()));
            _ = ChangeSignals(SetSignals, &before, null);
            return result;
        }
    }

    public int PerfEventOpen(ref PerfEventParameters attribute, int pid, int cpu)
    {
        if (!OperatingSystem.IsLinux() || PerfEventOpenNumber < 0)
        {
            return NotSupported;
        }

        attribute.Size = PerfEventParameters.SizeInBytes;
        fixed (PerfEventParameters* pointer = &attribute)
        {
            return Result((int)Syscall(PerfEventOpenNumber, pointer, pid, cpu, -1, CloseOnExec));
        }
    }

    public int PerfEventControl(int fd, PerfEventRequest request, int argument) => Result(Control(fd, (uint)request, argument));

    public int Open(string path) => OperatingSystem.IsLinux() ? Result(OpenFile(path, OpenCloseOnExec)) : NotSupported;

    public void Close(int fd) => _ = CloseFd(fd);

    public int MapOver(void* address, nuint length, int fd) =>
        MemoryMap(address, length, ProtectionRead | ProtectionWrite, MapShared | MapFixed, fd, 0) == (void*)-1 ? Result(-1) : 0;

    public int Map(nuint length, bool isWritable, int fd, nint offset, out void* address)
    {
        address = MemoryMap(null, length, isWritable ? ProtectionRead | ProtectionWrite : ProtectionRead, MapShared, fd, offset);
        return address == (void*)-1 ? Result(-1) : 0;
    }

    public void Unmap(void* address, nuint length) => _ = MemoryUnmap(address, length);

    public int Poll(int fd, int milliseconds)
    {
        var asked = new PollDescriptor { Fd = fd, Events = PollIn };
        return Result(PollDescriptors(&asked, 1, milliseconds));
    }

    public int MapAnonymousOver(void* address, nuint length) =>
        MemoryMap(address, length, ProtectionRead | ProtectionWrite, MapPrivate | MapAnonymous | MapFixed, -1, 0) == (void*)-1 ? Result(-1) : 0;

    public uint GetInterfaceIndex(string name) => OperatingSystem.IsLinux() ? InterfaceNameToIndex(name) : 0;

    private static int Result(int returned) => returned < 0 ? -Marshal.GetLastPInvokeError() : returned;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, nint command, void* attribute, nint size);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Syscall(nint number, PerfEventParameters* attribute, nint pid, nint cpu, nint group, nint flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int fd, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int CloseFd(int fd);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* MemoryMap(void* address, nuint length, int protection, int flags, int fd, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int MemoryUnmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int PollDescriptors(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint InterfaceNameToIndex(string name);

    // Of the calling thread (the C libraries of Linux); quick, and with nothing of the runtime between it and the call that it is for.
    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "sigprocmask")]
    private static partial int ChangeSignals(int how, SignalSet* set, SignalSet* previous);

    /// <summary>sigset_t of the C libraries: 1024 bits, the lowest for signal 1.</summary>
    [InlineArray(16)]
    private struct SignalSet
    {
        private ulong word;

        /// <summary>All but those that tell a thread of its own faults: SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV, SIGSYS.</summary>
        public static SignalSet Asynchronous
        {
            get
            {
                SignalSet set = default;
                set[0] = ~((1ul << 3) | (1ul << 4) | (1ul << 6) | (1ul << 7) | (1ul << 10) | (1ul << 30));
                return set;
            }
        }
    }

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Fd;
        public short Events;
        public short ReturnedEvents;
    }
}
