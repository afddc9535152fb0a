using System;
using System.Collections.Generic;
using CSharpBpf.Vm;
using Xunit;

namespace CSharpBpf.Core.Tests.Vm;

public sealed class VirtualEnvironmentTests
{
    [Fact]
    public void Timers_expire_at_their_times_while_the_clock_moves()
    {
        var environment = new VirtualEnvironment { MonotonicNanoseconds = 1000 };
        var expired = new List<string>();
        void Start(ulong nanoseconds, string name) => environment.StartTimer(nanoseconds, () => expired.Add($"{name} {environment.MonotonicNanoseconds}"));
        Start(300, "late");
        Start(200, "first");
        Start(200, "second");
        environment.StartTimer(100, () => Start(50, "in between"));
        Start(ulong.MaxValue, "never");
        environment.Advance(TimeSpan.FromTicks(2));
        Assert.Equal(["in between 1150", "first 1200", "second 1200"], expired);
        Assert.Equal(1200ul, environment.MonotonicNanoseconds);
        environment.Advance(TimeSpan.FromTicks(5));
        Assert.Equal("late 1300", expired[^1]);
        Assert.Equal(1700ul, environment.MonotonicNanoseconds);
    }
}
