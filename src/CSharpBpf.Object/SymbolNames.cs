using System;
using System.Collections.Generic;
using CSharpBpf.Object.Elf;

namespace CSharpBpf.Object;

/// <summary>The symbols of an object that is being written, by name, as relocations name them.</summary>
internal sealed class SymbolNames(string objectName)
{
    // Null stands for a name that several symbols have.
    private readonly Dictionary<string, ElfWriter.Symbol?> symbols = new(StringComparer.Ordinal);

    /// <summary>Makes a symbol known. A name may occur twice when one of the two is local; then it cannot be asked for.</summary>
    public void Define(ElfWriter.Symbol symbol)
    {
        if (!symbols.TryGetValue(symbol.Name, out ElfWriter.Symbol? other))
        {
            symbols.Add(symbol.Name, symbol);
        }
        else if (symbol.Binding == ElfBinding.Local || other is null || other.Binding == ElfBinding.Local)
        {
            symbols[symbol.Name] = null;
        }
        else
        {
            throw new ObjectFormatException($"Object '{objectName}': symbol '{symbol.Name}' is defined twice.");
        }
    }

    public ElfWriter.Symbol Find(string name, string user)
    {
        if (!symbols.TryGetValue(name, out ElfWriter.Symbol? symbol))
        {
            throw new ObjectFormatException($"Object '{objectName}', {user}: symbol '{name}' is not defined.");
        }

        return symbol ?? throw new ObjectFormatException($"Object '{objectName}', {user}: symbol '{name}' is defined twice, so it is unclear which is meant.");
    }
}
