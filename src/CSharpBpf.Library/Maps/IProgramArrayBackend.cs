using System;

namespace CSharpBpf;

/// <summary>Where the programs of a table live. Indexes are below the table's length.</summary>
public interface IProgramArrayBackend : IMapBackend
{
    /// <summary>The method of the program at a place, or null if the place is empty or beyond the end.</summary>
    /// <exception cref="InvalidOperationException">The table is in the kernel.</exception>
    Delegate? GetMethod(uint index);

    /// <summary>Puts a program into a place.</summary>
    /// <param name="index">The place.</param>
    /// <param name="program">The program, as the assembly of the objects has it.</param>
    void Set(uint index, object program);

    /// <summary>Empties a place.</summary>
    /// <returns>Whether there was a program.</returns>
    bool Remove(uint index);
}
