using System.Collections.Generic;
using CSharpBpf.Roslyn.Tests.Support;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Frontend;

public sealed class PrintkTests
{
    [Fact]
    public void The_virtual_machine_prints_what_plain_dotnet_prints()
    {
        string source = FileTests.Source("csharp", "printk.cs");
        var plain = new PlainProgram(new TestCompilation(source));
        foreach (byte[] packet in CSharpFileTests.Packets(source))
        {
            IReadOnlyList<string> expected = plain.TraceOf("Print", packet);
            Assert.Equal(5, expected.Count);
            Assert.Equal(expected, plain.TraceOf("Print", packet, BpfTarget.Virtual));
        }
    }

    [Fact]
    public void Numbers_print_by_their_format()
    {
        string source = FileTests.Source("csharp", "printk.cs");
        byte[] packet = [0xff, 0xff, 0xff, 0xff, 5, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xef, 0xbe, 0, 0, 0x0a, 0, 7, 0xf9, 1, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(
            ["plain", "100% a=-1 d=48879 c=-2", "[     7] [-7    ] [1]", "a 0000BEEF fffffffffffffffe 7", "-15-248879107-71"],
            new PlainProgram(new TestCompilation(source)).TraceOf("Print", packet));
    }
}
