namespace CSharpBpf;

/// <summary>What the method that a helper calls again and again wants next.</summary>
public enum LoopAction
{
    /// <summary>The next call.</summary>
    Continue = 0,

    /// <summary>No further call.</summary>
    Break = 1,
}

/// <summary>A trip of <see cref="Bpf.Loop"/>.</summary>
/// <typeparam name="TContext">What the method shares with its caller.</typeparam>
/// <param name="index">The trip, from 0.</param>
/// <param name="context">The caller's local.</param>
public delegate LoopAction LoopBody<TContext>(uint index, ref TContext context)
    where TContext : unmanaged;

/// <summary>A visit of a map's entry.</summary>
/// <typeparam name="TKey">The map's key.</typeparam>
/// <typeparam name="TValue">The map's value.</typeparam>
/// <typeparam name="TContext">What the method shares with its caller.</typeparam>
/// <param name="key">The entry's key.</param>
/// <param name="value">The entry's value in the map itself.</param>
/// <param name="context">The caller's local.</param>
public delegate LoopAction EntryBody<TKey, TValue, TContext>(in TKey key, ref TValue value, ref TContext context)
    where TKey : unmanaged
    where TValue : unmanaged
    where TContext : unmanaged;
