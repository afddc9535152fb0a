using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>A branch that asks whether <paramref name="Length"/> bytes from <paramref name="Root"/> on lie before the packet's end.</summary>
internal sealed record BoundsCheck(IrInstruction Branch, IrValue Root, IrValue End, long Length, BasicBlock Enough, BasicBlock Short)
{
    /// <summary>The check at the end of a block, if that is one.</summary>
    public static BoundsCheck? Of(BasicBlock block)
    {
        IrInstruction branch = block.Terminator;
        if (branch.Op != IrOp.CondBr || branch.Targets[0] == branch.Targets[1] || branch.Operands[0] is not IrInstruction condition || !condition.Op.IsComparison())
        {
            return null;
        }

        IrOp op = condition.Op;
        IrValue pointer = condition.Operands[0];
        IrValue end = condition.Operands[1];
        if (pointer.Type == IrType.PacketEndPointer)
        {
            (pointer, end) = (end, pointer);
            op = ConstantFolding.Mirrored(op);
        }

        if (pointer.Type != IrType.PacketPointer || end.Type != IrType.PacketEndPointer || op is not (IrOp.ULt or IrOp.ULe or IrOp.UGt or IrOp.UGe))
        {
            return null;
        }

        // One byte more where the pointer itself must lie before the end.
        bool enoughIfTrue = op is IrOp.ULt or IrOp.ULe;
        (IrValue root, long distance) = PointerRules.Strip(pointer);
        long length = distance + (op is IrOp.ULt or IrOp.UGe ? 1 : 0);
        return new BoundsCheck(branch, root, end, length, branch.Targets[enoughIfTrue ? 0 : 1], branch.Targets[enoughIfTrue ? 1 : 0]);
    }
}
