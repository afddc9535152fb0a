using System;

namespace CSharpBpf;

/// <summary>Puts the program into a <see cref="ProgramArray{TContext, TResult}"/> of its class when the object is loaded.</summary>
/// <param name="array">The property of the array: <c>nameof(Stages)</c>.</param>
/// <param name="index">The place, below MaxEntries.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ProgramArrayEntryAttribute(string array, uint index) : Attribute
{
    /// <summary>The property of the array.</summary>
    public string Array { get; } = array;

    /// <summary>The place.</summary>
    public uint Index { get; } = index;
}
