using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>A queue (BPF_MAP_TYPE_QUEUE, kernel 4.20): first in, first out.</summary>
/// <typeparam name="TValue">The value: no padding, no references.</typeparam>
/// <param name="backend">Where the values live.</param>
[BpfMapType(MapType.Queue)]
public sealed class QueueMap<TValue>(IMapBackend backend) : SequenceMap<TValue>(backend)
    where TValue : unmanaged
{
    /// <summary>Adds a value at the end.</summary>
    /// <param name="value">The value.</param>
    /// <param name="replacesOldest">Whether a full queue drops its first value instead of taking no more.</param>
    /// <returns>False if the queue is full.</returns>
    public bool TryEnqueue(TValue value, bool replacesOldest = false) => TryAdd(value, replacesOldest);

    /// <summary>Takes the first value out.</summary>
    /// <param name="value">The value; zero if there is none.</param>
    /// <returns>False if the queue is empty.</returns>
    public bool TryDequeue(out TValue value) => TryTake(out value);
}
