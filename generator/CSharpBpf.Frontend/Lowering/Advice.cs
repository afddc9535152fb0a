using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>What to write instead of the BCL's methods that programs cannot call, by the type that declares them.</summary>
internal static class Advice
{
    private const string Loop = "Write a loop.";
    private const string Trace = "Bpf.Printk writes to the kernel's trace.";

    private static readonly Dictionary<string, string> ByType = new(StringComparer.Ordinal)
    {
        ["System.Console"] = Trace,
        ["System.Diagnostics.Debug"] = Trace,
        ["System.Diagnostics.Trace"] = Trace,
        ["System.Linq.Enumerable"] = Loop,
        ["System.Array"] = Loop,
        ["System.HashCode"] = "Its results differ from process to process; those of Jhash and the other hashes of CSharpBpf.Hashing do not.",
        ["System.Threading.Interlocked"] = "BPF has atomic operations on 32 and 64 bits only; Interlocked.MemoryBarrier is the fence of the CPUs that run the program.",
        ["System.Threading.Thread"] = "A program runs from its start to its end without waiting; Interlocked and Volatile order memory.",
        ["System.Threading.Volatile"] = "Volatile reads and writes integers.",
        ["System.Environment"] = "Bpf.KtimeGetNs, GetSmpProcessorId, GetCurrentPidTgid and TryGetCurrentComm say what the kernel knows.",
    };

    public static string For(IMethodSymbol method) =>
        ByType.FirstOrDefault(row => LibrarySymbols.IsNamed(method.ContainingType, row.Key)).Value ?? "Write the method yourself.";
}
