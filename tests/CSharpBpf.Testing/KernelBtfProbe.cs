using System;
using System.Linq;
using System.Text;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Testing;

/// <summary>Asks the running kernel whether it takes a program together with its type information exactly as it was made.</summary>
public static unsafe class KernelBtfProbe
{
    private const int ProgramLoad = 5;
    private const int BtfLoad = 18;
    private const int FunctionInfoSize = 8;
    private const int LineInfoSize = 16;
    private const int LogSize = 1 << 20;

    /// <summary>Loads a program together with its BTF and unloads both. The log shows the source lines.</summary>
    /// <param name="type">The program type.</param>
    /// <param name="instructions">Encoded instructions, little-endian.</param>
    /// <param name="btf">A raw .BTF section.</param>
    /// <param name="functionInfo">Records of struct bpf_func_info.</param>
    /// <param name="lineInfo">Records of struct bpf_line_info.</param>
    public static KernelVerdict Load(ProgramType type, byte[] instructions, byte[] btf, byte[] functionInfo, byte[] lineInfo)
    {
        byte[] log = new byte[LogSize];
        int fd = -1;
        fixed (byte* code = instructions, license = "GPL\0"u8.ToArray(), types = btf, functions = functionInfo, lines = lineInfo, text = log)
        {
            Span<byte> attribute = stackalloc byte[KernelProbe.AttributeSize];
            attribute.Clear();
            KernelProbe.Write64(attribute, 0, (ulong)types);
            KernelProbe.Write64(attribute, 8, (ulong)text);
            KernelProbe.Write32(attribute, 16, (uint)btf.Length);
            KernelProbe.Write32(attribute, 20, LogSize);
            KernelProbe.Write32(attribute, 24, 1);
            int btfFd = KernelProbe.Bpf(BtfLoad, attribute, out int errno);
            if (btfFd >= 0)
            {
                attribute.Clear();
                KernelProbe.Write32(attribute, 0, (uint)type);
                KernelProbe.Write32(attribute, 4, (uint)(instructions.Length / 8));
                KernelProbe.Write64(attribute, 8, (ulong)code);
                KernelProbe.Write64(attribute, 16, (ulong)license);
                KernelProbe.Write32(attribute, 24, 2);
                KernelProbe.Write32(attribute, 28, LogSize);
                KernelProbe.Write64(attribute, 32, (ulong)text);
                KernelProbe.Write32(attribute, 72, (uint)btfFd);
                KernelProbe.Write32(attribute, 76, FunctionInfoSize);
                KernelProbe.Write64(attribute, 80, (ulong)functions);
                KernelProbe.Write32(attribute, 88, (uint)(functionInfo.Length / FunctionInfoSize));
                KernelProbe.Write32(attribute, 92, LineInfoSize);
                KernelProbe.Write64(attribute, 96, (ulong)lines);
                KernelProbe.Write32(attribute, 104, (uint)(lineInfo.Length / LineInfoSize));
                fd = KernelProbe.Bpf(ProgramLoad, attribute, out errno);
            }

            foreach (int open in new[] { fd, btfFd }.Where(open => open >= 0))
            {
                KernelProbe.Close(open);
            }

            return new KernelVerdict(fd >= 0, fd >= 0 ? 0 : errno, Encoding.UTF8.GetString(log, 0, Math.Max(Array.IndexOf(log, (byte)0), 0)));
        }
    }
}
