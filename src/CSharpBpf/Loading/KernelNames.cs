using System;
using System.Collections.Generic;
using System.Globalization;
using CSharpBpf.Sys;

namespace CSharpBpf.Loading;

/// <summary>Cuts names to the kernel's 15 characters and keeps them apart: a name that would repeat ends in a number.</summary>
internal sealed class KernelNames
{
    private const int MaxLength = 15;
    private readonly HashSet<string> used = [];

    public ObjectName Next(string name)
    {
        string cut = name.Length <= MaxLength ? name : name[..MaxLength];
        for (int number = 2; !used.Add(cut); number++)
        {
            string suffix = number.ToString(CultureInfo.InvariantCulture);
            int keep = Math.Min(name.Length, MaxLength - suffix.Length);
            cut = string.Concat(name.AsSpan(0, keep), suffix);
        }

        return ObjectName.From(cut);
    }
}
