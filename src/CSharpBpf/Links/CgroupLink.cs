using CSharpBpf.Isa.Kernel;
using CSharpBpf.Loading;
using CSharpBpf.Sys;

namespace CSharpBpf;

/// <summary>Which packets of a cgroup's sockets a program sees.</summary>
public enum CgroupDirection
{
    /// <summary>Those that they receive.</summary>
    Ingress,

    /// <summary>Those that they send.</summary>
    Egress,
}

/// <summary>A program attached to a cgroup.</summary>
public sealed class CgroupLink : BpfLink
{
    private CgroupLink(BpfProgram program, SafeBpfHandle handle, string cgroup, CgroupDirection direction)
        : base(program, handle)
    {
        Cgroup = cgroup;
        Direction = direction;
    }

    /// <summary>The cgroup's directory.</summary>
    public string Cgroup { get; }

    /// <summary>Which packets it sees.</summary>
    public CgroupDirection Direction { get; }

    internal static CgroupLink Create(BpfProgram program, KernelObject kernel, string cgroup, CgroupDirection direction)
    {
        string what = $"Attaching program '{program.Name}' to the cgroup '{cgroup}'";
        int directory = kernel.Syscall.Open(cgroup);
        if (directory < 0)
        {
            throw KernelErrors.Create(what, directory, directory == -KernelErrors.NoSuchEntry ? "there is no such directory." : null);
        }

        using var target = new SafeBpfHandle(kernel.Syscall, directory);
        AttachType attachType = direction == CgroupDirection.Ingress ? AttachType.CgroupInetIngress : AttachType.CgroupInetEgress;
        var attribute = new LinkCreateAttribute { ProgFd = kernel.Program(program.Name).Fd, Target = target.Fd, AttachType = (uint)attachType };
        int fd = kernel.Syscall.Bpf(BpfCommand.LinkCreate, ref attribute);
        return fd >= 0
            ? new CgroupLink(program, new SafeBpfHandle(kernel.Syscall, fd), cgroup, direction)
            : throw KernelErrors.Create(what, fd, fd == -KernelErrors.BadDescriptor ? "the directory is not in a cgroup v2 hierarchy. 'mount -t cgroup2' lists them." : null);
    }
}
