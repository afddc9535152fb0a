using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace CSharpBpf;

/// <summary>What is to happen when the clock comes to a time, in the order of the times, and at one time in the order of the starts.</summary>
internal sealed class TimerQueue
{
    private readonly PriorityQueue<Action, (ulong Time, ulong Number)> entries = new();
    private ulong started;

    /// <param name="time">When.</param>
    /// <param name="expired">What.</param>
    public void Add(ulong time, Action expired) => entries.Enqueue(expired, (time, started++));

    /// <summary>Takes out the first that is due.</summary>
    /// <param name="now">The time.</param>
    /// <param name="time">When it was due.</param>
    /// <param name="expired">What is to happen.</param>
    public bool TryTake(ulong now, out ulong time, [NotNullWhen(true)] out Action? expired)
    {
        bool isDue = entries.TryPeek(out expired, out (ulong Time, ulong Number) due) && due.Time <= now;
        time = due.Time;
        if (isDue)
        {
            entries.Dequeue();
        }

        return isDue;
    }
}
