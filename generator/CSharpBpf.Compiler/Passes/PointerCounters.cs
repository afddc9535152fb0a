using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A pointer that walks through an object in a loop, up or down to a pointer into the same object, becomes an index: the kernel learns nothing from comparing
/// two such pointers, and everything from comparing numbers. Distances inside an object are small, so the signed order of the indexes is the order of the
/// pointers. Nothing is done where a compared distance is no whole number of steps, nor to a packet pointer that the kernel follows trip by trip as it is
/// (<see cref="PointerStride"/>).
/// </summary>
internal static class PointerCounters
{
    public static bool Run(IrFunction function)
    {
        var cfg = new CfgInfo(function);
        var dominators = new DominatorTree(cfg);
        var loops = new LoopInfo(cfg, dominators);
        var bounds = new Lazy<LoopBounds>(() => new LoopBounds(loops, dominators, new IntervalAnalysis(dominators, loops)));
        bool changed = false;
        foreach (BasicBlock header in cfg.ReversePostorder)
        {
            foreach (IrInstruction phi in IrEdit.Phis(header).Where(static p => p.Type.IsPointer() && p.Operands.Count == 2).ToList())
            {
                int latch = dominators.Dominates(header, phi.PhiBlocks[0]) ? 0 : 1;
                if (dominators.Dominates(header, phi.PhiBlocks[latch]) && !dominators.Dominates(header, phi.PhiBlocks[1 - latch])
                    && PointerRules.Strip(phi.Operands[latch]) is var (walked, step) && walked == phi && step != 0)
                {
                    changed |= Walk.Find(function, phi, phi.Operands[1 - latch], step) is { } walk
                        ? walk.Rewrite(header, phi.PhiBlocks[1 - latch], phi.PhiBlocks[latch])
                        : step > 0 && phi.Type == IrType.PacketPointer && PointerStride.Of(phi, loops, bounds.Value) is null && RewriteCounted(function, header, phi, latch, step);
                }
            }
        }

        return changed;
    }

    /// <summary>A packet pointer that is compared with nothing, but walks beside a counter, is where that counter is.</summary>
    private static bool RewriteCounted(IrFunction function, BasicBlock header, IrInstruction phi, int latch, long step)
    {
        IrInstruction? counter = IrEdit.Phis(header).FirstOrDefault(c => c.Type.IsInteger() && IrEdit.PhiOperand(c, phi.PhiBlocks[1 - latch]) is IrConstant { Value: 0 }
            && IrEdit.PhiOperand(c, phi.PhiBlocks[latch]) is IrInstruction { Op: IrOp.Add } next && next.Operands[0] == c && IrEdit.IsConstant(next.Operands[1], 1));
        bool isCompared = function.Blocks.Exists(b => b.Instructions.Exists(i => i.Op.IsComparison() && i.Operands.Exists(o => PointerRules.Strip(o).Root == phi)));
        if (counter is null || isCompared)
        {
            return false;
        }

        (IrValue root, long origin) = PointerRules.Strip(phi.Operands[1 - latch]);
        var walk = new Walk(function, phi, root, origin, 0, step, []);
        header.Instructions.Remove(phi);
        walk.Recompute(at => counter.Type == IrType.I64 ? counter : Walk.Before(at, IrOp.ZExt32, IrType.I64, counter));
        return true;
    }

    /// <param name="Root">What the pointer starts from, and the pointers it is compared with.</param>
    /// <param name="Origin">The distance from the root at which the index is 0.</param>
    /// <param name="Start">The first index.</param>
    private sealed record Walk(IrFunction Function, IrInstruction Phi, IrValue Root, long Origin, long Start, long Step, List<IrInstruction> Comparisons)
    {
        private long Width => Math.Abs(Step);

