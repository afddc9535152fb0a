using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Sys;

namespace CSharpBpf.Loading;

/// <summary>Loads one linked program: first without a log, and on refusal again with one that grows until it holds everything.</summary>
internal sealed unsafe class ProgramLoader(IBpfSyscall syscall, string? license, KernelBtf? btf)
{
    // BPF_F_SLEEPABLE, BPF_F_XDP_HAS_FRAGS.
    private const uint SleepableFlag = 1 << 4;
    private const uint XdpHasFragsFlag = 1 << 5;

    private const int FirstLogSize = 64 * 1024;
    private const int LastLogSize = 64 * 1024 * 1024;

    /// <param name="program">The program, its maps and globals resolved.</param>
    /// <param name="instructions">Its instructions with every relocation applied.</param>
    /// <param name="name">Its name for the kernel.</param>
    /// <exception cref="VerifierException">The verifier refused it.</exception>
    /// <exception cref="BpfException">The kernel refused it before verification.</exception>
    public SafeBpfHandle Load(LinkedProgram program, IReadOnlyList<Instruction> instructions, ObjectName name)
    {
        byte[] code = InstructionCodec.Encode(instructions);
        byte[] licenseText = Encoding.UTF8.GetBytes((license ?? "") + "\0");
        uint[] functionInfo = btf is not null && program.HasFunctionInfo ? PackFunctions(program) : [];
        uint[] lineInfo = btf is not null && functionInfo.Length > 0 ? PackLines(program, btf) : [];
        fixed (byte* codePointer = code)
        fixed (byte* licensePointer = licenseText)
        fixed (uint* functionPointer = functionInfo)
        fixed (uint* linePointer = lineInfo)
        {
            var attribute = new ProgLoadAttribute
            {
                ProgType = (uint)program.Program.Type,
                InstructionCount = (uint)(code.Length / InstructionCodec.SlotSize),
                Instructions = (ulong)codePointer,
                License = (ulong)licensePointer,
                Flags = Flags(program.Program.SectionName),
                Name = name,
                ExpectedAttachType = (uint)(program.Program.ExpectedAttachType ?? 0),
                BtfFd = functionInfo.Length > 0 ? btf!.Handle.Fd : 0,
                FunctionInfoRecordSize = functionInfo.Length > 0 ? 8u : 0,
                FunctionInfo = (ulong)functionPointer,
                FunctionInfoCount = (uint)functionInfo.Length / 2,
                LineInfoRecordSize = lineInfo.Length > 0 ? 16u : 0,
                LineInfo = (ulong)linePointer,
                LineInfoCount = (uint)lineInfo.Length / 4,
            };
            int fd = syscall.Bpf(BpfCommand.ProgLoad, ref attribute);
            return fd >= 0 ? new SafeBpfHandle(syscall, fd) : LoadWithLog(program, ref attribute, fd);
        }
    }

    private static uint Flags(string section)
    {
        SectionTraits traits = SectionTable.Find(section, out _)?.Traits ?? SectionTraits.None;
        return ((traits & SectionTraits.Sleepable) != 0 ? SleepableFlag : 0) | ((traits & SectionTraits.XdpFrags) != 0 ? XdpHasFragsFlag : 0);
    }

    private static uint[] PackFunctions(LinkedProgram program)
    {
        var records = new List<uint>(program.Functions.Count * 2);
        foreach (LinkedFunction function in program.Functions)
        {
            records.Add((uint)function.Slot);
            records.Add((uint)function.BtfFunctionId);
        }

        return [.. records];
    }

    private static uint[] PackLines(LinkedProgram program, KernelBtf btf)
    {
        var records = new List<uint>(program.Lines.Count * 4);
        foreach (LineInfo line in program.Lines)
        {
            records.Add((uint)line.Slot);
            records.Add((uint)btf.Strings.Add(line.FileName));
            records.Add((uint)btf.Strings.Add(line.Text));
            records.Add(Btf.BtfExtWriter.PackPosition(line.Line, line.Column));
        }

        return [.. records];
    }

    private SafeBpfHandle LoadWithLog(LinkedProgram program, ref ProgLoadAttribute attribute, int firstResult)
    {
        for (int size = FirstLogSize; ; size *= 4)
        {
            byte* log = (byte*)NativeMemory.AllocZeroed((nuint)size);
            try
            {
                attribute.LogLevel = 1;
                attribute.LogSize = (uint)size;
                attribute.LogBuffer = (ulong)log;
                int fd = syscall.Bpf(BpfCommand.ProgLoad, ref attribute);
                if (fd >= 0)
                {
                    return new SafeBpfHandle(syscall, fd);
                }

                if (fd == -KernelErrors.NoSpace && size < LastLogSize)
                {
                    continue;
                }

                throw Refused(program, firstResult, Marshal.PtrToStringUTF8((nint)log) ?? "");
            }
            finally
            {
                NativeMemory.Free(log);
            }
        }
    }

    private static BpfException Refused(LinkedProgram program, int result, string log)
    {
        string name = program.Program.Name;
        if (log.Length == 0 || result == -KernelErrors.TryAgain)
        {
            return KernelErrors.Create($"Loading program '{name}' ({program.Program.Type})", result);
        }

        (VerifierLocation? location, string reason) = VerifierLog.Parse(log, program.Lines);
        var message = new StringBuilder($"The kernel's verifier refused program '{name}': {reason}.");
        if (location is not null)
        {
            if (location.FileName is not null)
            {
                message.Append(Environment.NewLine).Append($"  at {location.FileName}:{location.Line}:{location.Column}: {location.Text}");
            }

            message.Append(Environment.NewLine).Append($"  at instruction {location.Slot}: {location.Instruction}");
        }

        message.Append(Environment.NewLine).Append("  The whole log is in VerifierException.Log.");
        return new VerifierException(message.ToString(), -result, name, log, location, reason);
    }
}
