using CSharpBpf.Vm;

namespace CSharpBpf.Virtual;

/// <summary>The object's environment as the virtual machine asks for it.</summary>
internal sealed class EnvironmentAdapter(BpfEnvironment environment) : IVmEnvironment
{
    private const ulong NanosecondsPerJiffy = 4_000_000;

    public ulong MonotonicNanoseconds => environment.KtimeGetNs();

    public ulong BootNanoseconds => environment.KtimeGetNs();

    public ulong Jiffies => environment.KtimeGetNs() / NanosecondsPerJiffy;

    public int Cpu => (int)environment.ProcessorId;

    public int NumaNode => 0;

    public uint NextRandom() => environment.GetPrandomU32();

    public void TracePrint(string message) => environment.Trace(message);
}
