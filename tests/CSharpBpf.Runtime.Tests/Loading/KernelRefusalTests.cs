using System;
using CSharpBpf.Loading;
using CSharpBpf.Object;
using CSharpBpf.Sys;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Runtime.Tests.Loading;

/// <summary>What the loader makes of a kernel that refuses; the kernel is played.</summary>
public sealed class KernelRefusalTests
{
    [Theory]
    [InlineData((int)BpfCommand.BtfLoad, 1, "CAP_BPF")]
    [InlineData((int)BpfCommand.MapCreate, 1, "CAP_BPF")]
    [InlineData((int)BpfCommand.MapCreate, 12, "MaxEntries")]
    [InlineData((int)BpfCommand.MapUpdateElem, 22, "EINVAL")]
    [InlineData((int)BpfCommand.ProgLoad, 1, "BpfTarget.Virtual")]
    [InlineData((int)BpfCommand.ProgLoad, 11, "EAGAIN")]
    [InlineData((int)BpfCommand.ProgLoad, 38, "CONFIG_BPF_SYSCALL")]
    public void ARefusalSaysWhatWhyAndWhatToDo(int command, int error, string expected)
    {
        var kernel = new PlayedKernel { Refused = (BpfCommand)command, Error = error };
        ObjectSpec spec = SampleObject.Create();
        BpfException e = Assert.Throws<BpfException>(() => KernelObject.Load(kernel, ObjectReader.Read(ObjectWriter.Write(spec), "sample"), new ConstantSection(spec).Contents));
        Assert.Equal(error, e.ErrorNumber);
        Assert.Contains(OperatingSystem.IsLinux() ? expected : "Linux", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, kernel.Open);
    }

    [Fact]
    public void ALoadedObjectClosesEverything()
    {
        var kernel = new PlayedKernel { Refused = (BpfCommand)(-1) };
        ObjectSpec spec = SampleObject.Create();
        KernelObject loaded = KernelObject.Load(kernel, ObjectReader.Read(ObjectWriter.Write(spec), "sample"), new ConstantSection(spec).Contents);
        Assert.True(kernel.Open > 0);
        loaded.Dispose();
        Assert.Equal(0, kernel.Open);
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("0-3\n", 4)]
    [InlineData("0-1,8-11", 12)]
    public void PossibleCpusAreCounted(string list, int expected) => Assert.Equal(expected, PossibleCpus.Parse(list));

    [Fact]
    public void AListThatIsNotUnderstoodIsSaid() => Assert.Throws<BpfException>(() => PossibleCpus.Parse("many"));

    [Fact]
    public void KernelNamesAreCutAndKeptApart()
    {
        var names = new KernelNames();
        Assert.Equal("a_rather_long_n", names.Next("a_rather_long_name").ToString());
        Assert.Equal("a_rather_long_2", names.Next("a_rather_long_name_too").ToString());
        Assert.Equal("with_dash", names.Next("with-dash").ToString());
    }

    private sealed unsafe class PlayedKernel : IBpfSyscall
    {
        private int next = 100;

        public required BpfCommand Refused { get; init; }

        public int Error { get; init; }

        /// <summary>The descriptors that were given out and not closed.</summary>
        public int Open { get; private set; }

        public int Bpf<T>(BpfCommand command, ref T attribute)
            where T : unmanaged
        {
            if (command == Refused)
            {
                return -Error;
            }

            if (command is BpfCommand.MapCreate or BpfCommand.ProgLoad or BpfCommand.BtfLoad or BpfCommand.LinkCreate)
            {
                Open++;
                return next++;
            }

            return 0;
        }

        int IBpfSyscall.Open(string path) => -Error;

        public int PerfEventOpen(ref PerfEventParameters attribute, int pid, int cpu) => -Error;

        public int PerfEventControl(int fd, PerfEventRequest request, int argument) => -Error;

        public void Close(int fd) => Open--;

        public int MapOver(void* address, nuint length, int fd) => 0;

        public int MapAnonymousOver(void* address, nuint length) => 0;

        public int Map(nuint length, bool isWritable, int fd, nint offset, out void* address)
        {
            address = null;
            return -Error;
        }

        public void Unmap(void* address, nuint length)
        {
        }

        public int Poll(int fd, int milliseconds) => 0;

        public uint GetInterfaceIndex(string name) => 0;
    }
}
