using System;
using System.Text;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's helpers that look at the current task and at memory; the bodies do in plain C# what kernel/bpf/helpers.c and kernel/trace/bpf_trace.c do (v6.12).</summary>
internal static unsafe class TracingHelpers
{
    private const int Fault = -14;

    [BpfHelper(HelperId.GetCurrentComm)]
    public static long GetCurrentComm(void* to, uint size)
    {
        Span<byte> name = new(to, (int)size);
        name.Clear();
        byte[] bytes = Encoding.UTF8.GetBytes(BpfEnvironment.Current.TaskName);
        bytes.AsSpan(0, Math.Min(bytes.Length, Math.Min(name.Length, TaskComm.Length) - 1)).CopyTo(name);
        return 0;
    }

    [BpfHelper(HelperId.ProbeReadKernel)]
    public static long ReadKernel(void* to, uint size, ulong address) => Read(BpfEnvironment.Current.KernelMemory, to, size, address);

    [BpfHelper(HelperId.ProbeReadUser)]
    public static long ReadUser(void* to, uint size, ulong address) => Read(BpfEnvironment.Current.UserMemory, to, size, address);

    [BpfHelper(HelperId.ProbeReadKernelStr)]
    public static int ReadKernelString(void* to, uint size, ulong address) => ReadString(BpfEnvironment.Current.KernelMemory, to, size, address);

    [BpfHelper(HelperId.ProbeReadUserStr)]
    public static int ReadUserString(void* to, uint size, ulong address) => ReadString(BpfEnvironment.Current.UserMemory, to, size, address);

    /// <summary>Text out of a record, which lies in the kernel, but here in this process.</summary>
    [BpfHelper(HelperId.ProbeReadKernelStr)]
    public static int ReadRecordString(void* to, uint size, byte* from)
    {
        Span<byte> text = new(to, (int)size);
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = from[i];
            if (from[i] == 0)
            {
                return i + 1;
            }
        }

        if (text.Length > 0)
        {
            text[^1] = 0;
        }

        return text.Length;
    }

    private static long Read(AddressedMemory memory, void* to, uint size, ulong address)
    {
        Span<byte> value = new(to, (int)size);
        if (memory.TryRead(address, value))
        {
            return 0;
        }

        value.Clear();
        return Fault;
    }

    private static int ReadString(AddressedMemory memory, void* to, uint size, ulong address)
    {
        Span<byte> text = new(to, (int)size);
        int length = memory.ReadString(address, text);
        if (length >= 0)
        {
            return length;
        }

        text.Clear();
        return Fault;
    }
}
