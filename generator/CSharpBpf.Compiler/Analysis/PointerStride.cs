using System;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Compiler.Passes;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// A pointer that a loop moves forward by a constant in each trip, where a constant counter ends the loop (<see cref="ConstantLoop"/>). The kernel walks such
/// a loop trip by trip and knows in each how far the pointer is from where it started, so what was proven there holds for all trips.
/// </summary>
/// <param name="Loop">The loop, whose header has the pointer's phi.</param>
/// <param name="Step">The bytes that a trip moves it at most, not negative.</param>
/// <param name="Trips">How often the header is entered at most.</param>
internal sealed record PointerStride(Loop Loop, long Step, long Trips)
{
    /// <summary>How far from its start the pointer gets at most.</summary>
    public long Farthest => Step * (Trips - 1);

    /// <summary>The stride of a phi; null if it is none.</summary>
    public static PointerStride? Of(IrInstruction phi, LoopInfo loops, LoopBounds bounds)
    {
        if (phi.Op != IrOp.Phi || loops.Innermost(phi.Block!) is not { } loop || loop.Header != phi.Block || bounds.ExactTrips(loop) is not { } trips)
        {
            return null;
        }

        long step = 0;
        foreach (BasicBlock latch in loop.Latches)
        {
            (IrValue root, long distance) = PointerRules.Strip(IrEdit.PhiOperand(phi, latch));
            if (root != phi || distance is < 0 or > PacketOffsets.Maximum)
            {
                return null;
            }

            step = Math.Max(step, distance);
        }

        return new PointerStride(loop, step, trips);
    }

    /// <summary>How far it gets at most where the loop goes on behind a test that lets so many trips begin.</summary>
    public long FarthestBehind(long trips) => Step * Math.Max(0, Math.Min(trips - 1, Trips) - 1);
}
