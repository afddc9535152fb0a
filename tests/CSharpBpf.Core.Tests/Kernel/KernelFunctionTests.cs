using System.IO;
using System.Linq;
using CSharpBpf.Btf;
using CSharpBpf.Isa.Kernel;
using Xunit;

namespace CSharpBpf.Core.Tests.Kernel;

/// <summary>The functions of the kernel that programs call by name, against the types of the running kernel.</summary>
public sealed class KernelFunctionTests
{
    private const string TypesPath = "/sys/kernel/btf/vmlinux";

    [SkippableFact]
    public void The_kernel_has_them_with_these_parameters()
    {
        Skip.IfNot(File.Exists(TypesPath), "The kernel does not tell its types.");
        BtfSpec types = BtfReader.Read(File.ReadAllBytes(TypesPath));
        foreach (KernelFunctionInfo row in KernelFunctionTable.All)
        {
            BtfFunction function = types.Types.OfType<BtfFunction>().Single(function => function.Name == row.Call.KernelName);
            var prototype = (BtfFunctionPrototype)types[function.PrototypeId];
            Assert.Equal(row.Parameters.Select(static parameter => (parameter.Name, IsPointer(parameter.Type))), prototype.Parameters.Select(parameter => (parameter.Name, types[parameter.TypeId] is BtfPointer)));
            Assert.Equal(row.Result == KernelFunctionType.Void, prototype.ReturnTypeId == 0);
            Assert.Equal(IsPointer(row.Result), prototype.ReturnTypeId != 0 && types[prototype.ReturnTypeId] is BtfPointer);
        }

        Assert.Equal(KernelFunctionTable.NumberIteratorSize, types.Types.OfType<BtfStruct>().Single(static type => type.Name == "bpf_iter_num").Size);
    }

    [Fact]
    public void They_are_found_as_helpers_are()
    {
        Assert.All(KernelFunctionTable.All, static row => Assert.Same(row.Call, HelperTable.Find(row.Call.Id)));
        Assert.All(KernelFunctionTable.All, static row => Assert.Same(row, KernelFunctionTable.Find(row.Call.KernelName)));
        Assert.DoesNotContain(HelperTable.All, static row => KernelFunctionTable.Find(row.Id) is not null);
    }

    private static bool IsPointer(KernelFunctionType type) => type is KernelFunctionType.Int32Pointer or KernelFunctionType.NumberIterator;
}
