using System.IO;
using CSharpBpf.Btf;
using Xunit;

namespace CSharpBpf.Core.Tests.Btf;

public sealed class BtfPrinterTests
{
    private const string EveryKind = """
        typedef unsigned int __u32;
        struct node {
        	struct node *next; // 0
        	__u32 value; // 8
        } /* 16 bytes */;
        struct bits {
        	__u32 low : 3; // 0
        	__u32 high : 29; // 0.3
        } /* 4 bytes */;
        union either {
        	int number; // 0
        	unsigned char bytes[4]; // 0
        } /* 4 bytes */;
        enum small {
        	MINUS = -1,
        	ONE = 1,
        };
        enum large {
        	TOP = 4294967295,
        };
        enum huge {
        	ALL = 18446744073709551615,
        	BIT40 = 1099511627776,
        };
        enum negative {
        	LOWEST = -9223372036854775808,
        };
        struct declared;
        union declared_union;
        int entry(void *ctx, __u32 count);
        extern int kfunc(void *ctx, __u32 count);
        __u32 counter;
        static struct node hidden;

        """;

    [Fact]
    public void EveryDeclarationIsPrinted() => Assert.Equal(EveryKind.ReplaceLineEndings("\n"), BtfPrinter.Print(BtfSamples.EveryKind()));

    [Fact]
    public void DeclaratorsNestAsInC()
    {
        BtfBuilder b = new();
        int @int = b.AddInt("int", 4, BtfIntEncoding.Signed);
        int callback = b.AddPointer(b.AddFunctionPrototype(@int, [new("", b.AddPointer(b.AddConst(0))), new("", 0)]));
        int anonymous = b.AddStruct("", 4, [new("", b.AddUnion("", 4, [new("x", @int, 0)]), 0)]);
        int constPointer = b.AddConst(b.AddPointer(b.AddVolatile(@int)));
        int rows = b.AddPointer(b.AddArray(b.AddPointer(@int), @int, 3));
        BtfSpec spec = b.Build();
        Assert.Equal("int (*table[4])(const void *, ...)", Declare(b.AddArray(callback, @int, 4)));
        Assert.Equal("volatile int *const p", Declare(constPointer));
        Assert.Equal("int *(*p)[3]", Declare(rows));
        Assert.Equal("struct {\n\tunion {\n\t\tint x; // 0\n\t} /* 4 bytes */; // 0\n} /* 4 bytes */ p", BtfPrinter.Declare(spec, anonymous, "p"));
        string Declare(int id) => BtfPrinter.Declare(b.Build(), id, spec.Types.Count >= id ? "p" : "table");
    }

    [Fact]
    public void CirclesWithoutANameEnd()
    {
        BtfBuilder pointer = new();
        pointer.Define(pointer.Reserve(), new BtfPointer(1));
        Assert.Throws<BtfFormatException>(() => BtfPrinter.Declare(pointer.Build(), 1, "p"));

        // Each level twice as long as the one below: short BTF that would print without end.
        BtfBuilder doubling = new();
        int type = doubling.AddInt("int", 4, BtfIntEncoding.Signed);
        for (int i = 0; i < 40; i++)
        {
            type = doubling.AddStruct("", 4, [new("a", type, 0), new("b", type, 0)]);
        }

        Assert.Throws<BtfFormatException>(() => BtfPrinter.Declare(doubling.Build(), type, "p"));
    }

    [SkippableFact]
    public void KernelTypesPrint()
    {
        const string path = "/sys/kernel/btf/vmlinux";
        Skip.IfNot(File.Exists(path), $"{path} is missing: no Linux kernel with CONFIG_DEBUG_INFO_BTF.");
        string text = BtfPrinter.Print(BtfReader.Read(File.ReadAllBytes(path)));
        Assert.Contains("struct xdp_md {\n\t__u32 data; // 0\n\t__u32 data_end; // 4\n", text);
    }
}
