using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// A table of programs (BPF_MAP_TYPE_PROG_ARRAY, kernel 4.2), which a program jumps into by <see cref="TailCall"/>. It starts with what
/// <see cref="ProgramArrayEntryAttribute"/> says; user space changes it by <c>Set</c> and <see cref="Remove"/>.
/// </summary>
/// <typeparam name="TContext">The context of the programs.</typeparam>
/// <typeparam name="TResult">What they return.</typeparam>
/// <param name="backend">Where the entries live.</param>
[BpfMapType(MapType.ProgArray)]
public sealed class ProgramArray<TContext, TResult>(IMapBackend backend) : BpfMap(backend)
    where TContext : unmanaged
    where TResult : unmanaged
{
    // MAX_TAIL_CALL_CNT of include/linux/bpf.h.
    private const int MaximalTailCalls = 33;

    [ThreadStatic]
    private static int tailCalls;

    /// <summary>The number of places.</summary>
    public int Length => (int)MaxEntries;

    internal IProgramArrayBackend Programs => (IProgramArrayBackend)Backend;

    /// <summary>
    /// Goes on in another program, on the same context and never back: its result is the result of this one. It must be what the program returns.
    /// In plain C# it is a call.
    /// </summary>
    /// <param name="context">The program's context.</param>
    /// <param name="index">The place of the program.</param>
    /// <param name="otherwise">What is returned if there is no program at that place, or if 33 tail calls were made already.</param>
    [KernelSide]
    public TResult TailCall(TContext context, uint index, TResult otherwise)
    {
        if (tailCalls == MaximalTailCalls || Programs.GetMethod(index) is not { } method)
        {
            return otherwise;
        }

        tailCalls++;
        try
        {
            return BpfFault.Run((Func<TContext, TResult>)method, context);
        }
        finally
        {
            tailCalls--;
        }
    }

    /// <summary>Empties a place. User space only.</summary>
    /// <returns>Whether there was a program.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Length"/>.</exception>
    public bool Remove(uint index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MaxEntries);
        return Programs.Remove(index);
    }
}
