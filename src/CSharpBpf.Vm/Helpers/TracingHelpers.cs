using System;
using System.Text;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>
/// Helpers that copy the task's name, and memory that the verifier knows nothing of (kernel/bpf/helpers.c, kernel/trace/bpf_trace.c, mm/maccess.c, v6.12):
/// of the guest where an address is the guest's, else of the environment.
/// </summary>
internal static unsafe class TracingHelpers
{
    private const int TaskCommLength = 16;

    private delegate bool Reader(ulong address, Span<byte> to);

    public static void Register(HelperRegistry registry)
    {
        registry.Register(HelperId.GetCurrentComm, GetCurrentComm);
        registry.Register(HelperId.ProbeReadKernel, static call => Read(call, Kernel(call)));
        registry.Register(HelperId.ProbeReadKernelStr, static call => ReadString(call, Kernel(call)));
        registry.Register(HelperId.ProbeReadUser, static call => Read(call, call.Environment.TryReadUser));
        registry.Register(HelperId.ProbeReadUserStr, static call => ReadString(call, call.Environment.TryReadUser));
    }

    private static Reader Kernel(VmHelperCall call)
    {
        AddressSpace guest = call.Machine.AddressSpace;
        IVmEnvironment environment = call.Environment;
        return (address, to) =>
        {
            byte* host = guest.Translate(address, (uint)to.Length, AccessRights.Read);
            if (host == null)
            {
                return environment.TryReadKernel(address, to);
            }

            new ReadOnlySpan<byte>(host, to.Length).CopyTo(to);
            return true;
        };
    }

    private static ulong GetCurrentComm(VmHelperCall call)
    {
        uint size = (uint)call.Argument(2);
        if (size == 0 || !call.TryGetMemory(1, size, AccessRights.Write, out byte* to))
        {
            return 0;
        }

        Span<byte> name = new(to, (int)size);
        name.Clear();
        byte[] bytes = Encoding.UTF8.GetBytes(call.Environment.CurrentComm);
        bytes.AsSpan(0, Math.Min(bytes.Length, Math.Min(name.Length, TaskCommLength) - 1)).CopyTo(name);
        return 0;
    }

    private static ulong Read(VmHelperCall call, Reader read)
    {
        uint size = (uint)call.Argument(2);
        if (size == 0 || !call.TryGetMemory(1, size, AccessRights.Write, out byte* to))
        {
            return 0;
        }

        Span<byte> value = new(to, (int)size);
        return read(call.Argument(3), value) ? 0 : Failed(value);
    }

    private static ulong ReadString(VmHelperCall call, Reader read)
    {
        uint size = (uint)call.Argument(2);
        if (size == 0 || !call.TryGetMemory(1, size, AccessRights.Write, out byte* to))
        {
            return 0;
        }

        Span<byte> text = new(to, (int)size);
        for (int i = 0; i < text.Length; i++)
        {
            if (!read(call.Argument(3) + (ulong)i, text.Slice(i, 1)))
            {
                return Failed(text);
            }

            if (text[i] == 0)
            {
                return (ulong)i + 1;
            }
        }

        text[^1] = 0;
        return size;
    }

    private static ulong Failed(Span<byte> to)
    {
        to.Clear();
        return Result(-Errno.BadAddress);
    }

    private static ulong Result(int error) => (ulong)(long)error;
}
