using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Samples;

/// <summary>The sample that tells who sends a signal to whom.</summary>
public sealed class SignalLogTests
{
    private const int Terminate = 15;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ASignalOfTheChosenNumberIsTold(bool inVirtualMachine)
    {
        using var logger = new SignalLogger { OnlySignal = Terminate };
        (logger.Environment.ProcessId, logger.Environment.TaskName) = (7, "sender");
        BpfEnvironment.Current = logger.Environment;
        if (inVirtualMachine)
        {
            logger.Load(BpfTarget.Virtual);
        }

        foreach (int signal in new[] { 9, Terminate })
        {
            using TracepointFrame frame = TracepointFrame.From(new SignalGenerate { Signal = signal, TargetName = Name("target"), TargetThreadId = 8, Result = 1 });
            Assert.Equal(0, inVirtualMachine ? logger.Programs.Log.Run(frame).ReturnValue : frame.Run(logger.Log));
        }

        Assert.True(logger.Signals.TryRead(out SentSignal sent));
        Assert.Equal((7u, "sender", 8, "target", Terminate, 1), (sent.SenderId, sent.SenderName.ToString(), sent.TargetId, sent.TargetName.ToString(), sent.Signal, sent.Result));
        Assert.False(logger.Signals.TryRead(out _));
    }

    [SkippableFact]
    public void AttachedItTellsOfASignalToAProcess()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var logger = new SignalLogger { OnlySignal = Terminate };
        logger.Load();
        using Process sleep = Process.Start("sleep", "60");
        try
        {
            TraceMount.Run(() =>
            {
                using PerfEventLink link = logger.Programs.Log.Attach();
                ExternalTool.Run("kill", sleep.Id.ToString(CultureInfo.InvariantCulture));
            });
        }
        catch
        {
            sleep.Kill();
            throw;
        }

        Assert.True(sleep.WaitForExit(TimeSpan.FromSeconds(30)));
        var all = new List<SentSignal>();
        while (logger.Signals.TryRead(out SentSignal sent))
        {
            all.Add(sent);
        }

        Assert.All(all, static sent => Assert.Equal(Terminate, sent.Signal));
        Assert.Contains(all, sent => sent.TargetId == sleep.Id && sent.SenderName.ToString() == "kill" && sent.Result == 0);
    }

    private static TaskComm Name(string text)
    {
        var name = default(TaskComm);
        Encoding.UTF8.GetBytes(text, name);
        return name;
    }
}
