using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>A stack (BPF_MAP_TYPE_STACK, kernel 4.20): last in, first out.</summary>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
/// <param name="backend">Where the values live.</param>
[BpfMapType(MapType.Stack)]
public sealed class StackMap<TValue>(IMapBackend backend) : SequenceMap<TValue>(backend)
    where TValue : unmanaged
{
    /// <summary>Adds a value on top.</summary>
    /// <param name="value">The value.</param>
    /// <param name="replacesOldest">Whether a full stack drops its oldest value instead of taking no more.</param>
    /// <returns>False if the stack is full.</returns>
    public bool TryPush(TValue value, bool replacesOldest = false) => TryAdd(value, replacesOldest);

    /// <summary>Takes the value on top out.</summary>
    /// <param name="value">The value; zero if there is none.</param>
    /// <returns>False if the stack is empty.</returns>
    public bool TryPop(out TValue value) => TryTake(out value);
}
