using System.Collections.Generic;
using System.Text;
using CSharpBpf.Btf;
using CSharpBpf.Object;
using CSharpBpf.Sys;

namespace CSharpBpf.Loading;

/// <summary>An object's BTF in the kernel, with the strings that the line_info of its programs needs.</summary>
internal sealed unsafe class KernelBtf
{
    private const int LogSize = 64 * 1024;

    private KernelBtf(SafeBpfHandle handle, BtfStringTable strings)
    {
        Handle = handle;
        Strings = strings;
    }

    public SafeBpfHandle Handle { get; }

    /// <summary>The string section as loaded: holds every file name and line text of the programs it was loaded for.</summary>
    public BtfStringTable Strings { get; }

    /// <exception cref="BpfException">The kernel refused it.</exception>
    public static KernelBtf Load(IBpfSyscall syscall, string objectName, BtfSpec spec, IEnumerable<LinkedProgram> programs)
    {
        var strings = new BtfStringTable();
        foreach (LinkedProgram program in programs)
        {
            foreach (LineInfo line in program.Lines)
            {
                strings.Add(line.FileName);
                strings.Add(line.Text);
            }
        }

        byte[] bytes = BtfWriter.Write(KernelFunctions.WithoutExterns(spec), strings);
        byte[] log = new byte[LogSize];
        fixed (byte* btf = bytes)
        fixed (byte* logBuffer = log)
        {
            var attribute = new BtfLoadAttribute { Btf = (ulong)btf, BtfSize = (uint)bytes.Length };
            int fd = syscall.Bpf(BpfCommand.BtfLoad, ref attribute);
            if (fd >= 0)
            {
                return new KernelBtf(new SafeBpfHandle(syscall, fd), strings);
            }

            attribute.LogBuffer = (ulong)logBuffer;
            attribute.LogSize = LogSize;
            attribute.LogLevel = 1;
            int again = syscall.Bpf(BpfCommand.BtfLoad, ref attribute);
            if (again >= 0)
            {
                return new KernelBtf(new SafeBpfHandle(syscall, again), strings);
            }

            string text = Encoding.UTF8.GetString(log).TrimEnd('\0', '\n');
            throw KernelErrors.Create(
                $"Loading the type information of '{objectName}'", fd, text.Length > 0 && fd != -KernelErrors.NotPermitted ? $"the kernel says: {text}" : null);
        }
    }
}
