using System.Globalization;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Loading;
using CSharpBpf.Sys;

namespace CSharpBpf;

/// <summary>How an XDP program is attached.</summary>
public enum XdpAttachMode
{
    /// <summary>Native if the driver can, else generic.</summary>
    Auto,

    /// <summary>In the driver (XDP_FLAGS_DRV_MODE).</summary>
    Native,

    /// <summary>In the network stack (XDP_FLAGS_SKB_MODE): any interface, slower.</summary>
    Generic,
}

/// <summary>An XDP program attached to a network interface.</summary>
public sealed class XdpLink : BpfLink
{
    private const uint GenericModeFlag = 1 << 1;
    private const uint NativeModeFlag = 1 << 2;

    private XdpLink(BpfProgram program, SafeBpfHandle handle, uint interfaceIndex, XdpAttachMode mode)
        : base(program, handle)
    {
        InterfaceIndex = interfaceIndex;
        Mode = mode;
    }

    /// <summary>The interface's index.</summary>
    public uint InterfaceIndex { get; }

    /// <summary>How it is attached: native or generic.</summary>
    public XdpAttachMode Mode { get; }

    internal static XdpLink Create(BpfProgram program, KernelObject kernel, string interfaceName, XdpAttachMode mode)
    {
        uint index = kernel.Syscall.GetInterfaceIndex(interfaceName);
        if (index == 0)
        {
            throw new BpfException(
                $"There is no network interface '{interfaceName}' in this network namespace. 'ip link' lists them.", KernelErrors.NoSuchDevice);
        }

        SafeBpfHandle programHandle = kernel.Program(program.Name);
        if (mode == XdpAttachMode.Auto)
        {
            int native = Attach(kernel.Syscall, programHandle, index, NativeModeFlag);
            if (native >= 0)
            {
                return new XdpLink(program, new SafeBpfHandle(kernel.Syscall, native), index, XdpAttachMode.Native);
            }

            if (native is -KernelErrors.NotPermitted or -KernelErrors.Busy)
            {
                throw Failed(program, interfaceName, native);
            }

            mode = XdpAttachMode.Generic;
        }

        int fd = Attach(kernel.Syscall, programHandle, index, mode == XdpAttachMode.Native ? NativeModeFlag : GenericModeFlag);
        return fd >= 0 ? new XdpLink(program, new SafeBpfHandle(kernel.Syscall, fd), index, mode) : throw Failed(program, interfaceName, fd);
    }

    private static int Attach(IBpfSyscall syscall, SafeBpfHandle program, uint interfaceIndex, uint flags)
    {
        var attribute = new LinkCreateAttribute { ProgFd = program.Fd, Target = interfaceIndex, AttachType = (uint)AttachType.Xdp, Flags = flags };
        return syscall.Bpf(BpfCommand.LinkCreate, ref attribute);
    }

    private static BpfException Failed(BpfProgram program, string interfaceName, int result)
    {
        string? hint = -result switch
        {
            KernelErrors.Busy or KernelErrors.Exists => $"another XDP program is attached to it (EBUSY). 'ip link show dev {interfaceName}' names it, 'ip link set dev {interfaceName} xdp off' removes one that is not a link.",
            KernelErrors.NotSupported => "its driver has no native XDP (EOPNOTSUPP). Use XdpAttachMode.Generic or Auto.",
            KernelErrors.InvalidArgument => "the kernel or the driver refuses (EINVAL): a bpf_link for XDP needs kernel 5.9, and some drivers refuse large MTUs or GRO settings with native XDP.",
            _ => null,
        };
        return KernelErrors.Create(string.Create(CultureInfo.InvariantCulture, $"Attaching program '{program.Name}' to '{interfaceName}'"), result, hint);
    }
}
