using System;
using System.ComponentModel;

namespace CSharpBpf;

/// <summary>Marks the property whose getter gives an object's ELF image, so that the build can copy it out of the assembly. Written by the generator.</summary>
/// <param name="fileName">The name of the object file.</param>
[AttributeUsage(AttributeTargets.Property)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BpfObjectImageAttribute(string fileName) : Attribute
{
    /// <summary>The name of the object file.</summary>
    public string FileName { get; } = fileName;
}