        public static Walk? Find(IrFunction function, IrInstruction phi, IrValue start, long step)
        {
            (IrValue root, long first) = PointerRules.Strip(start);
            List<IrInstruction> comparisons = [.. function.Blocks.SelectMany(static b => b.Instructions).Where(i => i.Op.IsComparison() && (Meets(i.Operands[0], i.Operands[1]) || Meets(i.Operands[1], i.Operands[0])))];
            if (comparisons.Count == 0)
            {
                return null;
            }

            // Downwards the index counts to 0 at what the pointer is compared with.
            IrInstruction limit = comparisons[0];
            long origin = step > 0 ? first : PointerRules.Strip(limit.Operands[PointerRules.Strip(limit.Operands[0]).Root == phi ? 1 : 0]).Offset;
            var walk = new Walk(function, phi, root, origin, (first - origin) / Math.Abs(step), step, comparisons);
            return (first - origin) % step == 0 && comparisons.TrueForAll(c => c.Operands.TrueForAll(o => walk.Distance(o) % step == 0)) ? walk : null;

            bool Meets(IrValue left, IrValue right) => PointerRules.Strip(left).Root == phi && PointerRules.Strip(right).Root == root;
        }

        public bool Rewrite(BasicBlock header, BasicBlock entry, BasicBlock latch)
        {
            var index = new IrInstruction(IrOp.Phi, IrType.I64) { Location = Phi.Location, Block = header };
            IrInstruction next = Before(latch.Terminator, IrOp.Add, IrType.I64, index, IrConstant.I64(Step / Width));
            index.PhiBlocks.AddRange([entry, latch]);
            index.Operands.AddRange([IrConstant.I64(Start), next]);
            header.Instructions[header.Instructions.IndexOf(Phi)] = index;
            var replacements = new Replacements();
            foreach (IrInstruction comparison in Comparisons)
            {
                IrValue left = Index(comparison, comparison.Operands[0], index);
                IrValue right = Index(comparison, comparison.Operands[1], index);
                replacements.Replace(comparison, Before(comparison, PointerRules.Signed(comparison.Op), IrType.I32, left, right));
                comparison.Block!.Instructions.Remove(comparison);
            }

            replacements.ApplyTo(Function);
            Recompute(_ => index);
            return true;
        }

        /// <summary>The pointer is made anew where it is used: there the kernel, and the range analysis, know more of the index than in the header.</summary>
        public void Recompute(Func<IrInstruction, IrValue> indexAt)
        {
            foreach (IrInstruction user in Function.Blocks.SelectMany(static b => b.Instructions).Where(i => i.Operands.Contains(Phi)).ToList())
            {
                for (int i = 0; i < user.Operands.Count; i++)
                {
                    if (user.Operands[i] == Phi)
                    {
                        IrInstruction at = user.Op == IrOp.Phi ? user.PhiBlocks[i].Terminator : user;
                        IrValue index = indexAt(at);
                        IrValue distance = Width == 1 ? index : Before(at, IrOp.Mul, IrType.I64, index, IrConstant.I64(Width));
                        IrValue origin = Origin == 0 ? Root : Before(at, IrOp.PtrAdd, Phi.Type, Root, IrConstant.I64(Origin));
                        user.Operands[i] = Before(at, IrOp.PtrAdd, Phi.Type, origin, distance);
                    }
                }
            }
        }

        private IrValue Index(IrInstruction comparison, IrValue pointer, IrInstruction index)
        {
            IrConstant steps = IrConstant.I64(Distance(pointer) / Width);
            return PointerRules.Strip(pointer).Root != Phi ? steps : steps.Value == 0 ? index : Before(comparison, IrOp.Add, IrType.I64, index, steps);
        }

        /// <summary>Bytes from the walking pointer, or from the origin.</summary>
        private long Distance(IrValue pointer) => PointerRules.Strip(pointer) is var (root, offset) && root == Phi ? offset : offset - Origin;

        public static IrInstruction Before(IrInstruction place, IrOp op, IrType type, params IrValue[] operands)
        {
            IrInstruction made = IrEdit.Create(op, type, place.Location, operands);
            made.Block = place.Block;
            place.Block!.Instructions.Insert(place.Block.Instructions.IndexOf(place), made);
            return made;
        }
    }
}
