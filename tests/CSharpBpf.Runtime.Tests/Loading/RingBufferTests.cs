using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CSharpBpf.Net;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>The reader's side of a ring buffer, in both targets, by the sample's program.</summary>
public sealed class RingBufferTests
{
    // A record of the sample takes 24 bytes and its head.
    private const int RecordSize = 32;

    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public void Records_come_in_order_beyond_the_end_of_the_buffer(BpfTarget target)
    {
        using ConnectionLogger logger = Load(target);
        for (ushort port = 1; port <= 5000; port++)
        {
            Assert.Equal(XdpAction.Pass, logger.Programs.Log.Run(Syn(port)).Action);
            if (port % 100 != 0)
            {
                continue;
            }

            Assert.Equal(100ul * RecordSize, logger.Attempts.Query(RingBufferQuery.AvailableBytes));
            for (int expected = port - 99; expected <= port; expected++)
            {
                Assert.True(logger.Attempts.TryRead(out ConnectionAttempt attempt));
                Assert.Equal((new IPv4Address(10, 0, 0, 1), new IPv4Address(10, 0, 0, 2), (ushort)expected, (ushort)80, 40u), (attempt.Source, attempt.Destination, attempt.SourcePort, attempt.DestinationPort, attempt.Length));
                Assert.NotEqual(0ul, attempt.Nanoseconds);
            }

            Assert.False(logger.Attempts.TryRead(out _));
        }

        Assert.Equal(5000ul * RecordSize, logger.Attempts.Query(RingBufferQuery.ConsumerPosition));
        Assert.Equal(5000ul * RecordSize, logger.Attempts.Query(RingBufferQuery.ProducerPosition));
        Assert.Equal(65_536ul, logger.Attempts.Query(RingBufferQuery.Size));
        Assert.Equal(0ul, logger.Lost);
    }

    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public void A_full_buffer_takes_no_more_until_it_is_read(BpfTarget target)
    {
        using ConnectionLogger logger = Load(target);
        const int Room = (65_536 / RecordSize) - 1;
        logger.Programs.Log.Run(Syn(7), Room + 3);
        Assert.Equal(3ul, logger.Lost);
        Assert.True(logger.Attempts.TryReadBytes(out byte[]? bytes));
        Assert.Equal(24, bytes.Length);
        logger.Programs.Log.Run(Syn(8));
        Assert.Equal(3ul, logger.Lost);
        var all = new List<ushort>();
        while (logger.Attempts.TryRead(out ConnectionAttempt attempt))
        {
            all.Add(attempt.SourcePort);
        }

        Assert.Equal([.. Enumerable.Repeat((ushort)7, Room - 1), 8], all);
    }

    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public async Task A_reader_waits_for_records_and_stops_when_it_is_cancelled(BpfTarget target)
    {
        using ConnectionLogger logger = Load(target);
        Assert.False(logger.Attempts.Wait(TimeSpan.Zero));
        using var stop = new CancellationTokenSource();
        var ports = new List<ushort>();
        Task reader = Task.Run(() =>
        {
            foreach (ConnectionAttempt attempt in logger.Attempts.ReadAll(stop.Token))
            {
                ports.Add(attempt.SourcePort);
                if (ports.Count == 3)
                {
                    stop.Cancel();
                }
            }
        });
        for (ushort port = 1; port <= 3; port++)
        {
            logger.Programs.Log.Run(Syn(port));
        }

        await reader.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([1, 2, 3], ports);
        logger.Programs.Log.Run(Syn(4));
        Assert.True(logger.Attempts.Wait(Timeout.InfiniteTimeSpan));
    }

    [SkippableTheory]
    [InlineData(BpfTarget.Virtual)]
    [InlineData(BpfTarget.Kernel)]
    public async Task Disposing_ends_a_wait(BpfTarget target)
    {
        ConnectionLogger logger = Load(target);
        RingBuffer<ConnectionAttempt> attempts = logger.Attempts;
        Task<bool> waiting = Task.Run(() => attempts.Wait(Timeout.InfiniteTimeSpan));
        logger.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void The_programs_side_is_plain_CSharp_before_Load()
    {
        using var logger = new ConnectionLogger();
        ref ConnectionAttempt first = ref logger.Attempts.ReserveOrNullRef();
        ref ConnectionAttempt second = ref logger.Attempts.ReserveOrNullRef();
        first.SourcePort = 1;
        second.SourcePort = 2;
        logger.Attempts.Submit(ref second);
        Assert.False(logger.Attempts.TryRead(out _));
        logger.Attempts.Discard(ref first);
        Assert.True(logger.Attempts.TryRead(out ConnectionAttempt attempt));
        Assert.Equal(2, attempt.SourcePort);
        Assert.Throws<InvalidOperationException>(() => logger.Attempts.Submit(ref attempt));
    }

    [SkippableFact]
    public void The_programs_side_is_refused_in_user_space_once_the_buffer_is_in_the_kernel()
    {
        using ConnectionLogger logger = Load(BpfTarget.Kernel);
        Assert.Contains("Attempts", Assert.Throws<InvalidOperationException>(() => logger.Attempts.TryOutput(default)).Message, StringComparison.Ordinal);
    }

    private static ConnectionLogger Load(BpfTarget target)
    {
        Skip.If(target == BpfTarget.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        var logger = new ConnectionLogger();
        logger.Load(target);
        return logger;
    }

    /// <summary>A packet that opens a connection from this port of 10.0.0.1 to port 80 of 10.0.0.2.</summary>
    private static byte[] Syn(ushort port)
    {
        byte[] packet = Convert.FromHexString("02000000000202000000000108004500002800000000400600000a0000010a0000020000005000000000000000005002000000000000");
        (packet[34], packet[35]) = ((byte)(port >> 8), (byte)port);
        return packet;
    }
}
