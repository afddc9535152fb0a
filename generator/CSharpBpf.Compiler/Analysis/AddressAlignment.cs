using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.CodeGen;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// The power of two, up to 8, that divides an address whatever its variable parts are. The kernel wants atomic operations aligned, on every machine and in every
/// memory (strict_alignment_once in check_atomic of kernel/bpf/verifier.c, v6.12); it takes a map's value, an entry and a record to begin at a multiple of 8.
/// </summary>
internal sealed class AddressAlignment(MemoryExtents extents, ParameterFacts? parameters)
{
    private const int Greatest = 8;

    public int Of(IrValue pointer, long offset) => Divide(Of(pointer, []), (ulong)offset);

    private int Of(IrValue pointer, HashSet<IrValue> above)
    {
        switch (pointer)
        {
            case IrParameter parameter:
                return parameter.Type == IrType.StackPointer ? Math.Min(parameter.Alignment, Greatest) : parameters?.Of(parameter)?.Alignment ?? Greatest;
            case IrInstruction { Op: IrOp.Alloca } alloca:
                return Math.Min(alloca.Alignment, Greatest);
            case IrInstruction { Op: IrOp.GlobalAddress } address:
                return extents.GlobalOf(address) is { } global ? DataSectionEmitter.Alignment(global.Type) : 1;
            case IrInstruction { Op: IrOp.PtrAdd } add:
                IrValue distance = add.Operands[1];
                return Divide(Of(add.Operands[0], above), distance is IrConstant constant ? (ulong)constant.Value : KnownBits.KernelMayBeSet(distance));
            case IrInstruction { Op: IrOp.Phi or IrOp.Select } choice:
                int alignment = Greatest;

                // What comes back around a loop is as aligned as what it started with, and what is added in it.
                if (above.Add(choice))
                {
                    for (int i = choice.Op == IrOp.Select ? 1 : 0; i < choice.Operands.Count; i++)
                    {
                        alignment = Math.Min(alignment, Of(choice.Operands[i], above));
                    }

                    above.Remove(choice);
                }

                return alignment;
            default:
                return Greatest;
        }
    }

    private static int Divide(int alignment, ulong distance)
    {
        while ((distance & ((ulong)alignment - 1)) != 0)
        {
            alignment /= 2;
        }

        return alignment;
    }
}
