using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Vm.Helpers;

/// <summary>The implementation of a helper.</summary>
/// <param name="call">The arguments and the machine's services.</param>
/// <returns>r0. After <see cref="VmHelperCall.Fault"/> the value does not matter.</returns>
public delegate ulong VmHelper(VmHelperCall call);

/// <summary>A helper as it stands in the registry.</summary>
/// <param name="Id">The id programs call it by.</param>
/// <param name="Name">The name for messages, with the bpf_ prefix.</param>
/// <param name="Implementation">What it does.</param>
public readonly record struct RegisteredHelper(HelperId Id, string Name, VmHelper Implementation);
