using System;
using System.Collections.Generic;
using static CSharpBpf.Compiler.Ir.IrOpAttributes;
using static CSharpBpf.Compiler.Ir.IrOpTraits;

namespace CSharpBpf.Compiler.Ir;

/// <summary>One row per <see cref="IrOp"/>, in the enum's order: printer, parser, verifier and passes read it.</summary>
public static class IrOpTable
{
    private static readonly IrOperandKind[] Binary = [IrOperandKind.Result, IrOperandKind.Result];
    private static readonly IrOperandKind[] Pair = [IrOperandKind.Any, IrOperandKind.First];
    private static readonly IrOperandKind[] FromI32 = [IrOperandKind.I32];
    private static readonly IrOperandKind[] FromI64 = [IrOperandKind.I64];
    private static readonly IrOperandKind[] PointerOnly = [IrOperandKind.Pointer];
    private static readonly IrOperandKind[] PointerAndValue = [IrOperandKind.Pointer, IrOperandKind.Accessed];

    private static readonly IrOpInfo[] Rows =
    [
        Row(IrOp.Add, "add", Binary, IrResultKind.Integer, Pure | Commutative),
        Row(IrOp.Sub, "sub", Binary, IrResultKind.Integer, Pure),
        Row(IrOp.Mul, "mul", Binary, IrResultKind.Integer, Pure | Commutative),
        Row(IrOp.UDiv, "udiv", Binary, IrResultKind.Integer, Pure),
        Row(IrOp.SDiv, "sdiv", Binary, IrResultKind.Integer, Pure),
        Row(IrOp.URem, "urem", Binary, IrResultKind.Integer, Pure),
        Row(IrOp.SRem, "srem", Binary, IrResultKind.Integer, Pure),
        Row(IrOp.And, "and", Binary, IrResultKind.Integer, Pure | Commutative),
        Row(IrOp.Or, "or", Binary, IrResultKind.Integer, Pure | Commutative),
        Row(IrOp.Xor, "xor", Binary, IrResultKind.Integer, Pure | Commutative),
        Row(IrOp.Shl, "shl", Binary, IrResultKind.Integer, Pure),
        Row(IrOp.LShr, "lshr", Binary, IrResultKind.Integer, Pure),
        Row(IrOp.AShr, "ashr", Binary, IrResultKind.Integer, Pure),
        Row(IrOp.Neg, "neg", [IrOperandKind.Result], IrResultKind.Integer, Pure),
        Row(IrOp.Not, "not", [IrOperandKind.Result], IrResultKind.Integer, Pure),
        Row(IrOp.ZExt8, "zext8", FromI32, IrResultKind.I32, Pure),
        Row(IrOp.ZExt16, "zext16", FromI32, IrResultKind.I32, Pure),
        Row(IrOp.SExt8, "sext8", FromI32, IrResultKind.I32, Pure),
        Row(IrOp.SExt16, "sext16", FromI32, IrResultKind.I32, Pure),
        Row(IrOp.ZExt32, "zext32", FromI32, IrResultKind.I64, Pure),
        Row(IrOp.SExt32, "sext32", FromI32, IrResultKind.I64, Pure),
        Row(IrOp.Trunc, "trunc", FromI64, IrResultKind.I32, Pure),
        Row(IrOp.ByteSwap16, "bswap16", FromI32, IrResultKind.I32, Pure),
        Row(IrOp.ByteSwap32, "bswap32", FromI32, IrResultKind.I32, Pure),
        Row(IrOp.ByteSwap64, "bswap64", FromI64, IrResultKind.I64, Pure),
        Row(IrOp.Eq, "eq", Pair, IrResultKind.I32, Pure | Commutative | Comparison),
        Row(IrOp.Ne, "ne", Pair, IrResultKind.I32, Pure | Commutative | Comparison),
        Row(IrOp.ULt, "ult", Pair, IrResultKind.I32, Pure | Comparison),
        Row(IrOp.ULe, "ule", Pair, IrResultKind.I32, Pure | Comparison),
        Row(IrOp.UGt, "ugt", Pair, IrResultKind.I32, Pure | Comparison),
        Row(IrOp.UGe, "uge", Pair, IrResultKind.I32, Pure | Comparison),
        Row(IrOp.SLt, "slt", Pair, IrResultKind.I32, Pure | Comparison),
        Row(IrOp.SLe, "sle", Pair, IrResultKind.I32, Pure | Comparison),
        Row(IrOp.SGt, "sgt", Pair, IrResultKind.I32, Pure | Comparison),
        Row(IrOp.SGe, "sge", Pair, IrResultKind.I32, Pure | Comparison),
        Row(IrOp.Select, "select", [IrOperandKind.I32, IrOperandKind.Result, IrOperandKind.Result], IrResultKind.Any, Pure),
        Row(IrOp.Alloca, "alloca", [], IrResultKind.StackPointer, IrOpTraits.None, Size | Alignment | Symbol),
        Row(IrOp.Load, "load", PointerOnly, IrResultKind.Accessed, ReadsMemory | MayFault, Offset | Access | Volatile),
        Row(IrOp.Store, "store", PointerAndValue, IrResultKind.None, WritesMemory | MayFault, Offset | Access | Volatile),
        Row(IrOp.Copy, "copy", [IrOperandKind.Pointer, IrOperandKind.Pointer], IrResultKind.None, ReadsMemory | WritesMemory | MayFault, Size),
        Row(IrOp.Zero, "zero", PointerOnly, IrResultKind.None, WritesMemory | MayFault, Size),
        Row(IrOp.PtrAdd, "ptr_add", [IrOperandKind.Pointer, IrOperandKind.I64], IrResultKind.First, Pure),
        Row(IrOp.PtrDiff, "ptr_diff", [IrOperandKind.Pointer, IrOperandKind.Pointer], IrResultKind.I64, Pure),
        Row(IrOp.ContextLoad, "context_load", [IrOperandKind.Context], IrResultKind.ContextField, ReadsMemory, Offset | Access),
        Row(IrOp.ContextStore, "context_store", [IrOperandKind.Context, IrOperandKind.Accessed], IrResultKind.None, WritesMemory, Offset | Access),
        Row(IrOp.MapAddress, "map_address", [], IrResultKind.MapPointer, Pure, Symbol),
        Row(IrOp.GlobalAddress, "global_address", [], IrResultKind.GlobalPointer, Pure, Symbol),
        Row(IrOp.FunctionAddress, "function_address", [], IrResultKind.FunctionPointer, Pure, Callee),
        Row(IrOp.CallHelper, "call_helper", [IrOperandKind.Any], IrResultKind.Helper, ReadsMemory | WritesMemory | MayFault, Helper) with { MinimumOperands = 0, MaximumOperands = 5 },
        Row(IrOp.Call, "call", [IrOperandKind.Any], IrResultKind.Callee, ReadsMemory | WritesMemory, Callee) with { MinimumOperands = 0, MaximumOperands = int.MaxValue, Targets = 1 },
        Row(IrOp.AtomicUpdate, "atomic_update", PointerAndValue, IrResultKind.AccessedOrNone, ReadsMemory | WritesMemory | MayFault, Offset | Access | AtomicOperation),
        Row(IrOp.AtomicExchange, "atomic_exchange", PointerAndValue, IrResultKind.Accessed, ReadsMemory | WritesMemory | MayFault, Offset | Access),
        Row(IrOp.AtomicCompareExchange, "atomic_compare_exchange", [IrOperandKind.Pointer, IrOperandKind.Accessed, IrOperandKind.Accessed], IrResultKind.Accessed, ReadsMemory | WritesMemory | MayFault, Offset | Access),
        Row(IrOp.Raise, "raise", [], IrResultKind.None, WritesMemory, Symbol),
        Row(IrOp.Phi, "phi", [IrOperandKind.Result], IrResultKind.Any, IrOpTraits.None) with { MinimumOperands = 0, MaximumOperands = int.MaxValue },
        Row(IrOp.Br, "br", [], IrResultKind.None, Terminator) with { Targets = 1 },
        Row(IrOp.CondBr, "cond_br", FromI32, IrResultKind.None, Terminator) with { Targets = 2 },
        Row(IrOp.Ret, "ret", [IrOperandKind.Any], IrResultKind.None, Terminator) with { MinimumOperands = 0 },
        Row(IrOp.Unreachable, "unreachable", [], IrResultKind.None, Terminator),
        Row(IrOp.Fault, "fault", [], IrResultKind.None, Terminator, Symbol),
    ];

