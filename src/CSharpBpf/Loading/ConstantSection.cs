using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using CSharpBpf.Object;

namespace CSharpBpf.Loading;

/// <summary>Takes the values of the constants into copies of the read-only sections.</summary>
internal sealed class ConstantSection : BpfConstantWriter
{
    private readonly ObjectSpec spec;

    public ConstantSection(ObjectSpec spec)
    {
        this.spec = spec;
        foreach (DataSectionSpec section in spec.DataSections)
        {
            if (section.Kind == DataSectionKind.ReadOnly)
            {
                Contents.Add(section.Name, [.. section.Contents]);
            }
        }
    }

    /// <summary>The read-only sections' bytes by name.</summary>
    public Dictionary<string, byte[]> Contents { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void Write<T>(string name, T value)
    {
        foreach (DataSectionSpec section in spec.DataSections)
        {
            foreach (VariableSpec variable in section.Variables)
            {
                if (variable.Name == name && section.Kind == DataSectionKind.ReadOnly)
                {
                    MemoryMarshal.Write(Contents[section.Name].AsSpan(variable.Offset, variable.Size), in value);
                    return;
                }
            }
        }
    }
}
