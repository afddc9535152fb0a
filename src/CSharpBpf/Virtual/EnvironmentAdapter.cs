using System;
using System.Runtime.InteropServices;
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

    public ulong CurrentPidTgid => environment.GetCurrentPidTgid();

    public ulong CurrentUidGid => environment.GetCurrentUidGid();

    public string CurrentComm => environment.TaskName;

    public bool TryReadKernel(ulong address, Span<byte> to) => environment.KernelMemory.TryRead(address, to);

    public bool TryReadUser(ulong address, Span<byte> to) => environment.UserMemory.TryRead(address, to);

    public void StartTimer(ulong nanoseconds, Action expired) => environment.StartTimer(nanoseconds, expired);

    public uint NextRandom() => environment.GetPrandomU32();

    public int SendCopy(uint interfaceIndex, bool isIngress, ReadOnlySpan<byte> packet) => environment.Network.Send(interfaceIndex, isIngress, packet);

    public int LookUpRoute(Span<byte> parameters, uint flags, uint? packetLength) =>
        environment.Network.LookUpRoute(ref MemoryMarshal.AsRef<FibLookup>(parameters), flags, packetLength);

    public void TracePrint(string message) => environment.Trace(message);
}
