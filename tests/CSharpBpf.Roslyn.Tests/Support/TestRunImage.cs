using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;

namespace CSharpBpf.Roslyn.Tests.Support;

/// <summary>
/// The kernel has no BPF_PROG_TEST_RUN for some types of programs. Programs of type syscall have one, their context is memory of any layout under the
/// same rules (aligned reads at constant places), and they may call the helpers of tracing programs: so the same code runs as one of them.
/// </summary>
internal static class TestRunImage
{
    private static readonly HashSet<ProgramType> WithoutTestRun = [ProgramType.Tracepoint, ProgramType.Kprobe, ProgramType.PerfEvent];

    public static byte[] Create(byte[] image)
    {
        ObjectSpec spec = ObjectReader.Read(image, "Test");
        if (!spec.Programs.Any(static program => WithoutTestRun.Contains(program.Type)))
        {
            return image;
        }

        return ObjectWriter.Write(new ObjectSpec
        {
            Name = spec.Name,
            ByteOrder = spec.ByteOrder,
            License = spec.License,
            Programs = [.. spec.Programs.Select(Replace)],
            Subprograms = spec.Subprograms,
            Maps = spec.Maps,
            DataSections = spec.DataSections,
            Btf = spec.Btf,
        });
    }

    private static ProgramSpec Replace(ProgramSpec program) => !WithoutTestRun.Contains(program.Type) ? program : new ProgramSpec
    {
        Name = program.Name,
        SectionName = "syscall",
        Type = ProgramType.Syscall,
        Function = program.Function,
    };
}
