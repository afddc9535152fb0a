using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.TestPrograms;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>Where programs send packets: what they answer in all engines, and a wire of two programs on real interfaces.</summary>
public sealed class RedirectTests
{
    private const uint Loopback = 1;

    public enum Engine
    {
        PlainCSharp,
        VirtualMachine,
        Kernel,
    }

    [SkippableTheory]
    [InlineData(Engine.PlainCSharp)]
    [InlineData(Engine.VirtualMachine)]
    [InlineData(Engine.Kernel)]
    public void TheTargetIsWhatTheMapSays(Engine engine)
    {
        Skip.If(engine == Engine.Kernel && !KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var program = new Redirects();

        // One entry is there before Load, one comes after it.
        program.Ports[1] = Loopback;
        program.Cpus[0] = 64;
        if (engine != Engine.PlainCSharp)
        {
            program.Load(engine == Engine.Kernel ? BpfTarget.Kernel : BpfTarget.Virtual);
        }

        program.Wires[7] = Loopback;
        Check(0, 9, XdpAction.Redirect, RedirectKind.Interface, 9);
        Check(1, 1, XdpAction.Redirect, RedirectKind.Interface, Loopback);
        Check(1, 0, XdpAction.Aborted);
        Check(1, 200, XdpAction.Aborted);
        Check(2, 1, XdpAction.Redirect, RedirectKind.Interface, Loopback);
        Check(2, 2, XdpAction.Pass);
        Check(3, 7, XdpAction.Redirect, RedirectKind.Interface, Loopback);
        Check(3, 6, XdpAction.Tx);
        Check(4, 0, XdpAction.Redirect, RedirectKind.Cpu, 0);
        Check(4, 1, XdpAction.Drop);
        Check(5, 0, XdpAction.Redirect, RedirectKind.OtherInterfaces, 0);
        Check(6, 0, XdpAction.Redirect, RedirectKind.AllInterfaces, 0);
        Check(7, 3, XdpAction.Drop);

        Assert.Equal((Loopback, Loopback, 64u), (program.Ports[1], program.Wires[7], program.Cpus[0]));
        Assert.True(program.Ports.TryGetValue(1, out uint port) && port == Loopback);
        Assert.False(program.Ports.TryGetValue(0, out _));
        Assert.Throws<KeyNotFoundException>(() => program.Cpus[1]);
        Assert.Throws<BpfMapException>(() => program.Ports[4] = Loopback);
        Assert.True(program.Ports.Remove(1));
        Assert.False(program.Ports.Remove(1));
        Assert.True(program.Wires.Remove(7));
        Assert.False(program.Wires.Remove(7));
        Check(2, 1, XdpAction.Pass);
        Check(3, 7, XdpAction.Tx);

        void Check(byte how, byte number, XdpAction action, RedirectKind kind = RedirectKind.None, uint target = 0)
        {
            byte[] packet = new byte[14];
            (packet[0], packet[1]) = (how, number);
            if (engine == Engine.PlainCSharp)
            {
                using XdpFrame frame = XdpFrame.From(packet);
                Assert.Equal((how, number, action), (how, number, frame.Run(program.Choose)));
                Assert.Equal((how, number, new RedirectTarget(kind, target)), (how, number, frame.Redirect));
                return;
            }

            XdpRunResult run = program.Programs.Choose.Run(packet);
            Assert.Equal((how, number, action), (how, number, run.Action));
            Assert.Equal((how, number, engine == Engine.Kernel ? default : new RedirectTarget(kind, target)), (how, number, run.Redirect));
        }
    }

    [Theory]
    [InlineData(Engine.PlainCSharp)]
    [InlineData(Engine.VirtualMachine)]
    public void AClassifierSeesTheMetadataAndItsCopiesAreKept(Engine engine)
    {
        using var program = new Redirects();
        NetworkModel network = program.Environment.Network;
        BpfEnvironment.Current = program.Environment;
        byte[] packet = [.. Enumerable.Range(0, 20).Select(static i => (byte)i)];
        byte[] tag = [0x34, 0x12, 0, 0];
        if (engine == Engine.VirtualMachine)
        {
            program.Load(BpfTarget.Virtual);
        }

        Assert.Equal((TcAction.Shot, default(RedirectTarget)), Run([]));
        Assert.Equal((TcAction.Ok, default(RedirectTarget)), Run(tag));
        network.AddInterface(7);
        Assert.Equal((TcAction.Ok, default(RedirectTarget)), Run(tag));
        network.AddInterface(8);
        Assert.Equal((TcAction.Redirect, new RedirectTarget(RedirectKind.InterfaceIngress, 9)), Run(tag));
        Assert.Equal(0x1234u, program.Tag);
        Assert.Equal([(RedirectKind.Interface, 7u), (RedirectKind.Interface, 7u), (RedirectKind.InterfaceIngress, 8u)], network.Sent.Select(static sent => (sent.Target.Kind, sent.Target.Number)));
        Assert.All(network.Sent, sent => Assert.Equal(packet, sent.Packet.ToArray()));
        Assert.Throws<ArgumentException>(() => Run(new byte[6]));

        (TcAction Action, RedirectTarget Redirect) Run(byte[] metadata)
        {
            if (engine == Engine.VirtualMachine)
            {
                TcRunResult run = program.Programs.TakeTag.Run(packet, new TcRunOptions { Metadata = metadata });
                return (run.Action, run.Redirect);
            }

            using SkbFrame frame = SkbFrame.From(packet, metadata);
            return (frame.Run(program.TakeTag), frame.Redirect);
        }
    }

    [SkippableFact]
    public void InTheKernelTheMetadataGoesFromXdpToTheClassifier()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        Skip.If(RunningKernel.Version < new KernelVersion(6, 6), "tcx needs kernel 6.6");
        ExternalTool.Require("ip");
        using var sender = new NetworkNamespace();
        using var receiver = new NetworkNamespace();
        NetworkNamespace.Connect(sender, "v0", receiver, "v1");
        using var program = new Redirects();
        program.Load();
        Assert.Throws<ArgumentException>(() => program.Programs.TakeTag.Run(new byte[20], new TcRunOptions { Metadata = new byte[4] }));
        using XdpLink put = receiver.Run(() => program.Programs.PutTag.Attach("v1", XdpAttachMode.Generic));
        using TcLink take = receiver.Run(() => program.Programs.TakeTag.Attach("v1", TcDirection.Ingress));
        Assert.Contains(" 0% packet loss", sender.Run(() => ExternalTool.Run("ping", "-c", "1", "-W", "5", "10.99.0.2")), StringComparison.Ordinal);
        Assert.Equal(0x1234u, program.Tag);
    }

