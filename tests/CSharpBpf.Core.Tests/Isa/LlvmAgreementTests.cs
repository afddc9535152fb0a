using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using CSharpBpf.Isa;
using Xunit;

namespace CSharpBpf.Core.Tests.Isa;

/// <summary>LLVM's assembler, an independent reader of the syntax, gives the same bytes as our codec, in both byte orders.</summary>
public sealed class LlvmAgreementTests
{
    private const string Assembler = "/usr/bin/llvm-mc-19";
    private const string ObjectCopy = "/usr/bin/llvm-objcopy-19";

    [SkippableTheory]
    [InlineData(ByteOrder.LittleEndian, "bpfel")]
    [InlineData(ByteOrder.BigEndian, "bpfeb")]
    public void Bytes_are_the_ones_of_llvm(ByteOrder order, string target)
    {
        Skip.IfNot(File.Exists(Assembler) && File.Exists(ObjectCopy), "needs llvm-mc-19 and llvm-objcopy-19 (Debian: llvm-19)");
        Instruction[] samples = [.. OpcodeTable.Forms.Where(IsSpelledAlike).Select(FormSamples.Ordinary)];
        Assert.InRange(samples.Length, 140, OpcodeTable.Forms.Count);
        string directory = Directory.CreateTempSubdirectory("csharpbpf-llvm-").FullName;
        try
        {
            string source = Path.Combine(directory, "all.s");
            string compiled = Path.Combine(directory, "all.o");
            string text = Path.Combine(directory, "all.bin");
            File.WriteAllLines(source, samples.Select(sample => sample.ToString().Replace("goto pc", "goto ").Replace("gotol pc", "gotol ").Replace("atomic64_", "atomic_")));
            Run(Assembler, $"-triple={target}", "-mcpu=v4", "-filetype=obj", source, "-o", compiled);
            Run(ObjectCopy, "-O", "binary", "--only-section=.text", compiled, text);
            Assert.Equal(InstructionCodec.Encode(samples, order), File.ReadAllBytes(text));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>LLVM 19 writes 32-bit atomics with w registers, exchanges with other names, and has no word for the rest.</summary>
    private static bool IsSpelledAlike(InstructionForm form) => form.Kind switch
    {
        InstructionKind.LoadAcquire or InstructionKind.StoreRelease or InstructionKind.AddressSpaceCast or InstructionKind.MayGoto or InstructionKind.Call => false,
        InstructionKind.LoadPacket => form.Source == FieldRule.Reserved,
        InstructionKind.LoadImmediate64 => form.Name == "lddw",
        InstructionKind.Atomic => form.Group == ConformanceGroup.Atomic64 && !form.Name.Contains("xchg"),
        _ => true,
    };

    private static void Run(string tool, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(tool, arguments) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
