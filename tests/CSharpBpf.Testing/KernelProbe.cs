using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Testing;

/// <summary>What the kernel said to a program: accepted, or refused with an errno and the verifier's log.</summary>
public sealed record KernelVerdict(bool Accepted, int Errno, string Log);

/// <summary>
/// The running kernel as the oracle of tests: does it take these instructions? It knows no more of bpf(2) than the questions need and shares no code
/// with the loader under src, so that it can also judge that. Nothing stays loaded.
/// </summary>
public static unsafe class KernelProbe
{
    private const int MapCreate = 0;
    private const int ProgramLoad = 5;
    private const int BtfLoad = 18;
    internal const int AttributeSize = 152;
    private const int LogSize = 4 << 20;
    private const int NoSpace = 28;
    private const int SignalWords = 16;

    // All signals but SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV and SIGSYS.
    private const ulong NoFaults = ~0x4000_04D8ul;

    private static readonly Lazy<string?> UnavailableReasonLazy = new(Probe);

    /// <summary>Whether this process may load programs here; for Skip.IfNot together with <see cref="UnavailableReason"/>.</summary>
    public static bool IsAvailable => UnavailableReason is null;

    /// <summary>Why programs cannot be loaded here, or null when they can.</summary>
    public static string? UnavailableReason => UnavailableReasonLazy.Value;

    /// <summary>Loads a program and unloads it again.</summary>
    /// <param name="instructions">Encoded instructions, little-endian.</param>
    /// <param name="log">The verifier's log of level 1: why a program was refused, or the states of an accepted one.</param>
    public static bool TryLoad(ProgramType type, ReadOnlySpan<byte> instructions, out string log)
    {
        KernelVerdict verdict = Load(type, instructions);
        log = verdict.Log;
        return verdict.Accepted;
    }

    /// <summary>Loads a program and unloads it again.</summary>
    /// <param name="instructions">Encoded instructions, little-endian.</param>
    /// <param name="logLevel">0 for none, 1 for branches, 2 for every instruction, 4 added for statistics.</param>
    /// <param name="expectedAttachType">For the program types that need one.</param>
    /// <param name="flags">BPF_F_* of BPF_PROG_LOAD.</param>
    /// <param name="license">The licence that the program claims.</param>
    public static KernelVerdict Load(ProgramType type, ReadOnlySpan<byte> instructions, int logLevel = 1, AttachType expectedAttachType = default, uint flags = 0, string license = "GPL")
    {
        // Tests ask thousands of times: the log's memory is used again.
        byte[] log = logLevel == 0 ? [] : ArrayPool<byte>.Shared.Rent(LogSize);
        try
        {
            return Load(type, instructions, log, logLevel, expectedAttachType, flags, license);
        }
        finally
        {
            if (logLevel != 0)
            {
                ArrayPool<byte>.Shared.Return(log);
            }
        }
    }

    /// <summary>Loads a program, runs it once over a packet (BPF_PROG_TEST_RUN) and unloads it.</summary>
    /// <param name="instructions">Encoded instructions, little-endian.</param>
    /// <param name="packet">The packet; holds the program's changes afterwards, as far as its length did not grow.</param>
    /// <returns>The program's return value.</returns>
    /// <exception cref="InvalidOperationException">The kernel refused the program, with the verifier's log, or the run.</exception>
    public static uint Run(ProgramType type, ReadOnlySpan<byte> instructions, Span<byte> packet)
    {
        using KernelProbeProgram program = Open(type, instructions);
        KernelRun run = program.Run(packet);
        if (run.Error != 0)
        {
            throw new InvalidOperationException($"The kernel refused the run: errno {-run.Error}.");
        }

        run.Packet.AsSpan(0, Math.Min(packet.Length, run.Packet.Length)).CopyTo(packet);
        return run.ReturnValue;
    }

    /// <summary>Loads a program to run it; the caller disposes it.</summary>
    /// <param name="instructions">Encoded instructions, little-endian.</param>
    /// <exception cref="InvalidOperationException">The kernel refuses it; the message has the verifier's log.</exception>
    public static KernelProbeProgram Open(ProgramType type, ReadOnlySpan<byte> instructions)
    {
        int fd = LoadProgram(type, instructions, [], 0, default, 0, "GPL", out int errno);
        return fd >= 0
            ? new KernelProbeProgram(fd)
            : throw new InvalidOperationException($"The kernel refused the program (errno {errno}):\n{Load(type, instructions).Log}");
    }

    private static KernelVerdict Load(ProgramType type, ReadOnlySpan<byte> instructions, byte[] log, int logLevel, AttachType expectedAttachType, uint flags, string license)
    {
        int fd = LoadProgram(type, instructions, log, logLevel, expectedAttachType, flags, license, out int errno);
        if (fd < 0 && errno == NoSpace)
        {
            throw new InvalidOperationException($"The verifier's log is longer than {LogSize} bytes: ask with a lower log level.");
        }

        if (fd >= 0)
        {
            _ = close(fd);
        }

        int end = Array.IndexOf(log, (byte)0);
        return new KernelVerdict(fd >= 0, fd >= 0 ? 0 : errno, Encoding.UTF8.GetString(log, 0, Math.Max(end, 0)));
    }