    private static readonly Dictionary<string, IrOpInfo> ByName = IndexByName();

    public static IReadOnlyList<IrOpInfo> All => Rows;

    public static IrOpInfo Info(this IrOp op) => Rows[(int)op];

    public static bool IsPure(this IrOp op) => (Rows[(int)op].Traits & Pure) != 0;

    public static bool IsComparison(this IrOp op) => op is >= IrOp.Eq and <= IrOp.SGe;

    /// <summary>Whether the instruction must stay even if its result is not used.</summary>
    public static bool HasSideEffects(this IrInstruction instruction) =>
        instruction.IsVolatile || (Rows[(int)instruction.Op].Traits & (WritesMemory | Terminator)) != 0;

    public static IrOpInfo? Find(string name) => ByName.TryGetValue(name, out IrOpInfo? row) ? row : null;

    private static IrOpInfo Row(IrOp op, string name, IrOperandKind[] operands, IrResultKind result, IrOpTraits traits, IrOpAttributes attributes = IrOpAttributes.None) =>
        new(op, name, operands, result, traits, attributes);

    private static Dictionary<string, IrOpInfo> IndexByName()
    {
        var index = new Dictionary<string, IrOpInfo>(StringComparer.Ordinal);
        foreach (IrOpInfo row in Rows)
        {
            index.Add(row.Name, row);
        }

        return index;
    }
}
