using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CSharpBpf.Btf;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Core.Tests.Kernel;

/// <summary>Ids and names against the enums of the running kernel, as its BTF shows them.</summary>
public sealed class KernelEnumTests
{
    private static readonly Lazy<BtfSpec> KernelBtf = new(static () => BtfReader.Read(File.ReadAllBytes(RunningKernel.BtfPath)));

    [SkippableTheory]
    [MemberData(nameof(KernelTablesTests.Enums), MemberType = typeof(KernelTablesTests))]
    public void The_running_kernel_gives_the_same_ids_to_the_same_names(string name)
    {
        FactTable table = FactTable.Of(name);
        Dictionary<string, int> kernel = KernelMembers(table);
        foreach (FactRow row in table.Rows.Where(static row => row.Since <= RunningKernel.Version))
        {
            Assert.True(kernel.TryGetValue(row.KernelName, out int id), $"{row.KernelName} is since {row.Since} by the table, but {RunningKernel.Version} has no such name in enum {table.KernelEnum}.");
            Assert.Equal(row.Id, id);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(KernelTablesTests.Enums), MemberType = typeof(KernelTablesTests))]
    public void The_running_kernel_has_nothing_that_the_table_lacks_unless_it_is_newer(string name)
    {
        FactTable table = FactTable.Of(name);
        Dictionary<string, int> kernel = KernelMembers(table);
        Skip.If(RunningKernel.Version > KernelVersion.NewestDescribed, $"the running kernel, {RunningKernel.Version}, is newer than the tables, {KernelVersion.NewestDescribed}");
        Assert.Equal([], kernel.Keys.Except(table.Rows.Select(static row => row.KernelName)));
    }

    private static Dictionary<string, int> KernelMembers(FactTable table)
    {
        Skip.IfNot(RunningKernel.HasBtf, $"needs {RunningKernel.BtfPath}");
        BtfEnum kernelEnum = Assert.Single(KernelBtf.Value.Types.OfType<BtfEnum>(), type => type.Name == table.KernelEnum);
        Dictionary<string, int> members = [];
        foreach (BtfEnumValue value in kernelEnum.Values)
        {
            // Not members but bounds, the zero of "none", and second names of ids that have a first one.
            bool isName = !value.Name.StartsWith("__", StringComparison.Ordinal)
                && !value.Name.EndsWith("_UNSPEC", StringComparison.OrdinalIgnoreCase)
                && !value.Name.EndsWith("_DEPRECATED", StringComparison.Ordinal);
            if (isName)
            {
                members.Add(value.Name.StartsWith("BPF_FUNC_", StringComparison.Ordinal) ? "bpf_" + value.Name["BPF_FUNC_".Length..] : value.Name, (int)value.Value);
            }
        }

        return members;
    }
}
