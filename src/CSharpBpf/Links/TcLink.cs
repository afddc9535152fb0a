using System.Globalization;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Loading;
using CSharpBpf.Sys;

namespace CSharpBpf;

/// <summary>Which packets of an interface a classifier sees.</summary>
public enum TcDirection
{
    /// <summary>Those that come in, behind XDP.</summary>
    Ingress,

    /// <summary>Those that go out.</summary>
    Egress,
}

/// <summary>A classifier attached to a network interface (tcx).</summary>
public sealed class TcLink : BpfLink
{
    private TcLink(BpfProgram program, SafeBpfHandle handle, uint interfaceIndex, TcDirection direction)
        : base(program, handle)
    {
        InterfaceIndex = interfaceIndex;
        Direction = direction;
    }

    /// <summary>The interface's index.</summary>
    public uint InterfaceIndex { get; }

    /// <summary>Which packets it sees.</summary>
    public TcDirection Direction { get; }

    internal static TcLink Create(BpfProgram program, KernelObject kernel, string interfaceName, TcDirection direction)
    {
        uint index = kernel.Syscall.GetInterfaceIndex(interfaceName);
        if (index == 0)
        {
            throw new BpfException(
                $"There is no network interface '{interfaceName}' in this network namespace. 'ip link' lists them.", KernelErrors.NoSuchDevice);
        }

        AttachType attachType = direction == TcDirection.Ingress ? AttachType.TcxIngress : AttachType.TcxEgress;
        var attribute = new LinkCreateAttribute { ProgFd = kernel.Program(program.Name).Fd, Target = index, AttachType = (uint)attachType };
        int fd = kernel.Syscall.Bpf(BpfCommand.LinkCreate, ref attribute);
        if (fd >= 0)
        {
            return new TcLink(program, new SafeBpfHandle(kernel.Syscall, fd), index, direction);
        }

        string? hint = fd == -KernelErrors.InvalidArgument ? "attaching classifiers by a link (tcx) needs kernel 6.6." : null;
        throw KernelErrors.Create(string.Create(CultureInfo.InvariantCulture, $"Attaching program '{program.Name}' to '{interfaceName}'"), fd, hint);
    }
}
