using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;
using CSharpBpf.Object;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>How many bytes of an object lie before and behind a pointer at least, whatever its variable parts are.</summary>
internal readonly record struct Extent(long Before, long After)
{
    public static readonly Extent Nothing = new(0, 0);
}

/// <summary>The sizes of what stack, map value and global pointers point into.</summary>
internal sealed class MemoryExtents(IrModule module, IntervalAnalysis intervals, ParameterFacts? parameters = null)
{
    private readonly Dictionary<string, IrMap> maps = ByName(module.Maps, map => map.Name);
    private readonly Dictionary<string, IrGlobal> globals = ByName(module.Globals, global => global.Name);
    private readonly Dictionary<IrValue, Extent> known = [];

    /// <summary>The map that a value is, or looks like if it was found in a map of maps or is one of several alike.</summary>
    public IrMap? MapOf(IrValue pointer) => MapOf(pointer, []);

    private IrMap? MapOf(IrValue pointer, HashSet<IrValue> walked)
    {
        switch (pointer)
        {
            case IrInstruction { Op: IrOp.MapAddress, Symbol: { } name }:
                return maps.TryGetValue(name, out IrMap? map) ? map : null;
            case IrInstruction { Op: IrOp.CallHelper, Type: IrType.MapPointer } lookup:
                return MapOf(lookup.Operands[0], walked)?.Inner;
            case IrInstruction { Op: IrOp.Phi, Type: IrType.MapPointer } phi when walked.Add(phi):
                return Common(phi.Operands, walked);
            case IrInstruction { Op: IrOp.Select, Type: IrType.MapPointer } select:
                return Common([select.Operands[1], select.Operands[2]], walked);
            default:
                return null;
        }
    }

    private IrMap? Common(List<IrValue> pointers, HashSet<IrValue> walked)
    {
        IrMap? common = MapOf(pointers[0], walked);
        bool areAlike = common is not null && pointers.TrueForAll(pointer => MapOf(pointer, walked) is { } other
            && (other.Type, other.Key?.Size, other.Value?.Name, other.Value?.Size) == (common.Type, common.Key?.Size, common.Value?.Name, common.Value?.Size));
        return areAlike ? common : null;
    }

    /// <summary>The map in whose values a pointer points, if all it may be agree.</summary>
    public IrMap? MapOfValue(IrValue pointer)
    {
        IrMap? common = null;
        foreach (IrValue root in ValueRoots(pointer))
        {
            IrMap? map = root is IrParameter ? parameters?.Of(root)?.Map : MapOf(((IrInstruction)root).Operands[0]);
            if (map is null || (common is not null && common != map))
            {
                return null;
            }

            common = map;
        }

        return common;
    }

    /// <summary>The lookups and parameters that a pointer into a map's value may come from.</summary>
    public static List<IrValue> ValueRoots(IrValue pointer) =>
        PointerRoots.Of(pointer).FindAll(static root => root is IrInstruction { Op: IrOp.CallHelper, Type: IrType.MapValuePointer } or IrParameter { Type: IrType.MapValuePointer });

    /// <summary>The global whose address an instruction gives.</summary>
    public IrGlobal? GlobalOf(IrInstruction address) => address.Symbol is { } name && globals.TryGetValue(name, out IrGlobal? global) ? global : null;

    public bool IsReadOnly(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd } address)
        {
            pointer = address.Operands[0];
        }

        return parameters?.Of(pointer)?.IsReadOnly == true || pointer is IrInstruction { Op: IrOp.GlobalAddress } root && GlobalOf(root)?.Section == DataSectionKind.ReadOnly;
    }

    public Extent Of(IrValue pointer)
    {
        if (!known.TryGetValue(pointer, out Extent extent))
        {
            // A pointer that walks in a loop depends on itself: nothing is known of it.
            known[pointer] = Extent.Nothing;
            extent = Compute(pointer);
            known[pointer] = extent;
        }

        return extent;
    }

    private Extent Compute(IrValue pointer)
    {
        if (pointer is not IrInstruction instruction)
        {
            return parameters?.Of(pointer)?.Extent ?? Extent.Nothing;
        }

        switch (instruction.Op)
        {
            case IrOp.Alloca:
                return new Extent(0, instruction.Size);
            case IrOp.GlobalAddress:
                return new Extent(0, GlobalOf(instruction)?.Type.Size ?? 0);
            case IrOp.CallHelper:
                return new Extent(0, SizeOfResult(instruction));
            case IrOp.PtrAdd:
                Extent inner = Of(instruction.Operands[0]);
                Interval distance = intervals.At(instruction.Operands[1], instruction.Block!);
                return distance.SMin < -int.MaxValue || distance.SMax > int.MaxValue ? Extent.Nothing : new Extent(inner.Before + distance.SMin, inner.After - distance.SMax);
            case IrOp.Select:
                return Join(Of(instruction.Operands[1]), Of(instruction.Operands[2]));
            case IrOp.Phi:
                Extent? joined = null;
                foreach (IrValue operand in instruction.Operands)
                {
                    if (operand is not IrConstant)
                    {
                        joined = joined is { } before ? Join(before, Of(operand)) : Of(operand);
                    }
                }

                return joined ?? Extent.Nothing;
            default:
                return Extent.Nothing;
        }
    }

    private long SizeOfResult(IrInstruction call)
    {
        if (call.Helper == KernelFunctionId.IterNumNext)
        {
            return sizeof(int);
        }

        if (call.Helper == HelperId.RingbufReserve)
        {
            return call.Operands.Count > 1 && call.Operands[1] is IrConstant size ? size.Value : 0;
        }

        return call.Operands.Count > 0 && MapOf(call.Operands[0])?.Value is { } value ? value.Size : 0;
    }

    private static Extent Join(Extent left, Extent right) => new(Math.Min(left.Before, right.Before), Math.Min(left.After, right.After));

    private static Dictionary<string, T> ByName<T>(List<T> items, Func<T, string> name)
    {
        var index = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (T item in items)
        {
            index[name(item)] = item;
        }

        return index;
    }
}
