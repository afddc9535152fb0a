using System;

namespace CSharpBpf;

/// <summary>What a table of programs takes from user space.</summary>
public static class ProgramArrayExtensions
{
    /// <summary>Puts a program into a place, in every state of the object: before Load it is there from the start.</summary>
    /// <param name="array">The table.</param>
    /// <param name="index">The place.</param>
    /// <param name="program">The program; in the kernel also one of another object that is loaded there.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the table's length.</exception>
    /// <exception cref="ArgumentException">The program is of another type than the table's.</exception>
    /// <exception cref="InvalidOperationException">The program is not where the table is.</exception>
    /// <exception cref="BpfException">The kernel refused.</exception>
    public static void Set<TContext, TResult>(this ProgramArray<TContext, TResult> array, uint index, BpfProgram program)
        where TContext : unmanaged
        where TResult : unmanaged
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentNullException.ThrowIfNull(program);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, array.MaxEntries);
        if (program.Owner.FindMethod(program.Name) is not Func<TContext, TResult>)
        {
            throw new ArgumentException($"The program '{program.Name}' does not take {typeof(TContext).Name} and return {typeof(TResult).Name}, as those of '{array.Definition.Name}' do.", nameof(program));
        }

        array.Programs.Set(index, program);
    }
}
