using System;
using System.Collections.Concurrent;
using CSharpBpf.Sys;

namespace CSharpBpf;

/// <summary>
/// An attached program (bpf_link). Disposing it detaches; so does the end of the process. The garbage collector never does: a link that is
/// not disposed stays attached even if nobody refers to it.
/// </summary>
public abstract class BpfLink : IDisposable
{
    private static readonly ConcurrentDictionary<BpfLink, bool> Attached = new();
    private readonly SafeBpfHandle handle;

    private protected BpfLink(BpfProgram program, SafeBpfHandle handle)
    {
        Program = program;
        this.handle = handle;
        Attached[this] = true;
        program.Owner.Add(this);
    }

    /// <summary>The attached program.</summary>
    public BpfProgram Program { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Attached.TryRemove(this, out _))
        {
            handle.Dispose();
            Program.Owner.Remove(this);
        }

        GC.SuppressFinalize(this);
    }
}
