using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Pipeline;

/// <summary>
/// Remembers what closures compiled to, in the whole process: generator and analyzer run in one compiler, and each asks. An entry lives no longer
/// than the file that declares the class, and a file keeps the last few entries only.
/// </summary>
public static class CompilationMemo
{
    private const int MaximumEntriesPerFile = 32;
    private static readonly ConditionalWeakTable<SyntaxTree, LinkedList<Entry>> Entries = new();

    /// <summary>The result of a closure; compiles it if nobody has.</summary>
    /// <param name="wasCompiled">Whether this call compiled it.</param>
    public static CompiledObject GetOrCompile(ObjectClosure closure, out bool wasCompiled, CancellationToken cancellation)
    {
        wasCompiled = false;
        Entry entry = Find(closure);
        lock (entry)
        {
            if (entry.Result is null)
            {
                entry.Result = ObjectCompilation.Compile(closure, cancellation);
                wasCompiled = true;
            }

            return entry.Result;
        }
    }

    /// <summary>The last result of a class that stopped at code that does not bind, if there is one.</summary>
    public static CompiledObject? FindUnbound(ObjectClosure closure)
    {
        LinkedList<Entry> entries = Entries.GetOrCreateValue(closure.ClassTree);
        lock (entries)
        {
            return entries.FirstOrDefault(entry => entry.Closure.MetadataName == closure.MetadataName && entry.Result?.CSharpError is not null)?.Result;
        }
    }

    private static Entry Find(ObjectClosure closure)
    {
        LinkedList<Entry> entries = Entries.GetOrCreateValue(closure.ClassTree);
        lock (entries)
        {
            for (LinkedListNode<Entry>? node = entries.First; node is not null; node = node.Next)
            {
                if (node.Value.Closure.Equals(closure))
                {
                    entries.Remove(node);
                    entries.AddFirst(node);
                    return node.Value;
                }
            }

            Entry entry = new(closure);
            entries.AddFirst(entry);
            if (entries.Count > MaximumEntriesPerFile)
            {
                entries.RemoveLast();
            }

            return entry;
        }
    }

    private sealed class Entry(ObjectClosure closure)
    {
        public ObjectClosure Closure { get; } = closure;

        public CompiledObject? Result { get; set; }
    }
}
