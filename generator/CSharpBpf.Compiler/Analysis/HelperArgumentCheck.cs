using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>One piece of memory that a helper reads or writes.</summary>
internal readonly record struct HelperMemory(int Index, IrValue Pointer, long Size, bool Reads, bool Writes);

/// <summary>Whether the memory that helpers get is there in full, by the helper's signature.</summary>
internal sealed class HelperArgumentCheck(SafetyReport report, IntervalAnalysis intervals, AccessCheck access)
{
    private const long MaximumSize = 1 << 29;

    public void Check(IrInstruction call, PointerState state)
    {
        HelperInfo? helper = HelperTable.Find(call.Helper);
        if (helper?.Signature is not { } signature)
        {
            return;
        }

        for (int i = 0; i < call.Operands.Count && i < signature.Arguments.Count; i++)
        {
            if (signature.Arguments[i].Kind == ArgumentKind.ConstMapPtr)
            {
                CheckMap(call, call.Operands[i], state);
            }
            else if (signature.Arguments[i].Kind == ArgumentKind.PtrToSpinLock)
            {
                access.Check(call, call.Operands[i], 0, SpinLock.Size, isWrite: true, state);
            }
            else if (signature.Arguments[i].Kind == ArgumentKind.PtrToTimer)
            {
                access.Check(call, call.Operands[i], 0, ValueTimer.Size, isWrite: true, state);
            }
        }

        if (Callbacks.ContextOf(call) is { Type: not IrType.StackPointer } context && !IrEdit.IsConstant(context, 0))
        {
            report.Add("BPF0204", call, "the kernel passes only a local of this method on to a callback");
        }

        foreach (HelperMemory memory in Memory(call, signature, access.Extents, size => intervals.At(size, call.Block!)))
        {
            if (memory.Size is < 0 or > MaximumSize)
            {
                report.Add("BPF0204", call, "the size of the memory is not bounded");
            }
            else if (memory.Pointer.Type is IrType.PacketPointer or IrType.PacketMetaPointer && !helper.TakesPacketMemory)
            {
                report.Add("BPF0204", call, "this helper does not take memory of the packet: copy it to a local first");
            }
            else
            {
                access.Check(call, memory.Pointer, 0, memory.Size, memory.Writes, state);
            }
        }
    }

    /// <summary>The memory arguments of a call. A null constant where null is allowed is none.</summary>
    public static IEnumerable<HelperMemory> Memory(IrInstruction call, HelperSignature signature, MemoryExtents extents, System.Func<IrValue, Interval> range)
    {
        IrMap? map = call.Operands.Count > 0 ? extents.MapOf(call.Operands[0]) : null;
        for (int i = 0; i < call.Operands.Count && i < signature.Arguments.Count; i++)
        {
            HelperArgument argument = signature.Arguments[i];
            IrValue pointer = call.Operands[i];
            if (!pointer.Type.IsPointer() || (argument.MayBeNull && IrEdit.IsConstant(pointer, 0)))
            {
                continue;
            }

            bool fixedSize = (argument.Modifiers & TypeModifiers.MemFixedSize) != 0;
            long? size = argument.Kind switch
            {
                ArgumentKind.PtrToMapKey => map?.Key?.Size,
                ArgumentKind.PtrToMapValue => map?.Value?.Size,
                ArgumentKind.PtrToMem when fixedSize => argument.Size,
                ArgumentKind.PtrToMem when i + 1 < call.Operands.Count => Size(range(call.Operands[i + 1])),
                _ => null,
            };
            if (size is { } bytes)
            {
                // A queue writes the value that comes next; a Bloom filter is asked for the value (resolve_map_arg_type of kernel/bpf/verifier.c, v6.12).
                bool asks = call.Helper == HelperId.MapPeekElem && map?.Type == MapType.BloomFilter;
                bool writes = (argument.Modifiers & TypeModifiers.MemWrite) != 0 && !asks;
                bool reads = (argument.Modifiers & TypeModifiers.MemUninit) == 0 || asks;
                yield return new HelperMemory(i, pointer, bytes, reads, writes);
            }
        }
    }

    private void CheckMap(IrInstruction call, IrValue map, PointerState state)
    {
        if (access.Extents.MapOf(map) is null)
        {
            report.Add("BPF0204", call, "which map it is cannot be known");
        }
        else if (call.Helper == HelperId.ForEachMapElem && map is IrInstruction { Op: IrOp.Phi or IrOp.Select })
        {
            // Seen on 6.1, where one call can only be for one map; not on 6.12.
            report.Add("BPF0204", call, "older kernels walk through the entries of one map only: call it for each map on its own");
        }
        else if (!PointerFlow.IsNotNull(map, state))
        {
            report.Add("BPF0201", call);
        }
    }

    private static long Size(Interval size) => size.SMin < 0 ? -1 : size.SMax;
}
