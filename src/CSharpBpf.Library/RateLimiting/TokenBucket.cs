using System;

namespace CSharpBpf.RateLimiting;

/// <summary>
/// A token bucket: so many events a second, and so many at once after a pause. Meant as a map's value, one for each source. CPUs that use the
/// same one at the same time may undo each other's changes: put a <see cref="BpfSpinLock"/> beside it where the count must be exact. A clock that
/// was read before another CPU's adds nothing and takes a token that is there. Kernel-side and user side.
/// </summary>
public struct TokenBucket
{
    /// <summary>The longest pause that is credited, in nanoseconds: one second.</summary>
    public const ulong MaxCreditedPause = 1_000_000_000;

    private ulong lastNs;
    private ulong tokens;

    /// <summary>Up to when time has become tokens, in nanoseconds of <see cref="Bpf.KtimeGetNs"/>; what has passed since counts towards the next.</summary>
    public readonly ulong LastNs => lastNs;

    /// <summary>The tokens left.</summary>
    public readonly ulong Tokens => tokens;

    /// <summary>A bucket that is full but for the token of the event that made it.</summary>
    /// <param name="nowNs">The time, as <see cref="Bpf.KtimeGetNs"/> gives it.</param>
    /// <param name="burst">The most tokens it holds: at least 1.</param>
    public static TokenBucket StartWithOneTaken(ulong nowNs, ulong burst) => new() { lastNs = nowNs, tokens = burst - 1 };

    /// <summary>Adds the tokens of the time that has passed and takes one, if there is one.</summary>
    /// <param name="nowNs">The time, as <see cref="Bpf.KtimeGetNs"/> gives it.</param>
    /// <param name="burst">The most tokens the bucket holds.</param>
    /// <param name="nanosecondsPerToken">How long a token takes: 1,000,000 are 1000 a second. A constant, 1 to <see cref="MaxCreditedPause"/>.</param>
    /// <returns>Whether there was a token.</returns>
    public bool TryTake(ulong nowNs, ulong burst, ulong nanosecondsPerToken)
    {
        ulong last = lastNs;
        ulong passed = nowNs > last ? Math.Min(nowNs - last, MaxCreditedPause) : 0;
        ulong added = passed / nanosecondsPerToken;
        ulong left = tokens;
        if (added > 0)
        {
            left += added;
            lastNs = nowNs - passed + (added * nanosecondsPerToken);
            if (left > burst)
            {
                left = burst;
                lastNs = nowNs;
            }
        }

        if (left == 0)
        {
            tokens = 0;
            return false;
        }

        tokens = left - 1;
        return true;
    }
}
