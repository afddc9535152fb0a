using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>The kernel's route lookup, under the members of contexts; the bodies ask <see cref="BpfEnvironment.Network"/>.</summary>
internal static unsafe class FibHelpers
{
    [BpfHelper(HelperId.FibLookup)]
    public static long LookUp(XdpContext context, FibLookup* lookup, uint size, uint flags) => BpfEnvironment.Current.Network.LookUpRoute(ref *lookup, flags, null);

    [BpfHelper(HelperId.FibLookup)]
    public static long LookUp(TcContext context, FibLookup* lookup, uint size, uint flags) => BpfEnvironment.Current.Network.LookUpRoute(ref *lookup, flags, context.Frame->Length);
}