    [SkippableFact]
    public void TheKernelTakesOnlyPlacesThatAreThere()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        using var program = new Redirects();
        program.Load();
        Assert.Contains("Ports", Assert.Throws<BpfMapException>(() => program.Ports[0] = 1_000_000).Message, StringComparison.Ordinal);
        Assert.Contains("Cpus", Assert.Throws<BpfMapException>(() => program.Cpus[0] = 1_000_000).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void TwoInterfacesBecomeAWire()
    {
        Skip.IfNot(KernelProbe.IsAvailable, KernelProbe.UnavailableReason);
        ExternalTool.Require("ip");
        using var left = new NetworkNamespace();
        using var middle = new NetworkNamespace();
        using var right = new NetworkNamespace();
        uint first = Connect(left, "10.99.0.1", "m0");
        uint second = Connect(right, "10.99.0.2", "m1");
        using var program = new Redirects();
        program.Load();
        middle.Run(() =>
        {
            program.Wires[first] = second;
            program.Wires[second] = first;
        });
        using XdpLink inward = middle.Run(() => program.Programs.Forward.Attach("m0", XdpAttachMode.Generic));
        using XdpLink outward = middle.Run(() => program.Programs.Forward.Attach("m1", XdpAttachMode.Generic));
        Assert.Contains(" 0% packet loss", left.Run(() => ExternalTool.Run("ping", "-c", "2", "-i", "0.2", "-W", "5", "10.99.0.2")), StringComparison.Ordinal);

        uint Connect(NetworkNamespace end, string address, string name)
        {
            end.Ip($"link add v0 type veth peer name {name} netns {middle.Path}");
            end.Ip($"addr add {address}/24 dev v0");
            end.Ip("link set v0 up");
            middle.Ip($"link set {name} up");
            return uint.Parse(middle.Ip($"-o link show dev {name}").Split(':')[0], CultureInfo.InvariantCulture);
        }
    }
}
