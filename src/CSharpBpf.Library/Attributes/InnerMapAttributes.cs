using System;

namespace CSharpBpf;

/// <summary>Says what the maps in a map of maps look like.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BpfInnerMapAttribute : Attribute
{
    /// <summary>As in <see cref="BpfMapAttribute.MaxEntries"/>.</summary>
    public uint MaxEntries { get; set; }

    /// <summary>Creation flags.</summary>
    public MapFlags Flags { get; set; }
}

/// <summary>Puts the map into a map of maps of its class when the object is loaded.</summary>
/// <param name="outer">The property of the map of maps: <c>nameof(Tables)</c>. Its key is an index or another 32-bit integer.</param>
/// <param name="key">The key.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class InnerMapEntryAttribute(string outer, uint key) : Attribute
{
    /// <summary>The property of the map of maps.</summary>
    public string Outer { get; } = outer;

    /// <summary>The key.</summary>
    public uint Key { get; } = key;
}
