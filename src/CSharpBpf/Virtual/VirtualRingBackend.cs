using System;
using System.Threading;
using CSharpBpf.Vm.Maps;

namespace CSharpBpf.Virtual;

/// <summary>A ring buffer in the virtual machine's memory; before Load too.</summary>
internal sealed unsafe class VirtualRingBackend(RingBufferMap ring, MapDefinition definition) : IRingBufferBackend, IVirtualBackend
{
    private const int NoRoom = -11;
    private const int InvalidArgument = -22;

    private readonly Lock reading = new();

    public MapDefinition Definition { get; } = definition;

    public IVmMap Map => ring;

    public byte* Reserve(ulong size, ulong flags) => ring.Reserve(size, flags);

    public void Submit(byte* record, RingBufferFlags flags) => Commit(record, isDiscarded: false);

    public void Discard(byte* record, RingBufferFlags flags) => Commit(record, isDiscarded: true);

    public int Output(byte* data, ulong size, RingBufferFlags flags)
    {
        if ((flags & ~(RingBufferFlags.NoWakeup | RingBufferFlags.ForceWakeup)) != 0)
        {
            return InvalidArgument;
        }

        byte* record = ring.Reserve(size, 0);
        if (record == null)
        {
            return NoRoom;
        }

        Buffer.MemoryCopy(data, record, size, size);
        Commit(record, isDiscarded: false);
        return 0;
    }

    public ulong Query(RingBufferQuery query) => query switch
    {
        RingBufferQuery.AvailableBytes => ring.ProducerPosition - ring.ConsumerPosition,
        RingBufferQuery.Size => Definition.MaxEntries,
        RingBufferQuery.ConsumerPosition => ring.ConsumerPosition,
        RingBufferQuery.ProducerPosition => ring.ProducerPosition,
        _ => 0,
    };

    public bool TryRead(RingBufferReader reader, nint state)
    {
        lock (reading)
        {
            byte* record = ring.PeekRecord(out uint length);
            if (record == null)
            {
                return false;
            }

            reader(new ReadOnlySpan<byte>(record, (int)length), state);
            ring.RemoveRecord();
            return true;
        }
    }

    public bool Wait(TimeSpan timeout) => ring.Wait(timeout);

    private void Commit(byte* record, bool isDiscarded)
    {
        if (!ring.TryCommit(record, isDiscarded))
        {
            throw new InvalidOperationException($"What was given to ring buffer '{Definition.Name}' is no reserved record of it: it was submitted or discarded already, or never reserved.");
        }
    }
}
