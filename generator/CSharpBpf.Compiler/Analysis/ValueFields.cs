using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>The fields of one type in map values that are the kernel's own, such as locks: which pointers lead to one, and what touches its bytes.</summary>
/// <param name="typeName">The type's name in BTF.</param>
/// <param name="size">Its bytes.</param>
/// <param name="intervals">What integers of the function may be.</param>
/// <param name="extents">What its pointers point into.</param>
internal sealed class ValueFields(string typeName, int size, IntervalAnalysis intervals, MemoryExtents extents)
{
    /// <summary>Whether the values of a map, or of the maps in it, have a field of a type.</summary>
    public static bool IsIn(IrMap map, string typeName) => OffsetIn(map, typeName) is not null || (map.Inner is { } inner && IsIn(inner, typeName));

    /// <summary>Whether a call gives a pointer to a value with such a field to a function, where nobody knows of it.</summary>
    public bool IsPassed(IrInstruction instruction) => instruction.Op == IrOp.Call && instruction.Operands.Exists(IsBehind);

    /// <summary>Whether an instruction reads or writes bytes of such a field itself, or lets a helper do so.</summary>
    public bool IsTouchedBy(IrInstruction instruction)
    {
        switch (instruction.Op)
        {
            case IrOp.Load or IrOp.Store or IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange:
                return IsTouched(instruction.Operands[0], instruction.Offset, instruction.Access.Size());
            case IrOp.CallHelper when HelperTable.Find(instruction.Helper)?.Signature is { } signature:
                return HelperArgumentCheck.Memory(instruction, signature, extents, bytes => intervals.At(bytes, instruction.Block!))
                    .Any(memory => IsTouched(memory.Pointer, 0, memory.Size));
            default:
                return false;
        }
    }

    /// <summary>Whether there is such a field where the pointer points to, wherever it comes from.</summary>
    public bool IsAt(IrValue pointer) => IsAt(pointer, 0, []);

    private static int? OffsetIn(IrMap? map, string typeName) =>
        map?.Value is StructDataType value && value.Fields.FirstOrDefault(field => field.Type.Name == typeName) is { } field ? field.Offset : null;

    private bool IsBehind(IrValue pointer) => MemoryExtents.ValueRoots(pointer).Any(root => OffsetOf(root) is not null);

    /// <summary>Where the field is in the value that a lookup gives or a parameter is.</summary>
    private int? OffsetOf(IrValue root) => OffsetIn(extents.MapOfValue(root), typeName);

    private bool IsTouched(IrValue pointer, long offset, long length) => IsBehind(pointer) && MayTouch(pointer, offset, offset + length, []);

    /// <summary>Whether the bytes from low to below high, counted from the pointer, may be a field's.</summary>
    private bool MayTouch(IrValue pointer, long low, long high, HashSet<IrValue> walked)
    {
        switch (pointer)
        {
            case IrInstruction { Op: IrOp.PtrAdd } address:
                Interval distance = intervals.At(address.Operands[1], address.Block!);
                return distance.SMin < -int.MaxValue || distance.SMax > int.MaxValue
                    || MayTouch(address.Operands[0], low + distance.SMin, high + distance.SMax, walked);
            case IrInstruction { Op: IrOp.Phi or IrOp.Select } choice:
                // A pointer that walks in a loop may come to anything.
                return !walked.Add(choice) || choice.Operands.Exists(operand => MayTouch(operand, low, high, [.. walked]));
            case IrInstruction { Op: IrOp.CallHelper } or IrParameter:
                return OffsetOf(pointer) is { } start && low < start + size && high > start;
            default:
                return false;
        }
    }

    private bool IsAt(IrValue pointer, long offset, HashSet<IrValue> walked)
    {
        (IrValue root, long distance) = PointerRules.Strip(pointer);
        return root switch
        {
            IrInstruction { Op: IrOp.Phi } phi => walked.Add(phi) && phi.Operands.TrueForAll(operand => IsAt(operand, offset + distance, walked)),
            IrInstruction { Op: IrOp.Select } select => IsAt(select.Operands[1], offset + distance, walked) && IsAt(select.Operands[2], offset + distance, walked),
            IrInstruction { Op: IrOp.CallHelper } or IrParameter => OffsetOf(root) == offset + distance,
            _ => false,
        };
    }
}
