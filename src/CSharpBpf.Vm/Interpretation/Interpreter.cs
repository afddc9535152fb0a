using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Threading;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Interpretation;

/// <summary>
/// The loop. It executes plain instructions and stops for everything that calls out, so that nothing here forces the loop's variables out of
/// machine registers; <see cref="Machine"/> does the rest and comes back. Every memory access is checked against the exact bounds of its region, and
/// nothing else in here can fault: the decoder has made sure that jumps land on instructions and that registers exist.
/// </summary>
internal static unsafe class Interpreter
{
    /// <summary>Runs from <see cref="MachineState.Next"/>. On return it points to the instruction that stopped the loop, which has not been executed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static StopReason Execute(MachineState* state)
    {
        ulong* r = state->Registers;
        DecodedInstruction* ip = state->Next;
        Granule* granules = state->Granules;
        ulong granuleCount = state->GranuleCount;
        long budget = state->Budget;
        byte* host;
        StopReason reason;
        for (; ; ip++)
        {
            if (--budget < 0)
            {
                reason = StopReason.BudgetSpent;
                budget = 0;
                goto Stop;
            }

            switch (ip->Operation)
            {
                case DecodedOperation.Add64K: r[ip->Destination] += (ulong)ip->Immediate; continue;
                case DecodedOperation.Add64X: r[ip->Destination] += r[ip->Source]; continue;
                case DecodedOperation.Add32K: r[ip->Destination] = (uint)r[ip->Destination] + (uint)ip->Immediate; continue;
                case DecodedOperation.Add32X: r[ip->Destination] = (uint)r[ip->Destination] + (uint)r[ip->Source]; continue;
                case DecodedOperation.Sub64K: r[ip->Destination] -= (ulong)ip->Immediate; continue;
                case DecodedOperation.Sub64X: r[ip->Destination] -= r[ip->Source]; continue;
                case DecodedOperation.Sub32K: r[ip->Destination] = (uint)r[ip->Destination] - (uint)ip->Immediate; continue;
                case DecodedOperation.Sub32X: r[ip->Destination] = (uint)r[ip->Destination] - (uint)r[ip->Source]; continue;
                case DecodedOperation.Mul64K: r[ip->Destination] *= (ulong)ip->Immediate; continue;
                case DecodedOperation.Mul64X: r[ip->Destination] *= r[ip->Source]; continue;
                case DecodedOperation.Mul32K: r[ip->Destination] = (uint)r[ip->Destination] * (uint)ip->Immediate; continue;
                case DecodedOperation.Mul32X: r[ip->Destination] = (uint)r[ip->Destination] * (uint)r[ip->Source]; continue;
                case DecodedOperation.Div64K: r[ip->Destination] = Division.Divide(r[ip->Destination], (ulong)ip->Immediate); continue;
                case DecodedOperation.Div64X: r[ip->Destination] = Division.Divide(r[ip->Destination], r[ip->Source]); continue;
                case DecodedOperation.Div32K: r[ip->Destination] = Division.Divide((uint)r[ip->Destination], (uint)ip->Immediate); continue;
                case DecodedOperation.Div32X: r[ip->Destination] = Division.Divide((uint)r[ip->Destination], (uint)r[ip->Source]); continue;
                case DecodedOperation.Or64K: r[ip->Destination] |= (ulong)ip->Immediate; continue;
                case DecodedOperation.Or64X: r[ip->Destination] |= r[ip->Source]; continue;
                case DecodedOperation.Or32K: r[ip->Destination] = (uint)r[ip->Destination] | (uint)ip->Immediate; continue;
                case DecodedOperation.Or32X: r[ip->Destination] = (uint)r[ip->Destination] | (uint)r[ip->Source]; continue;
                case DecodedOperation.And64K: r[ip->Destination] &= (ulong)ip->Immediate; continue;
                case DecodedOperation.And64X: r[ip->Destination] &= r[ip->Source]; continue;
                case DecodedOperation.And32K: r[ip->Destination] = (uint)r[ip->Destination] & (uint)ip->Immediate; continue;
                case DecodedOperation.And32X: r[ip->Destination] = (uint)r[ip->Destination] & (uint)r[ip->Source]; continue;
                case DecodedOperation.Lsh64K: r[ip->Destination] = r[ip->Destination] << (int)ip->Immediate; continue;
                case DecodedOperation.Lsh64X: r[ip->Destination] = r[ip->Destination] << (int)r[ip->Source]; continue;
                case DecodedOperation.Lsh32K: r[ip->Destination] = (uint)r[ip->Destination] << (int)ip->Immediate; continue;
                case DecodedOperation.Lsh32X: r[ip->Destination] = (uint)r[ip->Destination] << (int)r[ip->Source]; continue;
                case DecodedOperation.Rsh64K: r[ip->Destination] = r[ip->Destination] >> (int)ip->Immediate; continue;
                case DecodedOperation.Rsh64X: r[ip->Destination] = r[ip->Destination] >> (int)r[ip->Source]; continue;
                case DecodedOperation.Rsh32K: r[ip->Destination] = (uint)r[ip->Destination] >> (int)ip->Immediate; continue;
                case DecodedOperation.Rsh32X: r[ip->Destination] = (uint)r[ip->Destination] >> (int)r[ip->Source]; continue;
                case DecodedOperation.Mod64K: r[ip->Destination] = Division.Modulo(r[ip->Destination], (ulong)ip->Immediate); continue;
                case DecodedOperation.Mod64X: r[ip->Destination] = Division.Modulo(r[ip->Destination], r[ip->Source]); continue;
                case DecodedOperation.Mod32K: r[ip->Destination] = Division.Modulo((uint)r[ip->Destination], (uint)ip->Immediate); continue;
                case DecodedOperation.Mod32X: r[ip->Destination] = Division.Modulo((uint)r[ip->Destination], (uint)r[ip->Source]); continue;
                case DecodedOperation.Xor64K: r[ip->Destination] ^= (ulong)ip->Immediate; continue;
                case DecodedOperation.Xor64X: r[ip->Destination] ^= r[ip->Source]; continue;
                case DecodedOperation.Xor32K: r[ip->Destination] = (uint)r[ip->Destination] ^ (uint)ip->Immediate; continue;
                case DecodedOperation.Xor32X: r[ip->Destination] = (uint)r[ip->Destination] ^ (uint)r[ip->Source]; continue;
                case DecodedOperation.Mov64K: r[ip->Destination] = (ulong)ip->Immediate; continue;
                case DecodedOperation.Mov64X: r[ip->Destination] = r[ip->Source]; continue;
                case DecodedOperation.Mov32K: r[ip->Destination] = (uint)ip->Immediate; continue;
                case DecodedOperation.Mov32X: r[ip->Destination] = (uint)r[ip->Source]; continue;
                case DecodedOperation.Arsh64K: r[ip->Destination] = (ulong)((long)r[ip->Destination] >> (int)ip->Immediate); continue;
                case DecodedOperation.Arsh64X: r[ip->Destination] = (ulong)((long)r[ip->Destination] >> (int)r[ip->Source]); continue;
                case DecodedOperation.Arsh32K: r[ip->Destination] = (uint)((int)r[ip->Destination] >> (int)ip->Immediate); continue;
                case DecodedOperation.Arsh32X: r[ip->Destination] = (uint)((int)r[ip->Destination] >> (int)r[ip->Source]); continue;
                case DecodedOperation.Sdiv64K: r[ip->Destination] = Division.DivideSigned(r[ip->Destination], (ulong)ip->Immediate); continue;
                case DecodedOperation.Sdiv64X: r[ip->Destination] = Division.DivideSigned(r[ip->Destination], r[ip->Source]); continue;
                case DecodedOperation.Sdiv32K: r[ip->Destination] = Division.DivideSigned((uint)r[ip->Destination], (uint)ip->Immediate); continue;
                case DecodedOperation.Sdiv32X: r[ip->Destination] = Division.DivideSigned((uint)r[ip->Destination], (uint)r[ip->Source]); continue;
                case DecodedOperation.Smod64K: r[ip->Destination] = Division.ModuloSigned(r[ip->Destination], (ulong)ip->Immediate); continue;
                case DecodedOperation.Smod64X: r[ip->Destination] = Division.ModuloSigned(r[ip->Destination], r[ip->Source]); continue;
                case DecodedOperation.Smod32K: r[ip->Destination] = Division.ModuloSigned((uint)r[ip->Destination], (uint)ip->Immediate); continue;
                case DecodedOperation.Smod32X: r[ip->Destination] = Division.ModuloSigned((uint)r[ip->Destination], (uint)r[ip->Source]); continue;
                case DecodedOperation.Jeq64K:
                    if (r[ip->Destination] == (ulong)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jeq64X:
                    if (r[ip->Destination] == r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jeq32K:
                    if ((uint)r[ip->Destination] == (uint)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jeq32X:
                    if ((uint)r[ip->Destination] == (uint)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jgt64K:
                    if (r[ip->Destination] > (ulong)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jgt64X:
                    if (r[ip->Destination] > r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jgt32K:
                    if ((uint)r[ip->Destination] > (uint)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jgt32X:
                    if ((uint)r[ip->Destination] > (uint)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jge64K:
                    if (r[ip->Destination] >= (ulong)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jge64X:
                    if (r[ip->Destination] >= r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jge32K:
                    if ((uint)r[ip->Destination] >= (uint)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jge32X:
                    if ((uint)r[ip->Destination] >= (uint)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jset64K:
                    if ((r[ip->Destination] & (ulong)ip->Immediate) != 0)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jset64X:
                    if ((r[ip->Destination] & r[ip->Source]) != 0)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jset32K:
                    if (((uint)r[ip->Destination] & (uint)ip->Immediate) != 0)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jset32X:
                    if (((uint)r[ip->Destination] & (uint)r[ip->Source]) != 0)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jne64K:
                    if (r[ip->Destination] != (ulong)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jne64X:
                    if (r[ip->Destination] != r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jne32K:
                    if ((uint)r[ip->Destination] != (uint)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jne32X:
                    if ((uint)r[ip->Destination] != (uint)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsgt64K:
                    if ((long)r[ip->Destination] > ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsgt64X:
                    if ((long)r[ip->Destination] > (long)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsgt32K:
                    if ((int)r[ip->Destination] > (int)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsgt32X:
                    if ((int)r[ip->Destination] > (int)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsge64K:
                    if ((long)r[ip->Destination] >= ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsge64X:
                    if ((long)r[ip->Destination] >= (long)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsge32K:
                    if ((int)r[ip->Destination] >= (int)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsge32X:
                    if ((int)r[ip->Destination] >= (int)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jlt64K:
                    if (r[ip->Destination] < (ulong)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jlt64X:
                    if (r[ip->Destination] < r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jlt32K:
                    if ((uint)r[ip->Destination] < (uint)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jlt32X:
                    if ((uint)r[ip->Destination] < (uint)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jle64K:
                    if (r[ip->Destination] <= (ulong)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jle64X:
                    if (r[ip->Destination] <= r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jle32K:
                    if ((uint)r[ip->Destination] <= (uint)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jle32X:
                    if ((uint)r[ip->Destination] <= (uint)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jslt64K:
                    if ((long)r[ip->Destination] < ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jslt64X:
                    if ((long)r[ip->Destination] < (long)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jslt32K:
                    if ((int)r[ip->Destination] < (int)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jslt32X:
                    if ((int)r[ip->Destination] < (int)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsle64K:
                    if ((long)r[ip->Destination] <= ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsle64X:
                    if ((long)r[ip->Destination] <= (long)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsle32K:
                    if ((int)r[ip->Destination] <= (int)ip->Immediate)
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Jsle32X:
                    if ((int)r[ip->Destination] <= (int)r[ip->Source])
                    {
                        ip += ip->Offset;
                    }

                    continue;
                case DecodedOperation.Neg64: r[ip->Destination] = 0 - r[ip->Destination]; continue;
                case DecodedOperation.Neg32: r[ip->Destination] = 0 - (uint)r[ip->Destination]; continue;
                case DecodedOperation.Sign8To64: r[ip->Destination] = (ulong)(long)(sbyte)r[ip->Source]; continue;
                case DecodedOperation.Sign16To64: r[ip->Destination] = (ulong)(long)(short)r[ip->Source]; continue;
                case DecodedOperation.Sign32To64: r[ip->Destination] = (ulong)(long)(int)r[ip->Source]; continue;
                case DecodedOperation.Sign8To32: r[ip->Destination] = (uint)(int)(sbyte)r[ip->Source]; continue;
                case DecodedOperation.Sign16To32: r[ip->Destination] = (uint)(int)(short)r[ip->Source]; continue;
                case DecodedOperation.Zero16: r[ip->Destination] = (ushort)r[ip->Destination]; continue;
                case DecodedOperation.Zero32: r[ip->Destination] = (uint)r[ip->Destination]; continue;
                case DecodedOperation.Nothing: continue;
                case DecodedOperation.Swap16: r[ip->Destination] = BinaryPrimitives.ReverseEndianness((ushort)r[ip->Destination]); continue;
                case DecodedOperation.Swap32: r[ip->Destination] = BinaryPrimitives.ReverseEndianness((uint)r[ip->Destination]); continue;
                case DecodedOperation.Swap64: r[ip->Destination] = BinaryPrimitives.ReverseEndianness(r[ip->Destination]); continue;
                case DecodedOperation.LoadImmediate:
                    r[ip->Destination] = (ulong)ip->Immediate;
                    ip++;
                    continue;
                case DecodedOperation.Load8:
                    host = Granule.Readable(granules, granuleCount, r[ip->Source] + (ulong)(long)ip->Offset, 1);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    r[ip->Destination] = *(byte*)host;
                    continue;
                case DecodedOperation.Load16:
                    host = Granule.Readable(granules, granuleCount, r[ip->Source] + (ulong)(long)ip->Offset, 2);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    r[ip->Destination] = *(ushort*)host;
                    continue;
                case DecodedOperation.Load32:
                    host = Granule.Readable(granules, granuleCount, r[ip->Source] + (ulong)(long)ip->Offset, 4);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    r[ip->Destination] = *(uint*)host;
                    continue;
                case DecodedOperation.Load64:
                    host = Granule.Readable(granules, granuleCount, r[ip->Source] + (ulong)(long)ip->Offset, 8);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    r[ip->Destination] = *(ulong*)host;
                    continue;
                case DecodedOperation.LoadSigned8:
                    host = Granule.Readable(granules, granuleCount, r[ip->Source] + (ulong)(long)ip->Offset, 1);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    r[ip->Destination] = (ulong)(long)*(sbyte*)host;
                    continue;
                case DecodedOperation.LoadSigned16:
                    host = Granule.Readable(granules, granuleCount, r[ip->Source] + (ulong)(long)ip->Offset, 2);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    r[ip->Destination] = (ulong)(long)*(short*)host;
                    continue;
                case DecodedOperation.LoadSigned32:
                    host = Granule.Readable(granules, granuleCount, r[ip->Source] + (ulong)(long)ip->Offset, 4);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    r[ip->Destination] = (ulong)(long)*(int*)host;
                    continue;
                case DecodedOperation.StoreImmediate8:
                    host = Granule.Writable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 1);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    *(byte*)host = (byte)ip->Immediate;
                    continue;
                case DecodedOperation.StoreImmediate16:
                    host = Granule.Writable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 2);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    *(ushort*)host = (ushort)ip->Immediate;
                    continue;
                case DecodedOperation.StoreImmediate32:
                    host = Granule.Writable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 4);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    *(uint*)host = (uint)ip->Immediate;
                    continue;
                case DecodedOperation.StoreImmediate64:
                    host = Granule.Writable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 8);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    *(ulong*)host = (ulong)ip->Immediate;
                    continue;
                case DecodedOperation.Store8:
                    host = Granule.Writable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 1);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    *(byte*)host = (byte)r[ip->Source];
                    continue;
                case DecodedOperation.Store16:
                    host = Granule.Writable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 2);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    *(ushort*)host = (ushort)r[ip->Source];
                    continue;
                case DecodedOperation.Store32:
                    host = Granule.Writable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 4);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    *(uint*)host = (uint)r[ip->Source];
                    continue;
                case DecodedOperation.Store64:
                    host = Granule.Writable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 8);
                    if (host == null)
                    {
                        goto BadAccess;
                    }

                    *(ulong*)host = r[ip->Source];
                    continue;
                case DecodedOperation.AtomicAdd32:
                    host = Granule.Updatable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 4);
                    if (host == null)
                    {
                        goto SlowAtomic;
                    }

                    Interlocked.Add(ref *(uint*)host, (uint)r[ip->Source]);
                    continue;
                case DecodedOperation.AtomicAdd64:
                    host = Granule.Updatable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 8);
                    if (host == null)
                    {
                        goto SlowAtomic;
                    }

                    Interlocked.Add(ref *(ulong*)host, r[ip->Source]);
                    continue;
                case DecodedOperation.AtomicFetchAdd32:
                    host = Granule.Updatable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 4);
                    if (host == null)
                    {
                        goto SlowAtomic;
                    }

                    r[ip->Source] = Interlocked.Add(ref *(uint*)host, (uint)r[ip->Source]) - (uint)r[ip->Source];
                    continue;
                case DecodedOperation.AtomicFetchAdd64:
                    host = Granule.Updatable(granules, granuleCount, r[ip->Destination] + (ulong)(long)ip->Offset, 8);
                    if (host == null)
                    {
                        goto SlowAtomic;
                    }

                    r[ip->Source] = Interlocked.Add(ref *(ulong*)host, r[ip->Source]) - r[ip->Source];
                    continue;
                case DecodedOperation.Atomic: goto SlowAtomic;
                case DecodedOperation.Goto: ip += ip->Offset; continue;
                case DecodedOperation.MayGoto:
                    reason = StopReason.MayGoto;
                    goto Stop;
                case DecodedOperation.CallHelper:
                    reason = StopReason.CallHelper;
                    goto Stop;
                case DecodedOperation.CallLocal:
                    reason = StopReason.CallLocal;
                    goto Stop;
                case DecodedOperation.TailCall:
                    reason = StopReason.TailCall;
                    goto Stop;
                case DecodedOperation.LoadPacket:
                    reason = StopReason.LoadPacket;
                    goto Stop;
                case DecodedOperation.Exit:
                    reason = StopReason.Exit;
                    goto Stop;
            }
        }

    BadAccess:
        reason = StopReason.BadAccess;
        goto Stop;
    SlowAtomic:
        reason = StopReason.Atomic;
    Stop:
        state->Next = ip;
        state->Budget = budget;
        return reason;
    }
}
