namespace CSharpBpf;

/// <summary>What maps without keys share that hold values in an order: they work in programs and in user space alike.</summary>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
public abstract unsafe class SequenceMap<TValue> : BpfMap
    where TValue : unmanaged
{
    private protected SequenceMap(IMapBackend backend)
        : base(backend)
    {
    }

    /// <summary>Copies the value that would be taken out next.</summary>
    /// <param name="value">The value; zero if there is none.</param>
    /// <returns>False if the map is empty.</returns>
    public bool TryPeek(out TValue value)
    {
        fixed (TValue* destination = &value)
        {
            value = default;
            return SequenceHelpers.Peek(this, destination) == 0;
        }
    }

    private protected bool TryAdd(TValue value, bool replacesOldest) =>
        SequenceHelpers.Push(this, &value, replacesOldest ? MapUpdateMode.Exist : MapUpdateMode.Any) == 0;

    private protected bool TryTake(out TValue value)
    {
        fixed (TValue* destination = &value)
        {
            value = default;
            return SequenceHelpers.Pop(this, destination) == 0;
        }
    }
}
