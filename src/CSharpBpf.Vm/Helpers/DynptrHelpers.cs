using System;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Vm.Maps;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>
/// bpf_ringbuf_reserve_dynptr, submit and discard, bpf_dynptr_write and read (kernel/bpf/helpers.c and ringbuf.c, v6.12). A dynptr is 16 bytes that programs
/// do not look into: here the address of the record, or 0, and its length.
/// </summary>
internal static unsafe class DynptrHelpers
{
    private const uint DynptrSize = 16;
    private const ulong MaximalSize = (1 << 24) - 1;

    public static void Register(HelperRegistry registry)
    {
        registry.Register(HelperId.RingbufReserveDynptr, Reserve);
        registry.Register(HelperId.RingbufSubmitDynptr, static call => Commit(call, isDiscarded: false));
        registry.Register(HelperId.RingbufDiscardDynptr, static call => Commit(call, isDiscarded: true));
        registry.Register(HelperId.DynptrWrite, Write);
        registry.Register(HelperId.DynptrRead, Read);
    }

    private static ulong Reserve(VmHelperCall call)
    {
        if (!RingBufferHelpers.TryGetRing(call, out VmMapBinding map, out RingBufferMap ring) || !call.TryGetMemory(4, DynptrSize, AccessRights.Write, out byte* dynptr))
        {
            return 0;
        }

        uint size = (uint)call.Argument(2);
        Set(dynptr, 0, 0);
        if (call.Argument(3) != 0)
        {
            return unchecked((ulong)-Errno.Invalid);
        }

        if (size > MaximalSize)
        {
            return unchecked((ulong)-Errno.TooBig);
        }

        ulong record = map.AddressOf(ring.Reserve(size, 0));
        Set(dynptr, record, record == 0 ? 0 : size);
        return record == 0 ? unchecked((ulong)-Errno.Invalid) : 0;
    }

    private static ulong Commit(VmHelperCall call, bool isDiscarded)
    {
        if (!call.TryGetMemory(1, DynptrSize, AccessRights.ReadWrite, out byte* dynptr))
        {
            return 0;
        }

        ulong record = *(ulong*)dynptr;
        Set(dynptr, 0, 0);
        return record == 0 ? 0 : RingBufferHelpers.Commit(call, record, isDiscarded);
    }

    private static ulong Write(VmHelperCall call) =>
        !call.TryGetMemory(1, DynptrSize, AccessRights.Read, out byte* dynptr) || !call.TryGetMemory(3, (uint)call.Argument(4), AccessRights.Read, out byte* source) ? 0
            : Copy(call, dynptr, call.Argument(2), call.Argument(5), (uint)call.Argument(4), source, isWrite: true);

    private static ulong Read(VmHelperCall call) =>
        !call.TryGetMemory(3, DynptrSize, AccessRights.Read, out byte* dynptr) || !call.TryGetMemory(1, (uint)call.Argument(2), AccessRights.Write, out byte* target) ? 0
            : Copy(call, dynptr, call.Argument(4), call.Argument(5), (uint)call.Argument(2), target, isWrite: false);

    private static ulong Copy(VmHelperCall call, byte* dynptr, ulong offset, ulong flags, uint length, byte* other, bool isWrite)
    {
        ulong record = *(ulong*)dynptr;
        ulong size = ((ulong*)dynptr)[1];
        if (record == 0 || flags != 0)
        {
            return unchecked((ulong)-Errno.Invalid);
        }

        if (length > size || (uint)offset > size - length)
        {
            return unchecked((ulong)-Errno.TooBig);
        }

        byte* memory = call.Machine.AddressSpace.Translate(record + (uint)offset, length, isWrite ? AccessRights.Write : AccessRights.Read);
        if (memory == null)
        {
            return call.Fault("the dynptr was overwritten: it does not point to a record");
        }

        Buffer.MemoryCopy(isWrite ? other : memory, isWrite ? memory : other, length, length);
        return 0;
    }

    private static void Set(byte* dynptr, ulong record, ulong size)
    {
        *(ulong*)dynptr = record;
        ((ulong*)dynptr)[1] = size;
    }
}
