using System.Threading;
using CSharpBpf.Isa;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Interpretation;

/// <summary>
/// The atomics the interpreter's loop does not do itself, and the faults of those it does. Atomic with respect to every other thread of the process,
/// sequentially consistent; load-acquire and store-release order as their names say.
/// </summary>
internal static unsafe class AtomicInstruction
{
    public static void Execute(Machine machine, MachineState* state)
    {
        DecodedInstruction* instruction = state->Next;
        AtomicOperation operation = (AtomicOperation)instruction->Immediate;
        bool isLoad = operation == AtomicOperation.LoadAcquire;
        ulong address = state->Registers[isLoad ? instruction->Source : instruction->Destination] + (ulong)(long)instruction->Offset;
        AccessRights rights = isLoad ? AccessRights.Read : operation == AtomicOperation.StoreRelease ? AccessRights.Write : AccessRights.ReadWrite;
        byte* host = machine.AddressSpace.Translate(address, instruction->Size, rights);
        if (host == null)
        {
            machine.RecordAccessFault(address, instruction->Size, rights, "");
            return;
        }

        if (((nint)host & (instruction->Size - 1)) != 0)
        {
            machine.RecordFault(VmFaultKind.Misaligned, $"atomic operation on {instruction->Size} bytes at 0x{address:x}, which is not a multiple of {instruction->Size}");
            return;
        }

        ref ulong source = ref state->Registers[instruction->Source];
        if (isLoad)
        {
            state->Registers[instruction->Destination] = LoadAcquire(host, instruction->Size);
        }
        else if (operation == AtomicOperation.StoreRelease)
        {
            StoreRelease(host, instruction->Size, source);
        }
        else if (instruction->Size == sizeof(ulong))
        {
            Update64(ref *(ulong*)host, operation, ref source, ref state->Registers[0]);
        }
        else
        {
            Update32(ref *(uint*)host, operation, ref source, ref state->Registers[0]);
        }
    }

    private static ulong LoadAcquire(byte* host, int size) => size switch
    {
        1 => Volatile.Read(ref *host),
        2 => Volatile.Read(ref *(ushort*)host),
        4 => Volatile.Read(ref *(uint*)host),
        _ => Volatile.Read(ref *(ulong*)host),
    };

    private static void StoreRelease(byte* host, int size, ulong value)
    {
        switch (size)
        {
            case 1:
                Volatile.Write(ref *host, (byte)value);
                break;
            case 2:
                Volatile.Write(ref *(ushort*)host, (ushort)value);
                break;
            case 4:
                Volatile.Write(ref *(uint*)host, (uint)value);
                break;
            default:
                Volatile.Write(ref *(ulong*)host, value);
                break;
        }
    }

    private static void Update64(ref ulong memory, AtomicOperation operation, ref ulong source, ref ulong r0)
    {
        switch (operation)
        {
            case AtomicOperation.Or:
                Interlocked.Or(ref memory, source);
                break;
            case AtomicOperation.FetchOr:
                source = Interlocked.Or(ref memory, source);
                break;
            case AtomicOperation.And:
                Interlocked.And(ref memory, source);
                break;
            case AtomicOperation.FetchAnd:
                source = Interlocked.And(ref memory, source);
                break;
            case AtomicOperation.Xor:
                Xor(ref memory, source);
                break;
            case AtomicOperation.FetchXor:
                source = Xor(ref memory, source);
                break;
            case AtomicOperation.Exchange:
                source = Interlocked.Exchange(ref memory, source);
                break;
            case AtomicOperation.CompareExchange:
                r0 = Interlocked.CompareExchange(ref memory, source, r0);
                break;
            case AtomicOperation.Add:
                Interlocked.Add(ref memory, source);
                break;
            case AtomicOperation.FetchAdd:
                source = Interlocked.Add(ref memory, source) - source;
                break;
        }
    }

    private static void Update32(ref uint memory, AtomicOperation operation, ref ulong source, ref ulong r0)
    {
        uint operand = (uint)source;
        switch (operation)
        {
            case AtomicOperation.Or:
                Interlocked.Or(ref memory, operand);
                break;
            case AtomicOperation.FetchOr:
                source = Interlocked.Or(ref memory, operand);
                break;
            case AtomicOperation.And:
                Interlocked.And(ref memory, operand);
                break;
            case AtomicOperation.FetchAnd:
                source = Interlocked.And(ref memory, operand);
                break;
            case AtomicOperation.Xor:
                Xor(ref memory, operand);
                break;
            case AtomicOperation.FetchXor:
                source = Xor(ref memory, operand);
                break;
            case AtomicOperation.Exchange:
                source = Interlocked.Exchange(ref memory, operand);
                break;
            case AtomicOperation.CompareExchange:
                r0 = Interlocked.CompareExchange(ref memory, operand, (uint)r0);
                break;
            case AtomicOperation.Add:
                Interlocked.Add(ref memory, operand);
                break;
            case AtomicOperation.FetchAdd:
                source = Interlocked.Add(ref memory, operand) - operand;
                break;
        }
    }

    private static ulong Xor(ref ulong memory, ulong operand)
    {
        while (true)
        {
            ulong old = Volatile.Read(ref memory);
            if (Interlocked.CompareExchange(ref memory, old ^ operand, old) == old)
            {
                return old;
            }
        }
    }

    private static uint Xor(ref uint memory, uint operand)
    {
        while (true)
        {
            uint old = Volatile.Read(ref memory);
            if (Interlocked.CompareExchange(ref memory, old ^ operand, old) == old)
            {
                return old;
            }
        }
    }
}
