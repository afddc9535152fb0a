using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>A hash map (BPF_MAP_TYPE_HASH, kernel 3.19). Full at MaxEntries: adding then fails.</summary>
/// <typeparam name="TKey">The key: no padding, no references.</typeparam>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.Hash)]
public sealed class HashMap<TKey, TValue>(IMapBackend backend) : KeyedMap<TKey, TValue>(backend)
    where TKey : unmanaged
    where TValue : unmanaged
{
    /// <summary>
    /// Calls a method for each entry (bpf_for_each_map_elem, kernel 5.13), in no particular order, until it returns <see cref="LoopAction.Break"/>.
    /// Entries that come or go meanwhile may be visited or not.
    /// </summary>
    /// <typeparam name="TContext">What the method shares with its caller: numbers, no references.</typeparam>
    /// <param name="body">A lambda, local function or method that uses no variables of the method around it.</param>
    /// <param name="context">A local, which the method gets a reference to.</param>
    /// <returns>How often it was called.</returns>
    [KernelSide]
    [BpfHelper(HelperId.ForEachMapElem)]
    public long ForEach<TContext>(EntryBody<TKey, TValue, TContext> body, ref TContext context)
        where TContext : unmanaged => EntryWalk.ForEach(Entries, body, ref context);
}