    private static int LoadProgram(
        ProgramType type, ReadOnlySpan<byte> instructions, byte[] log, int logLevel, AttachType expectedAttachType, uint flags, string license, out int errno)
    {
        log.AsSpan(0, Math.Min(log.Length, 1)).Clear();
        fixed (byte* code = instructions, licenseText = Encoding.ASCII.GetBytes(license + '\0'), text = log)
        {
            Span<byte> attribute = stackalloc byte[AttributeSize];
            attribute.Clear();
            Write32(attribute, 0, (uint)type);
            Write32(attribute, 4, (uint)(instructions.Length / 8));
            Write64(attribute, 8, (ulong)code);
            Write64(attribute, 16, (ulong)licenseText);
            Write32(attribute, 24, (uint)logLevel);
            Write32(attribute, 28, (uint)log.Length);
            Write64(attribute, 32, (ulong)text);
            Write32(attribute, 44, flags);
            Write32(attribute, 68, (uint)expectedAttachType);
            return Bpf(ProgramLoad, attribute, out errno);
        }
    }

    /// <summary>Loads a raw .BTF section as it is and unloads it again.</summary>
    public static KernelVerdict LoadBtf(ReadOnlySpan<byte> btf)
    {
        byte[] log = new byte[LogSize];
        fixed (byte* data = btf, text = log)
        {
            Span<byte> attribute = stackalloc byte[AttributeSize];
            attribute.Clear();
            Write64(attribute, 0, (ulong)data);
            Write64(attribute, 8, (ulong)text);
            Write32(attribute, 16, (uint)btf.Length);
            Write32(attribute, 20, (uint)log.Length);
            Write32(attribute, 24, 1);
            int fd = Bpf(BtfLoad, attribute, out int errno);
            if (fd >= 0)
            {
                _ = close(fd);
            }

            return new KernelVerdict(fd >= 0, errno, Encoding.UTF8.GetString(log, 0, Math.Max(Array.IndexOf(log, (byte)0), 0)));
        }
    }

    /// <summary>Creates a map for programs that need one; the caller disposes it.</summary>
    public static KernelProbeMap CreateMap(MapType type, int keySize, int valueSize, int maxEntries, uint flags = 0) =>
        TryCreateMap(type, keySize, valueSize, maxEntries, flags, out int errno) ?? throw new InvalidOperationException($"The kernel created no {type} map: errno {errno}.");

    /// <summary>Creates a map if the kernel lets it, else tells the errno and returns null.</summary>
    public static KernelProbeMap? TryCreateMap(MapType type, int keySize, int valueSize, int maxEntries, uint flags, out int errno)
    {
        Span<byte> attribute = stackalloc byte[AttributeSize];
        attribute.Clear();
        Write32(attribute, 0, (uint)type);
        Write32(attribute, 4, (uint)keySize);
        Write32(attribute, 8, (uint)valueSize);
        Write32(attribute, 12, (uint)maxEntries);
        Write32(attribute, 16, flags);
        int fd = Bpf(MapCreate, attribute, out errno);
        return fd >= 0 ? new KernelProbeMap(fd) : null;
    }

    internal static void Close(int fd) => _ = close(fd);

    private static string? Probe()
    {
        if (!OperatingSystem.IsLinux() || SyscallNumber == 0)
        {
            return "needs Linux on x86-64 or arm64";
        }

        byte[] returnZero = [0xb7, .. Enumerable.Repeat((byte)0, 7), 0x95, .. Enumerable.Repeat((byte)0, 7)];
        KernelVerdict verdict = Load(ProgramType.SocketFilter, returnZero);
        return verdict.Accepted ? null : $"this process may not load BPF programs (errno {verdict.Errno}): run as root";
    }

    private static long SyscallNumber => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 321,
        Architecture.Arm64 => 280,
        _ => 0,
    };

    internal static int Bpf(int command, ReadOnlySpan<byte> attribute, out int errno)
    {
        // A signal, such as the runtime sends for a garbage collection, would make the kernel give up a program (EAGAIN) or a run (EINTR).
        Span<ulong> before = stackalloc ulong[SignalWords];
        Span<ulong> heldBack = stackalloc ulong[SignalWords];
        heldBack.Clear();
        heldBack[0] = NoFaults;
        fixed (ulong* held = heldBack, old = before)
        fixed (byte* p = attribute)
        {
            _ = sigprocmask(0, held, old);
            int result = (int)syscall(SyscallNumber, command, p, (uint)attribute.Length);
            errno = result < 0 ? Marshal.GetLastPInvokeError() : 0;
            _ = sigprocmask(2, old, null);
            return result;
        }
    }

    internal static void Write32(Span<byte> attribute, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(attribute[offset..], value);

    internal static void Write64(Span<byte> attribute, int offset, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(attribute[offset..], value);

    [DllImport("libc", SetLastError = true)]
    private static extern long syscall(long number, long command, byte* attribute, long size);

    [DllImport("libc")]
    private static extern int close(int fd);

    [DllImport("libc")]
    [SuppressGCTransition]
    private static extern int sigprocmask(int how, ulong* set, ulong* previous);
}
