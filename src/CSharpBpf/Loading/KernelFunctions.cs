using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using CSharpBpf.Btf;

namespace CSharpBpf.Loading;

/// <summary>The functions of the running kernel that programs call by name (kfuncs): their ids in its BTF.</summary>
internal static class KernelFunctions
{
    private const string TypesPath = "/sys/kernel/btf/vmlinux";

    private static readonly Lazy<Dictionary<string, int>> Ids = new(ReadIds);

    /// <summary>The id that a call of a function holds.</summary>
    /// <exception cref="BpfException">The kernel has no such function, or does not tell its types.</exception>
    public static int IdOf(string name, string program)
    {
        try
        {
            return Ids.Value.TryGetValue(name, out int id)
                ? id
                : throw new BpfException($"Program '{program}' calls the kernel's function '{name}', which this kernel does not have: it is newer, or not built in.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BtfFormatException)
        {
            throw new BpfException($"Program '{program}' calls the kernel's function '{name}', whose id stands in {TypesPath}, which cannot be read: {e.Message}");
        }
    }

    /// <summary>An object's types as the kernel takes them: it refuses functions that are defined elsewhere, and the section that lists them.</summary>
    public static BtfSpec WithoutExterns(BtfSpec spec) => new()
    {
        Types = [.. spec.Types.Select(static type => type switch
        {
            BtfFunction { Linkage: BtfFunctionLinkage.Extern } function => new BtfForward(function.Name),
            BtfDataSection { Name: ".ksyms" } => new BtfForward("ksyms"),
            _ => type,
        })],
    };

    private static Dictionary<string, int> ReadIds()
    {
        IReadOnlyList<BtfType> types = BtfReader.Read(File.ReadAllBytes(TypesPath)).Types;
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < types.Count; i++)
        {
            if (types[i] is BtfFunction function)
            {
                ids.TryAdd(function.Name, i + 1);
            }
        }

        return ids;
    }
}
