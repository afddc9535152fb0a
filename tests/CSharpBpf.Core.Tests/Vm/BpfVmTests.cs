using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;
using CSharpBpf.Vm;
using CSharpBpf.Vm.Helpers;
using CSharpBpf.Vm.Maps;
using CSharpBpf.Vm.Memory;
using Xunit;

namespace CSharpBpf.Core.Tests.Vm;

/// <summary>The machine around the interpreter: environment, maps from outside, globals, tail calls, faults with their source, repeated runs.</summary>
public sealed unsafe class BpfVmTests
{
    private static readonly byte[] Packet = [.. Enumerable.Range(0, 60).Select(i => (byte)i)];

    [Fact]
    public void AFaultNamesTheSourceLineAndTheRegion()
    {
        using BpfVm vm = new();
        List<LineInfo> lines =
        [
            new(0, "src/Filter.cs", 10, 5, "    var packet = ctx.Packet;"),
            new(1, "src/Filter.cs", 12, 9, "        return packet.Data[58];"),
        ];
        VmProgram program = VmTestObject.LoadOne(vm, "r2 = *(u32 *)(r1 +0)\nr0 = *(u64 *)(r2 +58)\nexit", lines: lines);
        XdpRunResult result = program.RunXdp(Packet);
        VmFault fault = Assert.IsType<VmFault>(result.Fault);
        Assert.Equal(VmFaultKind.OutOfBounds, fault.Kind);
        Assert.Equal(1, fault.Slot);
        Assert.Equal(12, fault.Source?.Line);
        Assert.Equal(MemoryRegionKind.Packet, fault.RegionKind);
        Assert.Equal(58, fault.RegionOffset);
        Assert.Equal(8u, fault.Size);
        Assert.Equal(fault.Address, fault.Registers[2] + 58);
        Assert.Equal(
            "Program 'program', instruction 1 (src/Filter.cs:12: return packet.Data[58];): read of 8 bytes at packet+58 runs past data_end (packet is 60 bytes)",
            fault.ToString());
        VmFaultException exception = Assert.Throws<VmFaultException>(() => result.ReturnValue);
        Assert.Same(fault, exception.Fault);
    }

    [Fact]
    public void AMachineWorksOnAfterAFault()
    {
        using BpfVm vm = new();
        VmProgram bad = VmTestObject.LoadOne(vm, "call pc+2\nr0 = 0\nexit\nr0 = *(u8 *)(r10 +0)\nexit");
        VmProgram good = VmTestObject.LoadOne(vm, "r0 = *(u64 *)(r10 -8)\n*(u64 *)(r10 -8) = 5\nr0 += 3\nexit");
        for (int i = 0; i < 3; i++)
        {
            Assert.NotNull(bad.RunXdp(Packet).Fault);
            Assert.Equal(3u, good.RunXdp(Packet).ReturnValue);
        }
    }

    [Fact]
    public void TheEnvironmentIsTheCallers()
    {
        VirtualEnvironment environment = new(seed: 3) { Cpu = 2, NumaNode = 1, SuspendedNanoseconds = 7 };
        environment.Advance(TimeSpan.FromSeconds(1));
        using BpfVm vm = new(new VmOptions { Environment = environment, CpuCount = 3 });
        Assert.Equal(1_000_000_000ul, Call(vm, HelperId.KtimeGetNs));
        Assert.Equal(1_000_000_007ul, Call(vm, HelperId.KtimeGetBootNs));
        Assert.Equal(250ul, Call(vm, HelperId.Jiffies64));
        Assert.Equal(2ul, Call(vm, HelperId.GetSmpProcessorId));
        Assert.Equal(1ul, Call(vm, HelperId.GetNumaNodeId));
        Assert.Equal(new VirtualEnvironment(3).NextRandom(), Call(vm, HelperId.GetPrandomU32));
        environment.Cpu = 3;
        Assert.Throws<InvalidOperationException>(() => Call(vm, HelperId.KtimeGetNs));
    }

