using System.Collections.Generic;
using System.Text;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Turns phis into copies on the edges. The copies of one edge happen at once: what another copy still reads is not overwritten, and a cycle goes
/// through one more register. An edge from a block with several successors gets a block of its own, shared with the edges that copy the same.
/// A block that does nothing but return a phi is no join at all: each edge returns its own value, constants by a stub that the function shares.
/// </summary>
internal sealed class PhiLowering(SelectionContext context, Dictionary<BasicBlock, MachineBlock> blocks)
{
    private readonly MachineBuilder builder = context.Builder;
    private readonly ValueRegisters values = context.Values;
    private readonly Dictionary<long, MachineBlock> returnStubs = [];
    private readonly Dictionary<string, MachineBlock> sharedEdges = [];
    private int uniqueKeys;

    /// <summary>The block "r0 = value; exit", one per value.</summary>
    public MachineBlock ReturnStub(long contents)
    {
        if (!returnStubs.TryGetValue(contents, out MachineBlock? stub))
        {
            MachineBlock current = builder.Block;
            returnStubs.Add(contents, stub = builder.Function.CreateBlock());
            builder.Block = stub;
            builder.Constant(Register.R0, contents);
            builder.Exit();
            builder.Block = current;
        }

        return stub;
    }

    /// <summary>Where the edge leads: the target, or a new block with the edge's copies before it.</summary>
    public MachineBlock Edge(BasicBlock from, BasicBlock to)
    {
        if (ReturnedPhi(to) is { } returned)
        {
            IrValue value = context.Facts.Strip(Incoming(returned, from));
            return value is IrConstant constant
                ? ReturnStub(ValueRegisters.RegisterContents(constant))
                : NewBlock(0, () =>
                {
                    values.UseInto(Register.R0, value);
                    builder.Exit();
                });
        }

        EdgeCopies copies = CopiesOf(from, to);
        return copies.IsEmpty ? blocks[to] : SharedEdge(from, to, copies);
    }

    /// <summary>The end of a block with one successor.</summary>
    public void JumpTo(BasicBlock from, BasicBlock to)
    {
        if (ReturnedPhi(to) is not null)
        {
            builder.Jump(Edge(from, to));
            return;
        }

        EdgeCopies copies = CopiesOf(from, to);
        if (copies.Moves.Count == 0 && !copies.IsEmpty)
        {
            builder.Jump(SharedEdge(from, to, copies));
            return;
        }

        Copy(copies);
        builder.Jump(blocks[to]);
    }

    private MachineBlock SharedEdge(BasicBlock from, BasicBlock to, EdgeCopies copies)
    {
        int depth = System.Math.Min(context.Facts.LoopDepth(from), context.Facts.LoopDepth(to));
        string key = copies.Key(blocks[to], ref uniqueKeys);
        if (!sharedEdges.TryGetValue(key, out MachineBlock? edge))
        {
            edge = NewBlock(depth, () =>
            {
                Copy(copies);
                builder.Jump(blocks[to]);
            });
            sharedEdges.Add(key, edge);
        }

        edge.LoopDepth = System.Math.Max(edge.LoopDepth, depth);
        return edge;
    }

    private MachineBlock NewBlock(int loopDepth, System.Action fill)
    {
        MachineBlock current = builder.Block;
        MachineBlock edge = builder.Function.CreateBlock();
        edge.LoopDepth = loopDepth;
        builder.Block = edge;
        values.EnterBlock();
        fill();
        builder.Block = current;
        values.EnterBlock();
        return edge;
    }

    /// <summary>The phi that the block returns at once; null if it does anything else.</summary>
    private static IrInstruction? ReturnedPhi(BasicBlock block) =>
        block.Terminator is { Op: IrOp.Ret, Operands.Count: 1 } end && end.Operands[0] is IrInstruction { Op: IrOp.Phi } phi && phi.Block == block
            && block.Instructions[block.Instructions.Count - 2].Op == IrOp.Phi
            ? phi
            : null;

    private static IrValue Incoming(IrInstruction phi, BasicBlock from)
    {
        int index = phi.PhiBlocks.IndexOf(from);
        return index >= 0 ? phi.Operands[index] : throw new CodeGenException("A phi has no value for the edge from " + from.Name + ".");
    }

    private EdgeCopies CopiesOf(BasicBlock from, BasicBlock to)
    {
        var copies = new EdgeCopies();
        foreach (IrInstruction phi in to.Instructions)
        {
            if (phi.Op != IrOp.Phi)
            {
                break;
            }

            if (!context.Facts.IsNeeded(phi))
            {
                continue;
            }

            IrValue value = context.Facts.Strip(Incoming(phi, from));
            if (values.IsMadeInPlace(value))
            {
                copies.Made.Add((values.Define(phi), value));
            }
            else if (values.Use(value) != values.Define(phi))
            {
                copies.Moves.Add((values.Define(phi), values.Use(value)));
            }
        }

        return copies;
    }

    private void Copy(EdgeCopies copies)
    {
        CopyAtOnce([.. copies.Moves]);
        foreach ((int destination, IrValue value) in copies.Made)
        {
            values.UseInto(destination, value);
        }
    }

    private void CopyAtOnce(List<(int Destination, int Source)> moves)
    {
        while (moves.Count > 0)
        {
            int free = moves.FindIndex(move => !moves.Exists(other => other.Source == move.Destination));
            if (free >= 0)
            {
                builder.Copy(moves[free].Destination, moves[free].Source);
                moves.RemoveAt(free);
                continue;
            }

            // All that is left are cycles: break the first by saving what its copy overwrites.
            int overwritten = moves[0].Destination;
            int saved = builder.CopyOf(overwritten);
            for (int i = 0; i < moves.Count; i++)
            {
                if (moves[i].Source == overwritten)
                {
                    moves[i] = (moves[i].Destination, saved);
                }
            }
        }
    }

    /// <summary>What an edge copies: registers, and values that are made in their place.</summary>
    private sealed class EdgeCopies
    {
        public List<(int Destination, int Source)> Moves { get; } = [];

        public List<(int Destination, IrValue Value)> Made { get; } = [];

        public bool IsEmpty => Moves.Count == 0 && Made.Count == 0;

        /// <summary>Equal for edges to one block that copy the same. Addresses are taken as different.</summary>
        public string Key(MachineBlock target, ref int unique)
        {
            var key = new StringBuilder();
            key.Append(target.Index);
            foreach ((int destination, int source) in Moves)
            {
                key.Append(',').Append(destination).Append('=').Append(source);
            }

            foreach ((int destination, IrValue value) in Made)
            {
                key.Append(',').Append(destination).Append(':');
                if (value is IrConstant constant)
                {
                    key.Append(ValueRegisters.RegisterContents(constant));
                }
                else
                {
                    key.Append('@').Append(unique++);
                }
            }

            return key.ToString();
        }
    }
}
