using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Vm.Helpers;

/// <summary>Helpers that only ask the environment.</summary>
internal static class EnvironmentHelpers
{
    public static void Register(HelperRegistry registry)
    {
        registry.Register(HelperId.KtimeGetNs, static call => call.Environment.MonotonicNanoseconds);
        registry.Register(HelperId.KtimeGetBootNs, static call => call.Environment.BootNanoseconds);
        registry.Register(HelperId.KtimeGetCoarseNs, static call => call.Environment.MonotonicNanoseconds);
        registry.Register(HelperId.Jiffies64, static call => call.Environment.Jiffies);
        registry.Register(HelperId.GetPrandomU32, static call => call.Environment.NextRandom());
        registry.Register(HelperId.GetSmpProcessorId, static call => (uint)call.Cpu);
        registry.Register(HelperId.GetCurrentPidTgid, static call => call.Environment.CurrentPidTgid);
        registry.Register(HelperId.GetCurrentUidGid, static call => call.Environment.CurrentUidGid);
        registry.Register(HelperId.GetNumaNodeId, static call => (ulong)(long)call.Environment.NumaNode);
    }
}
