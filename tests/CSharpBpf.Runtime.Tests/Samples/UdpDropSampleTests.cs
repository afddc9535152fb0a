using System;
using System.Diagnostics;
using System.Globalization;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Samples;

/// <summary>The sample as a person runs it.</summary>
public sealed class UdpDropSampleTests
{
    private static string Assembly => typeof(UdpFilter).Assembly.Location;

    [Fact]
    public void WithoutArgumentsItReplaysTheBundledCapture()
    {
        string output = ExternalTool.Run("dotnet", Assembly).ReplaceLineEndings("\n");
        Assert.Equal(
            """
            UDP to port 5001 is dropped.
            source              passed  dropped
            (not IPv4)               2        0
            198.51.100.23            0        3
            198.51.100.42            3        4
            198.51.100.7             4        6
            203.0.113.5              4        0
            203.0.113.9              3        0
            total                   16       13

            """.ReplaceLineEndings("\n"),
            output);
    }

    [SkippableFact]
    public void WithAnInterfaceItAttachesAndDetachesOnCtrlC()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ExternalTool.Require("ip");
        using var host = new NetworkNamespace();
        using Process sample = host.Run(() => Process.Start(new ProcessStartInfo("dotnet", [Assembly, "--interface", "lo"]) { RedirectStandardOutput = true })!);
        try
        {
            Assert.Contains("is dropped on lo", sample.StandardOutput.ReadLine(), StringComparison.Ordinal);
            Assert.Contains("xdp", host.Ip("link show dev lo"), StringComparison.Ordinal);
            Signal(sample, "-INT");
            if (!sample.WaitForExit(TimeSpan.FromSeconds(10)))
            {
                // A process started in the background by a shell has SIGINT ignored, and its children inherit that.
                Signal(sample, "-TERM");
                Assert.True(sample.WaitForExit(TimeSpan.FromSeconds(30)));
            }

            Assert.Contains("Detached", sample.StandardOutput.ReadToEnd(), StringComparison.Ordinal);
            Assert.Equal(0, sample.ExitCode);
            Assert.DoesNotContain("xdp", host.Ip("link show dev lo"), StringComparison.Ordinal);
        }
        finally
        {
            if (!sample.HasExited)
            {
                sample.Kill();
            }
        }
    }

    private static void Signal(Process process, string signal) => ExternalTool.Run("kill", signal, process.Id.ToString(CultureInfo.InvariantCulture));
}
