using System;
using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

/// <summary>Rows of kernel facts with an index by id (small and dense, as in the kernel's enums) and by the kernel's name.</summary>
internal sealed class KernelTable<TRow>
    where TRow : class
{
    private readonly TRow?[] byId;
    private readonly Dictionary<string, TRow> byName;

    public KernelTable(TRow[] rows, Func<TRow, int> id, Func<TRow, string> name)
    {
        Rows = Array.AsReadOnly(rows);
        byId = new TRow?[id(rows[rows.Length - 1]) + 1];
        byName = new Dictionary<string, TRow>(rows.Length, StringComparer.Ordinal);
        foreach (TRow row in rows)
        {
            byId[id(row)] = row;
            byName.Add(name(row), row);
        }
    }

    public IReadOnlyList<TRow> Rows { get; }

    public TRow? Find(int id) => (uint)id < (uint)byId.Length ? byId[id] : null;

    public TRow? Find(string name) => byName.TryGetValue(name, out TRow? row) ? row : null;
}
