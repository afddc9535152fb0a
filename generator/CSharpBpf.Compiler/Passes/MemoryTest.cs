using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// The branch of a block as a test of memory: it passes if the bits <paramref name="Mask"/> of the little-endian number at root + offset are
/// <paramref name="Value"/>. The lowest byte of the mask is not empty.
/// </summary>
/// <param name="Cost">The instructions that go if the test goes: what only it needs.</param>
internal sealed record MemoryTest(BasicBlock Block, IrInstruction Load, IrValue Root, long Offset, ulong Mask, ulong Value, BasicBlock Pass, BasicBlock Fail, int Cost)
{
    private const int BitsPerByte = 8;

    /// <summary>Bytes from the first to the last that the test looks at.</summary>
    public int Length => LengthOf(Mask);

    public static int LengthOf(ulong mask)
    {
        int length = 0;
        for (; mask != 0; mask >>= BitsPerByte)
        {
            length++;
        }

        return length;
    }

    /// <summary>The block's branch read as a test that fails to this target; null if it is no such test.</summary>
    public static MemoryTest? Of(BasicBlock block, BasicBlock fail, UseLists uses)
    {
        IrInstruction branch = block.Terminator;
        IrValue tested = branch.Operands[0];
        BasicBlock equal = branch.Targets[1];
        BasicBlock pass = branch.Targets[fail == branch.Targets[0] ? 1 : 0];
        long constant = 0;
        int cost = 1;
        bool isOnlyUse = uses.Of(tested).Count == 1;
        if (tested is IrInstruction { Op: IrOp.Eq or IrOp.Ne } comparison && comparison.Operands[1] is IrConstant right)
        {
            equal = branch.Targets[comparison.Op == IrOp.Eq ? 0 : 1];
            constant = right.Value;
            tested = comparison.Operands[0];
            isOnlyUse &= uses.Of(tested).Count == 1;
        }

        uint chosen = uint.MaxValue;
        if (tested is IrInstruction { Op: IrOp.And, Type: IrType.I32 } and && and.Operands[1] is IrConstant bits)
        {
            chosen = (uint)bits.Value;
            tested = and.Operands[0];
            cost += isOnlyUse && constant != 0 ? 1 : 0;
            isOnlyUse &= uses.Of(tested).Count == 1;
        }

        if (tested is not IrInstruction { Op: IrOp.Load, Access: MemoryAccess.U8 or MemoryAccess.U16 or MemoryAccess.U32, IsVolatile: false } load)
        {
            return null;
        }

        int size = load.Access.Size();
        ulong mask = chosen & (uint)(ulong.MaxValue >> (64 - (size * BitsPerByte)));
        ulong value = (uint)constant;
        if (pass != equal)
        {
            // That a bit is not what it is compared with says what it is.
            if (mask == 0 || (mask & (mask - 1)) != 0)
            {
                return null;
            }

            value ^= mask;
        }

        if (mask == 0 || (value & ~mask) != 0)
        {
            return null;
        }

        (IrValue root, long offset) = PointerRules.Strip(load.Operands[0]);
        offset += load.Offset;
        for (; (mask & 0xff) == 0; offset++)
        {
            mask >>= BitsPerByte;
            value >>= BitsPerByte;
        }

        return new MemoryTest(block, load, root, offset, mask, value, pass, fail, cost + (isOnlyUse ? 1 : 0));
    }
}
