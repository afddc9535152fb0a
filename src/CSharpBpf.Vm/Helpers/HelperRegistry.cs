using System.Collections.Generic;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Vm.Helpers;

/// <summary>Which helpers programs may call. Starts with the virtual machine's own; more can be added, and any replaced.</summary>
public sealed class HelperRegistry
{
    private readonly Dictionary<HelperId, RegisteredHelper> helpers = [];

    /// <summary>A registry of all helpers the virtual machine has.</summary>
    public HelperRegistry()
    {
        MapHelpers.Register(this);
        RingBufferHelpers.Register(this);
        CallbackHelpers.Register(this);
        DynptrHelpers.Register(this);
        SequenceHelpers.Register(this);
        SpinLockHelpers.Register(this);
        TimerHelpers.Register(this);
        IteratorFunctions.Register(this);
        EnvironmentHelpers.Register(this);
        TracingHelpers.Register(this);
        XdpHelpers.Register(this);
        SkbHelpers.Register(this);
        Register(HelperId.CsumDiff, ChecksumHelper.CsumDiff);
        Register(HelperId.FibLookup, FibHelper.LookUp);
        Register(HelperId.TracePrintk, TracePrintkHelper.TracePrintk);
        Register(HelperId.TraceVprintk, TracePrintkHelper.TraceVprintk);
    }

    /// <summary>The ids there are. bpf_tail_call is no helper here but an instruction of the interpreter, and always there.</summary>
    public IReadOnlyCollection<HelperId> Ids => helpers.Keys;

    /// <summary>Adds or replaces a helper.</summary>
    public void Register(HelperId id, VmHelper implementation) => helpers[id] = new RegisteredHelper(id, NameOf(id), implementation);

    /// <summary>Finds a helper.</summary>
    public bool TryGet(HelperId id, out RegisteredHelper helper) => helpers.TryGetValue(id, out helper);

    /// <summary>The kernel's name of a helper, or its number when the kernel has none.</summary>
    internal static string NameOf(HelperId id) => HelperTable.Find(id)?.KernelName ?? $"helper {(int)id}";
}
