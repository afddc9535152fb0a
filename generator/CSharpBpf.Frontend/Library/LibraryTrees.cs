using System.Collections.Generic;
using System.Threading;

namespace CSharpBpf.Frontend.Library;

/// <summary>The parsed trees of libraries, by content hash: parsing costs more than all else here, and projects of one solution share their libraries.</summary>
internal static class LibraryTrees
{
    private const int MaximumLibraries = 8;
    private static readonly LinkedList<(LibrarySource Source, LibraryContents Contents)> Recent = new();

    public static LibraryContents? Parse(LibrarySource source, out string? fault, CancellationToken cancellation)
    {
        lock (Recent)
        {
            for (var node = Recent.First; node is not null; node = node.Next)
            {
                if (node.Value.Source == source)
                {
                    Recent.Remove(node);
                    Recent.AddFirst(node);
                    fault = null;
                    return node.Value.Contents;
                }
            }
        }

        LibraryContents? contents = source.Parse(out fault, cancellation);
        if (contents is not null)
        {
            lock (Recent)
            {
                Recent.AddFirst((source, contents));
                if (Recent.Count > MaximumLibraries)
                {
                    Recent.RemoveLast();
                }
            }
        }

        return contents;
    }
}
