using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>Puts the bodies of functions in the places of the calls of one function, save of those that are kept.</summary>
internal sealed class CallExpansion(IrFunction caller, HashSet<IrFunction> kept)
{
    private readonly BlockNames names = new(caller);
    private readonly Replacements replacements = new();
    private readonly List<IrInstruction> allocas = [];
    private readonly Dictionary<BasicBlock, BasicBlock> lastPart = [];
    private readonly List<BasicBlock> output = [];

    public void ExpandAll()
    {
        BasicBlock[] originals = [.. caller.Blocks];
        foreach (BasicBlock block in originals)
        {
            Expand(block);
        }

        caller.Blocks.Clear();
        caller.Blocks.AddRange(output);
        BasicBlock entry = caller.Blocks[0];
        foreach (IrInstruction alloca in allocas)
        {
            alloca.Block = entry;
        }

        entry.Instructions.InsertRange(0, allocas);

        // A phi that named a block with a call now comes from the part behind the call. Cloned phis name clones, which were never split.
        foreach (BasicBlock block in caller.Blocks)
        {
            foreach (IrInstruction phi in IrEdit.Phis(block))
            {
                for (int i = 0; i < phi.PhiBlocks.Count; i++)
                {
                    if (lastPart.TryGetValue(phi.PhiBlocks[i], out BasicBlock? last))
                    {
                        phi.PhiBlocks[i] = last;
                    }
                }
            }
        }

        replacements.ApplyTo(caller);

        // Targets of calls whose callees have no faults.
        ControlFlowSimplification.RemoveUnreachable(caller);
    }

    private void Expand(BasicBlock block)
    {
        IrInstruction[] instructions = [.. block.Instructions];
        block.Instructions.Clear();
        output.Add(block);
        BasicBlock current = block;
        foreach (IrInstruction instruction in instructions)
        {
            if (instruction.Op == IrOp.Call && !kept.Contains(instruction.Callee!))
            {
                current = Expand(current, instruction);
                continue;
            }

            if (instruction.Op == IrOp.Call && instruction.Callee!.IsGlobal)
            {
                GlobalFunctions.WidenArguments(instruction, current);
            }

            if (instruction.Op == IrOp.Call && instruction.Callee!.ReturnsFault && instruction.Type != IrType.I64)
            {
                current = CallWithFault(current, instruction);
                continue;
            }

            if (instruction.Op == IrOp.Call)
            {
                // What else is kept has no fault that its caller sees.
                instruction.Targets.Clear();
            }

            if (instruction.Op == IrOp.Call && instruction.Callee!.IsGlobal && instruction.Type != IrType.I64)
            {
                IrValue result = GlobalFunctions.EmitCall(instruction, current);
                if (instruction.Type != IrType.Void)
                {
                    replacements.Replace(instruction, result);
                }

                continue;
            }

            IrEdit.Append(current, instruction);
        }

        if (current != block)
        {
            lastPart.Add(block, current);
        }
    }

    private BasicBlock CallWithFault(BasicBlock before, IrInstruction call)
    {
        var fault = new BasicBlock(names.Create("fault"));
        var after = new BasicBlock(names.Create(before.Name));
        output.Add(fault);
        output.Add(after);
        IrValue result = FaultResults.EmitCall(call, before, fault, after);
        if (call.Type != IrType.Void)
        {
            replacements.Replace(call, result);
        }

        return after;
    }

    private BasicBlock Expand(BasicBlock before, IrInstruction call)
    {
        IrFunction callee = call.Callee!;
        var after = new BasicBlock(names.Create(before.Name));
        var values = new Dictionary<IrValue, IrValue>();
        for (int i = 0; i < callee.Parameters.Count; i++)
        {
            values.Add(callee.Parameters[i], call.Operands[i]);
        }

        var blocks = new Dictionary<BasicBlock, BasicBlock>();
        foreach (BasicBlock block in callee.Blocks)
        {
            blocks.Add(block, new BasicBlock(names.Create(block.Name)));
        }

        var returns = new List<(BasicBlock Block, IrValue Value)>();
        var clones = new List<IrInstruction>();
        var locations = new InlinedLocations(call.Location);
        foreach (BasicBlock block in callee.Blocks)
        {
            BasicBlock clone = blocks[block];
            output.Add(clone);
            foreach (IrInstruction instruction in block.Instructions)
            {
                Clone(instruction, clone);
            }
        }

        foreach (IrInstruction clone in clones)
        {
            for (int i = 0; i < clone.Operands.Count; i++)
            {
                clone.Operands[i] = Map(clone.Operands[i]);
            }
        }

        IrEdit.Append(before, Branch(blocks[callee.Blocks[0]]));
        output.Add(after);
        if (call.Type != IrType.Void)
        {
            replacements.Replace(call, Result());
        }

        return after;

        IrValue Map(IrValue value) => value is IrConstant ? value : values[value];

        IrInstruction Branch(BasicBlock target)
        {
            IrInstruction branch = IrEdit.Create(IrOp.Br, IrType.Void, call.Location);
            branch.Targets.Add(target);
            return branch;
        }

        void Clone(IrInstruction instruction, BasicBlock block)
        {
            if (instruction.Op == IrOp.Fault && call.Targets.Count > 0)
            {
                if (instruction.Symbol != FaultSymbols.Raised)
                {
                    IrEdit.Append(block, IrEdit.Create(IrOp.Raise, IrType.Void, locations.Of(instruction.Location))).Symbol = instruction.Symbol;
                }

                IrEdit.Append(block, Branch(call.Targets[0]));
                return;
            }

            if (instruction.Op == IrOp.Ret)
            {
                // Mapped when all clones exist; the branch takes the place of the return.
                if (instruction.Operands.Count > 0)
                {
                    returns.Add((block, instruction.Operands[0]));
                }

                IrEdit.Append(block, Branch(after));
                return;
            }

            IrInstruction clone = IrEdit.CloneWithoutOperands(instruction);
            clone.Location = locations.Of(instruction.Location);
            clone.Operands.AddRange(instruction.Operands);
            clones.Add(clone);
            values.Add(instruction, clone);
            foreach (BasicBlock target in instruction.Targets)
            {
                clone.Targets.Add(blocks[target]);
            }

            foreach (BasicBlock from in instruction.PhiBlocks)
            {
                clone.PhiBlocks.Add(blocks[from]);
            }

            if (clone.Op == IrOp.Alloca)
            {
                allocas.Add(clone);
            }
            else
            {
                IrEdit.Append(block, clone);
            }
        }

        IrValue Result()
        {
            if (returns.Count == 0)
            {
                return IrEdit.Zero(call.Type);
            }

            if (returns.Count == 1)
            {
                return Map(returns[0].Value);
            }

            IrInstruction phi = IrEdit.Create(IrOp.Phi, call.Type, call.Location);
            foreach ((BasicBlock block, IrValue value) in returns)
            {
                phi.PhiBlocks.Add(block);
                phi.Operands.Add(Map(value));
            }

            return IrEdit.Append(after, phi);
        }
    }
}

/// <summary>Locations of a callee's instructions, seen through one call.</summary>
internal sealed class InlinedLocations(SourceLocation? call)
{
    private readonly Dictionary<SourceLocation, SourceLocation> inlined = [];

    public SourceLocation? Of(SourceLocation? location)
    {
        if (location is null || call is null)
        {
            return location ?? call;
        }

        if (!inlined.TryGetValue(location, out SourceLocation? found))
        {
            found = location with { InlinedAt = location.InlinedAt is null ? call : Of(location.InlinedAt) };
            inlined.Add(location, found);
        }

        return found;
    }
}
