using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Btf;
using CSharpBpf.Object.Elf;

namespace CSharpBpf.Object;

/// <summary>
/// Settles what compilers leave open in an object's BTF and the kernel refuses as it is: clang writes DATASEC sizes and variable offsets as 0
/// (they are relocations), and gives functions of hidden visibility global linkage.
/// </summary>
internal static class BtfFixup
{
    public static BtfSpec Apply(BtfSpec btf, ElfReader elf)
    {
        HashSet<string> hidden =
        [
            .. elf.Symbols
                .Where(s => s.Type == ElfSymbolType.Function && s.Visibility is ElfConstants.VisibilityHidden or ElfConstants.VisibilityInternal)
                .Select(s => s.Name),
        ];
        BtfType[] types = new BtfType[btf.Types.Count];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = btf.Types[i] switch
            {
                BtfDataSection section when elf.Find(section.Name) is { } place => Settle(section, place, btf, elf),
                BtfFunction { Linkage: BtfFunctionLinkage.Global } function when hidden.Contains(function.Name) =>
                    function with { Linkage = BtfFunctionLinkage.Static },
                BtfType type => type,
            };
        }

        return new BtfSpec { Types = types };
    }

    private static BtfDataSection Settle(BtfDataSection section, ElfSection place, BtfSpec btf, ElfReader elf)
    {
        if (place.Size > int.MaxValue)
        {
            throw new ObjectFormatException($"Section '{place.Name}' claims {place.Size} bytes.");
        }

        List<BtfSectionVariable> variables = [];
        foreach (BtfSectionVariable variable in section.Variables)
        {
            string name = btf[variable.TypeId].Name;
            ElfSymbol? symbol = elf.Symbols.FirstOrDefault(s => s.SectionIndex == place.Index && s.Name == name && s.Type != ElfSymbolType.Section);
            // A static variable may have no symbol of its own; then its offset stands in the BTF already.
            int offset = symbol is null ? variable.Offset : (int)System.Math.Max(0, System.Math.Min(symbol.Value, int.MaxValue));
            variables.Add(variable with { Offset = offset });
        }

        return new BtfDataSection(section.Name, (int)place.Size, [.. variables.OrderBy(variable => variable.Offset)]);
    }
}
