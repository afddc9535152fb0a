using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CSharpBpf.Frontend.Intrinsics;

/// <summary>What System.Enum does that needs no reflection: its members are known.</summary>
internal static class EnumIntrinsics
{
    public static IrValue HasFlag(IntrinsicCall call)
    {
        IOperation[] sides = [.. call.Operands.Select(static o => o is IConversionOperation { Operand: { } operand, OperatorMethod: null } ? operand : o)];
        IrValue left = call.Function.Expressions.Value(sides[0]);
        IrValue right = call.Function.Expressions.Value(sides[1]);
        return call.Builder.Compare(IrOp.Eq, call.Builder.Binary(IrOp.And, left, right), right);
    }

    /// <summary>One comparison for each run of members whose values follow each other.</summary>
    public static IrValue IsDefined(IntrinsicCall call)
    {
        TypeLayout layout = call.TypeArgument(0);
        long[] values = [.. layout.Type.GetMembers().OfType<IFieldSymbol>().Where(static f => f.HasConstantValue).Select(static f => ConstantBytes.Number(f.ConstantValue!)!.Value).Distinct().OrderBy(static v => v)];
        IrValue result = IrConstant.I32(0);
        for (int start = 0, end; start < values.Length; start = end)
        {
            for (end = start + 1; end < values.Length && values[end] == values[end - 1] + 1; end++)
            {
            }

            IrValue moved = call.Builder.Binary(IrOp.Sub, call.Values[0], new IrConstant(layout.IrType, values[start]));
            IrValue isInside = call.Builder.Compare(IrOp.ULe, moved, new IrConstant(layout.IrType, values[end - 1] - values[start]));
            result = result is IrConstant ? isInside : call.Builder.Binary(IrOp.Or, result, isInside);
        }

        return result;
    }
}
