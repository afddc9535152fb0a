using System;
using System.Net.Sockets;

namespace CSharpBpf;

/// <summary>A filter of sockets.</summary>
/// <param name="owner">The object it belongs to.</param>
/// <param name="name">Its name in the object.</param>
public sealed class SocketFilterProgram(BpfObject owner, string name) : BpfProgram(owner, name)
{
    // SOL_SOCKET, SO_ATTACH_BPF and SO_DETACH_FILTER of uapi/asm-generic/socket.h.
    private const int SocketLevel = 1;
    private const int AttachBpf = 50;
    private const int DetachFilter = 27;

    /// <summary>Attaches to a socket (kernel 3.19), in the place of a filter that it may have; the socket keeps it until it is closed.</summary>
    /// <param name="socket">The socket.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded into the kernel.</exception>
    /// <exception cref="BpfException">The kernel refused: not permitted, or the socket's filter is locked.</exception>
    public void Attach(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        uint program = Owner.RequireKernel($"attach program '{Name}'").Program(Name).Fd;
        SetOption(socket, AttachBpf, program, "Attaching");
    }

    /// <summary>Takes the filter away from a socket.</summary>
    /// <param name="socket">The socket.</param>
    /// <exception cref="BpfException">The socket has no filter.</exception>
    public void Detach(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        SetOption(socket, DetachFilter, 0, "Detaching");
    }

    /// <summary>
    /// Runs the program on a packet, which it sees from behind the Ethernet header: in the virtual machine, or in the kernel by BPF_PROG_TEST_RUN (kernel 4.12).
    /// </summary>
    /// <param name="packet">The packet, from its Ethernet header: at least 14 bytes.</param>
    /// <param name="repeat">How often to run it; the result is the last run's.</param>
    /// <exception cref="InvalidOperationException">The object is not loaded.</exception>
    /// <exception cref="ArgumentException">The packet is too short.</exception>
    /// <exception cref="Vm.VmFaultException">In the virtual machine: a memory access outside its region, an endless loop, ...</exception>
    public SocketFilterRunResult Run(ReadOnlySpan<byte> packet, int repeat = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeat, 1);
        TcRunResult run = Owner.RunTc(Name, packet, new TcRunOptions { Repeat = repeat });
        return new SocketFilterRunResult(run.ReturnValue, run.Duration, run.InstructionCount);
    }

    private void SetOption(Socket socket, int option, uint value, string what)
    {
        try
        {
            socket.SetRawSocketOption(SocketLevel, option, BitConverter.GetBytes(value));
        }
        catch (SocketException e)
        {
            throw new BpfException($"{what} program '{Name}' failed: {e.Message}", e.NativeErrorCode);
        }
    }
}
