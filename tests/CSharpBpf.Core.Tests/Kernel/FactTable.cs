using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Core.Tests.Kernel;

/// <summary>The columns that the tables of the kernel's enums share.</summary>
internal sealed record FactRow(int Id, string KernelName, KernelVersion Since);

/// <summary>One of the four tables that follow an enum of the kernel, so that a test can go over all of them.</summary>
internal sealed record FactTable(Type Enum, string KernelEnum, string Prefix, IReadOnlyList<FactRow> Rows)
{
    public IEnumerable<int> Members => System.Enum.GetValuesAsUnderlyingType(Enum).Cast<int>();

    public string? MemberName(int id) => System.Enum.GetName(Enum, id);

    public static FactTable Of(string enumName) => enumName switch
    {
        nameof(ProgramType) => new(typeof(ProgramType), "bpf_prog_type", "BPF_PROG_TYPE_", [.. ProgramTypeTable.All.Select(static row => new FactRow((int)row.Id, row.KernelName, row.Since))]),
        nameof(AttachType) => new(typeof(AttachType), "bpf_attach_type", "BPF_", [.. AttachTypeTable.All.Select(static row => new FactRow((int)row.Id, row.KernelName, row.Since))]),
        nameof(MapType) => new(typeof(MapType), "bpf_map_type", "BPF_MAP_TYPE_", [.. MapTypeTable.All.Select(static row => new FactRow((int)row.Id, row.KernelName, row.Since))]),
        nameof(HelperId) => new(typeof(HelperId), "bpf_func_id", "bpf_", [.. HelperTable.All.Select(static row => new FactRow((int)row.Id, row.KernelName, row.Since))]),
        _ => throw new ArgumentOutOfRangeException(nameof(enumName), enumName, "no table follows this enum"),
    };
}
