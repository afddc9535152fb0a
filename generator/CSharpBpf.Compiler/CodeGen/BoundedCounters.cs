using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Counters whose number the kernel never asks for: a loop's variable that starts at a constant, steps by constants, and is compared with other values only.
/// Kernels before 6.7 look for endless loops by comparing registers byte for byte but stack slots only if their number was asked for. With such a
/// counter in a slot two trips look the same to them, so <see cref="Spiller"/> asks.
/// </summary>
internal static class BoundedCounters
{
    /// <summary>How many operations are followed from the counter.</summary>
    private const int MaximumDepth = 4;

    /// <summary>Kernel 6.7, as major * 256 + minor.</summary>
    private const int ComparesAll = (6 << 8) | 7;

    /// <summary>Whether the kernel compares so.</summary>
    public static bool MatterTo(int targetKernel) => targetKernel < ComparesAll;

    public static IEnumerable<IrInstruction> Find(LoopInfo loops, UseLists users)
    {
        foreach (Loop loop in loops.Loops)
        {
            foreach (IrInstruction phi in loop.Header.Instructions)
            {
                if (phi.Op != IrOp.Phi)
                {
                    break;
                }

                if (IsCounter(phi, loop, loops, users))
                {
                    yield return phi;
                }
            }
        }
    }

    private static bool IsCounter(IrInstruction phi, Loop loop, LoopInfo loops, UseLists users)
    {
        for (int i = 0; i < phi.Operands.Count; i++)
        {
            if (loops.Contains(loop, phi.PhiBlocks[i]) ? !IsOf(phi, phi.Operands[i], MaximumDepth) : phi.Operands[i] is not IrConstant)
            {
                return false;
            }
        }

        return IsCompared(phi, phi, users, MaximumDepth);
    }

    /// <summary>Whether the value is made of the counter and of constants only.</summary>
    private static bool IsOf(IrInstruction counter, IrValue value, int depth) =>
        value == counter || value is IrConstant
        || (depth > 0 && value is IrInstruction { Op: <= IrOp.ByteSwap64 } made && made.Operands.All(operand => IsOf(counter, operand, depth - 1)));

    /// <summary>Whether what is made of the counter is compared with what is not.</summary>
    private static bool IsCompared(IrInstruction counter, IrValue value, UseLists users, int depth) =>
        depth > 0 && users.Of(value).Any(user => user.Op.IsComparison()
            ? !user.Operands.All(operand => IsOf(counter, operand, MaximumDepth))
            : user.Op <= IrOp.ByteSwap64 && IsOf(counter, user, MaximumDepth) && IsCompared(counter, user, users, depth - 1));
}
