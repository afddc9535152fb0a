using System;

namespace CSharpBpf.Object;

/// <summary>The section names libbpf gives a meaning to, program sections apart.</summary>
internal static class SectionNames
{
    public const string Text = ".text";
    public const string License = "license";
    public const string Maps = ".maps";
    public const string LegacyMaps = "maps";
    public const string Btf = ".BTF";
    public const string BtfExt = ".BTF.ext";

    /// <summary>What a data section holds: <c>.rodata</c>, <c>.data</c>, <c>.bss</c> or one of these with a suffix after a dot; null for other sections.</summary>
    public static DataSectionKind? DataKind(string name) =>
        IsOrStartsWith(name, ".rodata") ? DataSectionKind.ReadOnly
        : IsOrStartsWith(name, ".data") ? DataSectionKind.Data
        : IsOrStartsWith(name, ".bss") ? DataSectionKind.Bss
        : null;

    private static bool IsOrStartsWith(string name, string stem) =>
        name.StartsWith(stem, StringComparison.Ordinal) && (name.Length == stem.Length || name[stem.Length] == '.');
}
