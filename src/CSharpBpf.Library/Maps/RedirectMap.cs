using System.Collections.Generic;

namespace CSharpBpf;

/// <summary>What maps share whose entries are places that XDP programs send packets to. User space fills them; programs cannot.</summary>
public abstract unsafe class RedirectMap : BpfMap
{
    private protected RedirectMap(IMapBackend backend)
        : base(backend)
    {
    }

    /// <summary>Whether the places are interfaces.</summary>
    internal abstract bool IsOfInterfaces { get; }

    /// <summary>
    /// Sends the packet to an entry's place (bpf_redirect_map): what it gives must be what the program returns. Several CPUs may do so at the same time.
    /// </summary>
    /// <param name="context">The program's context.</param>
    /// <param name="key">The entry's key.</param>
    /// <param name="otherwise">What it gives if there is no entry: up to <see cref="XdpAction.Tx"/>. Other than Aborted since kernel 5.3.</param>
    /// <returns><see cref="XdpAction.Redirect"/>, or what was asked for.</returns>
    [KernelSide]
    public XdpAction Redirect(XdpContext context, uint key, XdpAction otherwise = XdpAction.Aborted) => (XdpAction)RedirectHelpers.ToEntry(context, this, key, (ulong)otherwise);

    /// <summary>Removes an entry. User space only.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(uint key) => TryGet(key, out _) && Entries.Remove((byte*)&key) == 0;

    private protected bool TryGet(uint key, out uint value)
    {
        fixed (uint* destination = &value)
        {
            value = 0;
            return Entries.TryRead((byte*)&key, (byte*)destination) && value != 0;
        }
    }

    private protected uint Read(uint key) => TryGet(key, out uint value) ? value : throw new KeyNotFoundException($"Map '{Definition.Name}' has no entry with key {key}.");

    private protected void Write(uint key, uint value) => ThrowIfFailed(Entries.Update((byte*)&key, (byte*)&value, MapUpdateMode.Any), "Writing", key);

    private protected XdpAction ToAll(XdpContext context, bool excludesIngress) =>
        (XdpAction)RedirectHelpers.ToEntry(context, this, 0, RedirectHelpers.Broadcast | (excludesIngress ? RedirectHelpers.ExcludeIngress : 0));
}
