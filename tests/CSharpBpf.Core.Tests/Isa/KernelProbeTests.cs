using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Isa;

public sealed class KernelProbeTests
{
    [SkippableFact]
    public void The_kernel_accepts_a_program_and_refuses_another_with_its_reason()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Assert.True(KernelProbe.TryLoad(ProgramType.Xdp, InstructionCodec.Encode([Instructions.MovImmediate(true, 0, 2), Instructions.Exit()]), out _));
        Assert.False(KernelProbe.TryLoad(ProgramType.Xdp, InstructionCodec.Encode([Instructions.Exit()]), out string log));
        Assert.Contains("R0 !read_ok", log);
    }
}