    [Theory]
    [InlineData("hello", 0, 0, 0, "hello", 5)]
    [InlineData("%d %u %x\n", -1, -1, -1, "-1 4294967295 ffffffff", 23)]
    [InlineData("%lld|%llu|%lx", -1, -1, -1, "-1|18446744073709551615|ffffffffffffffff", 40)]
    [InlineData("[%5d][%-5d][%05d]", 42, 42, -42, "[   42][42   ][-0042]", 21)]
    [InlineData("%c%% %X", 65, 0xbeef, 0, "A% BEEF", 7)]
    [InlineData("%d %d %d %d", 1, 2, 3, null, -22)]
    [InlineData("%f", 1, 2, 3, null, -22)]
    [InlineData("%", 1, 2, 3, null, -22)]
    [InlineData("%s", 5, 0, 0, "", 0)]
    public void TracePrintkFormatsAsTheKernel(string format, long first, long second, long third, string? expected, long result)
    {
        VirtualEnvironment environment = new();
        using BpfVm vm = new(new VmOptions { Environment = environment });
        byte[] text = System.Text.Encoding.UTF8.GetBytes(format + '\0');
        DataSectionSpec section = new() { Name = ".rodata", Kind = DataSectionKind.ReadOnly, Contents = text };
        VmProgram program = VmTestObject.LoadOne(
            vm,
            $"r1 = map_val(map_by_fd(0)) + 0\nr2 = {text.Length}\nr3 = {first}\nr4 = {second}\nr5 = {third}\ncall bpf_trace_printk\nexit",
            sections: [section]);
        Assert.Equal((ulong)result, program.RunRaw([]).ReturnValue);
        Assert.Equal(expected is null ? [] : [expected], environment.TraceOutput);
    }

    [Fact]
    public void PerCpuMapsGiveTheCurrentCpusValue()
    {
        VirtualEnvironment environment = new();
        using BpfVm vm = new(new VmOptions { Environment = environment, CpuCount = 4 });
        VmObject loaded = vm.Load(VmTestObject.Create(
            """
            *(u32 *)(r10 -4) = 0
            r1 = map_by_fd(0)
            r2 = r10
            r2 += -4
            call bpf_map_lookup_elem
            if r0 == 0 goto out
            r1 = 1
            lock *(u64 *)(r0 +0) += r1
            r0 = *(u64 *)(r0 +0)
            out: exit
            """,
            [VmTestObject.Map(MapType.PerCpuArray, 4, 8, 1)]));
        int[] cpus = [0, 1, 1, 3, 3, 3];
        foreach (int cpu in cpus)
        {
            environment.Cpu = cpu;
            Assert.NotEqual(0ul, loaded.Programs[VmTestObject.ProgramName].RunRaw([]).ReturnValue);
        }

        uint key = 0;
        ulong[] values = new ulong[4];
        for (int cpu = 0; cpu < values.Length; cpu++)
        {
            values[cpu] = *(ulong*)loaded.Maps["map"].Lookup((byte*)&key, cpu);
        }

        Assert.Equal([1ul, 2, 0, 3], values);
    }

    [Fact]
    public void MapsAndGlobalsCanComeFromOutside()
    {
        MapSpec definition = VmTestObject.Map(MapType.Hash, 4, 8, 4);
        DataSectionSpec section = new() { Name = ".data", Kind = DataSectionKind.Data, Contents = [9, 0, 0, 0, 0, 0, 0, 0] };
        ObjectSpec spec = VmTestObject.Create("r1 = map_val(map_by_fd(0)) + 0\nr0 = *(u64 *)(r1 +0)\n*(u64 *)(r1 +0) = 77\nr2 = map_by_fd(0)\nexit", [definition], [section]);
        using HashMap map = new(definition);
        using ArrayMap globals = new(VmTestObject.Map(MapType.Array, 4, 8, 1, ".data"));
        *(ulong*)globals.Storage = 1234;
        VmLoadOptions options = new() { Maps = new Dictionary<string, IVmMap> { ["map"] = map, [".data"] = globals } };
        using (BpfVm vm = new())
        {
            VmObject loaded = vm.Load(spec, options);
            Assert.Same(map, loaded.Maps["map"]);
            Assert.Equal(1234ul, loaded.Programs[VmTestObject.ProgramName].RunRaw([]).ReturnValue);
        }

        Assert.Equal(77ul, *(ulong*)globals.Storage);
        using HashMap other = new(VmTestObject.Map(MapType.Hash, 4, 8, 5));
        using BpfVm second = new();
        VmLoadException exception = Assert.Throws<VmLoadException>(() => second.Load(spec, new VmLoadOptions { Maps = new Dictionary<string, IVmMap> { ["map"] = other } }));
        Assert.Contains("Hash(4, 8, 5)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConstantsFromOutsideAreStillReadOnly()
    {
        DataSectionSpec section = new() { Name = ".rodata", Kind = DataSectionKind.ReadOnly, Contents = new byte[8] };
        using ArrayMap constants = new(VmTestObject.Map(MapType.Array, 4, 8, 1, ".rodata"));
        using BpfVm vm = new();
        VmObject loaded = vm.Load(
            VmTestObject.Create("r1 = map_val(map_by_fd(0)) + 0\n*(u64 *)(r1 +0) = 1\nr0 = 0\nexit", [], [section]),
            new VmLoadOptions { Maps = new Dictionary<string, IVmMap> { [".rodata"] = constants } });
        Assert.Equal(VmFaultKind.ReadOnly, loaded.Programs[VmTestObject.ProgramName].RunRaw([]).Fault?.Kind);
    }

    [Fact]
    public void TailCallsReplaceTheProgramUpTo33Times()
    {
        using BpfVm vm = new();
        MapSpec table = VmTestObject.Map(MapType.ProgArray, 4, 4, 2);
        VmObject loaded = vm.Load(VmTestObject.Create(
            """
            r6 = *(u32 *)(r1 +0)
            r6 += 1
            *(u32 *)(r1 +0) = r6
            r2 = map_by_fd(0)
            r3 = 1
            call bpf_tail_call
            r0 = 99
            exit
            """,
            [table]));
        VmProgram program = loaded.Programs[VmTestObject.ProgramName];
        byte[] counter = new byte[4];
        Assert.Equal(99ul, program.RunRaw(counter).ReturnValue);
        Assert.Equal(1, counter[0]);
        uint key = 1;
        uint id = program.Id;
        Assert.Equal(0, loaded.Maps["map"].Update((byte*)&key, (byte*)&id, MapUpdateFlags.Any, 0));
        Assert.Equal(99ul, program.RunRaw(counter).ReturnValue);
        Assert.Equal(1 + 34, counter[0]);
        Assert.Equal(0, loaded.Maps["map"].Delete((byte*)&key));
        Assert.Equal(-Errno.NoEntry, loaded.Maps["map"].Delete((byte*)&key));
    }

    [Fact]
    public void ATailCallFromASubprogramReturnsToItsCaller()
    {
        using BpfVm vm = new();
        MapSpec table = VmTestObject.Map(MapType.ProgArray, 4, 4, 1);
        VmObject target = vm.Load(VmTestObject.Create("r0 = 40\nr6 = 0\nexit", [table]));
        uint key = 0;
        uint id = target.Programs[VmTestObject.ProgramName].Id;
        Assert.Equal(0, target.Maps["map"].Update((byte*)&key, (byte*)&id, MapUpdateFlags.Any, 0));
        VmObject caller = vm.Load(
            VmTestObject.Create("r6 = 2\ncall jump\nr0 += r6\nexit\njump: r2 = map_by_fd(0)\nr3 = 0\ncall bpf_tail_call\nr0 = 1\nexit", [table]),
            new VmLoadOptions { Maps = target.Maps });
        Assert.Equal(42ul, caller.Programs[VmTestObject.ProgramName].RunRaw([]).ReturnValue);
    }

    [Theory]
    [InlineData(5u, 0ul, 4u, true)]
    [InlineData(5u, 1ul, 0u, false)]
    public void RedirectNamesTheInterface(uint interfaceIndex, ulong flags, uint answer, bool isRedirected)
    {
        using BpfVm vm = new();
        XdpRunResult result = VmTestObject.LoadOne(vm, $"r1 = {interfaceIndex}\nr2 = {flags}\ncall bpf_redirect\nexit").RunXdp(Packet);
        Assert.Equal(answer, result.ReturnValue);
        Assert.Equal(isRedirected ? new VmRedirect(interfaceIndex, null, 0, 0) : null, result.Redirect);
    }

    [Fact]
    public void RedirectMapAnswersByTheEntry()
    {
        using BpfVm vm = new();
        VmObject loaded = vm.Load(VmTestObject.Create("r1 = map_by_fd(0)\nr2 = 1\nr3 = 2\ncall bpf_redirect_map\nexit", [VmTestObject.Map(MapType.Devmap, 4, 4, 2)]));
        VmProgram program = loaded.Programs[VmTestObject.ProgramName];
        XdpRunResult missing = program.RunXdp(Packet);
        Assert.Equal(2u, missing.ReturnValue);
        Assert.Null(missing.Redirect);
        uint key = 1;
        uint interfaceIndex = 8;
        Assert.Equal(0, loaded.Maps["map"].Update((byte*)&key, (byte*)&interfaceIndex, MapUpdateFlags.Any, 0));
        XdpRunResult found = program.RunXdp(Packet);
        Assert.Equal(4u, found.ReturnValue);
        Assert.Equal(new VmRedirect(8, loaded.Maps["map"], 1, 0), found.Redirect);
    }

    [Fact]
    public void AHelperCanBeAdded()
    {
        HelperRegistry helpers = new();
        helpers.Register(HelperId.GetCurrentPidTgid, static call => 4711 + call.Argument(1));
        using BpfVm vm = new(new VmOptions { Helpers = helpers });
        Assert.Equal(4712ul, VmTestObject.LoadOne(vm, "r1 = 1\ncall bpf_get_current_pid_tgid\nexit").RunRaw([]).ReturnValue);
    }

    [Fact]
    public void InstructionsAreCounted()
    {
        using BpfVm vm = new(new VmOptions { InstructionBudget = 12 });
        VmProgram program = VmTestObject.LoadOne(vm, "r0 = 3 ll\nagain: r0 += -1\nif r0 != 0 goto again\nexit");
        XdpRunResult run = program.RunXdp(Packet, new XdpRunOptions { Repeat = 10 });
        Assert.Equal(10 * 8, run.InstructionCount);
        Assert.Equal(VmFaultKind.InstructionBudget, VmTestObject.LoadOne(vm, "r0 = 6\nagain: r0 += -1\nif r0 != 0 goto again\nexit").RunXdp(Packet).Fault?.Kind);
    }

    [Fact]
    public void NothingOfAPacketIsLeftForTheNext()
    {
        using BpfVm vm = new();
        VmProgram program = VmTestObject.LoadOne(
            vm,
            "r6 = r1\nr2 = -8\ncall bpf_xdp_adjust_head\nr1 = r6\nr2 = 64\ncall bpf_xdp_adjust_tail\nr2 = *(u32 *)(r6 +0)\nr0 = *(u64 *)(r2 +0)\n*(u64 *)(r2 +0) = -1\nr3 = *(u64 *)(r2 +60)\nr0 |= r3\nr0 = r0\nexit");
        byte[] large = new byte[400];
        Array.Fill(large, (byte)0xee);
        Assert.NotEqual(0u, program.RunXdp(large).ReturnValue);
        byte[] small = new byte[14];
        XdpRunResult result = program.RunXdp(small);
        Assert.Equal(0u, result.ReturnValue);
        Assert.All(result.Packet.Skip(8), value => Assert.Equal(0, value));
    }

    [Fact]
    public void AnObjectWithoutItsSymbolsIsRefused()
    {
        using BpfVm vm = new();
        FunctionSpec function = new()
        {
            Name = "p",
            Instructions = [Instructions.LoadImmediate64(1, 0), Instructions.Exit()],
            Relocations = [new Relocation(0, RelocationKind.Map, "nowhere", 0)],
        };
        ObjectSpec spec = new() { Name = "o", Programs = [new ProgramSpec { Name = "p", SectionName = "xdp", Type = ProgramType.Xdp, Function = function }] };
        Assert.Contains("'nowhere'", Assert.Throws<VmLoadException>(() => vm.Load(spec)).Message, StringComparison.Ordinal);
    }

    private static ulong Call(BpfVm vm, HelperId helper) => VmTestObject.LoadOne(vm, $"call {(int)helper}\nexit").RunRaw([]).ReturnValue;
}
