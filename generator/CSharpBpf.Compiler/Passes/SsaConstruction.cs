using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// Allocas that are only loaded and stored whole become SSA values, with phis where definitions meet and the variable is still read (pruned).
/// A narrow variable's value is kept as the loads widen it, so that loading costs nothing. What was never stored reads as zero.
/// A variable that functions are shown by reference, and only read, stays in memory for them; its loads become values all the same: a loop's trips are counted by what
/// its counter is, and of one that it loads from the stack the kernel, too, would not always know that.
/// </summary>
internal sealed class SsaConstruction
{
    private readonly IrFunction function;
    private readonly Dictionary<IrValue, Variable> variables = [];
    private readonly Replacements replacements = new();

    private SsaConstruction(IrFunction function) => this.function = function;

    public static bool Run(IrFunction function) => new SsaConstruction(function).Run();

    private bool Run()
    {
        Collect();
        if (variables.Count == 0)
        {
            return false;
        }

        ControlFlowSimplification.RemoveUnreachable(function);
        var cfg = new CfgInfo(function);
        var dominators = new DominatorTree(cfg);
        var phis = new PhiPlacement(cfg, dominators);
        foreach (Variable variable in variables.Values)
        {
            phis.Place(variable);
        }

        Rename(dominators, phis);
        replacements.ApplyTo(function);
        return true;
    }

    private void Collect()
    {
        foreach (IrInstruction instruction in function.Blocks[0].Instructions)
        {
            if (instruction.Op == IrOp.Alloca)
            {
                variables.Add(instruction, new Variable(instruction));
            }
        }

        if (variables.Count == 0)
        {
            return;
        }

        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                for (int i = 0; i < instruction.Operands.Count; i++)
                {
                    if (!variables.TryGetValue(instruction.Operands[i], out Variable? variable))
                    {
                        continue;
                    }

                    if (CallEffects.OnlyReads(instruction, i))
                    {
                        variable.IsShown = true;
                    }
                    else if (i != 0 || !variable.Take(instruction))
                    {
                        variables.Remove(instruction.Operands[i]);
                    }
                }
            }
        }

        foreach (Variable variable in new List<Variable>(variables.Values))
        {
            if (variable is { IsShown: true, Loads.Count: 0 })
            {
                variables.Remove(variable.Alloca);
            }
        }
    }

    private void Rename(DominatorTree dominators, PhiPlacement phis)
    {
        var current = new Dictionary<Variable, IrValue>();
        var undo = new Stack<(Variable Variable, IrValue? Value)>();
        var stack = new Stack<(BasicBlock Block, int Undo)>();
        stack.Push((function.Blocks[0], -1));
        while (stack.Count > 0)
        {
            (BasicBlock block, int mark) = stack.Pop();
            if (mark >= 0)
            {
                while (undo.Count > mark)
                {
                    (Variable variable, IrValue? value) = undo.Pop();
                    if (value is null)
                    {
                        current.Remove(variable);
                    }
                    else
                    {
                        current[variable] = value;
                    }
                }

                continue;
            }

            stack.Push((block, undo.Count));
            RenameBlock(block, phis, current, undo);
            IReadOnlyList<BasicBlock> children = dominators.Children(block);
            for (int i = children.Count - 1; i >= 0; i--)
            {
                stack.Push((children[i], -1));
            }
        }
    }

    private void RenameBlock(BasicBlock block, PhiPlacement phis, Dictionary<Variable, IrValue> current, Stack<(Variable, IrValue?)> undo)
    {
        var kept = new List<IrInstruction>(block.Instructions.Count);
        foreach ((Variable variable, IrInstruction phi) in phis.In(block))
        {
            Define(variable, phi);
            phi.Block = block;
            kept.Add(phi);
        }

        foreach (IrInstruction instruction in block.Instructions)
        {
            Variable? variable = null;
            if (instruction.Op is IrOp.Load or IrOp.Store)
            {
                variables.TryGetValue(instruction.Operands[0], out variable);
            }

            if (variable is null)
            {
                if (instruction.Op != IrOp.Alloca || !variables.TryGetValue(instruction, out Variable? declared) || declared.IsShown)
                {
                    kept.Add(instruction);
                }
            }
            else if (instruction.Op == IrOp.Load)
            {
                replacements.Replace(instruction, Widen(variable.Extension(instruction.Access, variable.Canonical), Value(variable), instruction));
            }
            else
            {
                if (variable.IsShown)
                {
                    kept.Add(instruction);
                }

                Define(variable, Widen(variable.Extension(variable.Canonical, null), replacements.Resolve(instruction.Operands[1]), instruction));
            }
        }

        block.Instructions.Clear();
        block.Instructions.AddRange(kept);
        List<BasicBlock> targets = block.Terminator.Targets;
        for (int i = 0; i < targets.Count; i++)
        {
            if (i == 0 || targets[i] != targets[0])
            {
                foreach ((Variable variable, IrInstruction phi) in phis.In(targets[i]))
                {
                    phi.PhiBlocks.Add(block);
                    phi.Operands.Add(Value(variable));
                }
            }
        }

        IrValue Value(Variable variable) => current.TryGetValue(variable, out IrValue? value) ? value : IrEdit.Zero(variable.Type);

        void Define(Variable variable, IrValue value)
        {
            undo.Push((variable, current.TryGetValue(variable, out IrValue? old) ? old : null));
            current[variable] = value;
        }

        IrValue Widen(IrOp? extension, IrValue value, IrInstruction at)
        {
            if (extension is not { } op)
            {
                return value;
            }

            IrInstruction widened = IrEdit.Create(op, IrType.I32, at.Location, value);
            widened.Block = block;
            kept.Add(widened);
            return widened;
        }
    }

    /// <summary>An alloca on its way to be a value.</summary>
    internal sealed class Variable(IrInstruction alloca)
    {
        private int size;
        private bool isPointer;
        private bool signedLoads;
        private bool unsignedLoads;
        private readonly Dictionary<BasicBlock, bool> storesFirst = [];

        public IrInstruction Alloca { get; } = alloca;

        public IrType Type { get; private set; }

        /// <summary>Whether functions read it in memory.</summary>
        public bool IsShown { get; set; }

        public List<IrInstruction> Loads { get; } = [];

        public List<IrInstruction> Stores { get; } = [];

        /// <summary>How the variable's value is kept in its register.</summary>
        public MemoryAccess Canonical => size switch
        {
            1 => signedLoads && !unsignedLoads ? MemoryAccess.S8 : MemoryAccess.U8,
            2 => signedLoads && !unsignedLoads ? MemoryAccess.S16 : MemoryAccess.U16,
            4 => MemoryAccess.U32,
            _ => isPointer ? MemoryAccess.Pointer : MemoryAccess.U64,
        };

        /// <summary>Whether the block stores the variable before it loads it.</summary>
        public bool StoresFirst(BasicBlock block) => storesFirst.TryGetValue(block, out bool first) && first;

        /// <summary>Takes a load or store of the whole variable; false if the instruction is anything else.</summary>
        public bool Take(IrInstruction instruction)
        {
            if (instruction.Op is not (IrOp.Load or IrOp.Store) || instruction.Offset != 0)
            {
                return false;
            }

            bool pointer = instruction.Access == MemoryAccess.Pointer;
            if (size == 0)
            {
                size = instruction.Access.Size();
                isPointer = pointer;
            }

            if (size != instruction.Access.Size() || isPointer != pointer || size > Alloca.Size)
            {
                return false;
            }

            if (!storesFirst.ContainsKey(instruction.Block!))
            {
                storesFirst.Add(instruction.Block!, instruction.Op == IrOp.Store);
            }

            bool isSigned = instruction.Access is MemoryAccess.S8 or MemoryAccess.S16;
            signedLoads |= isSigned;
            IrType type = instruction.Type;
            if (instruction.Op == IrOp.Load)
            {
                unsignedLoads |= !isSigned;
                Loads.Add(instruction);
            }
            else
            {
                type = instruction.Operands[1] is IrConstant && pointer ? IrType.Void : instruction.Operands[1].Type;
                Stores.Add(instruction);
            }

            if (type != IrType.Void)
            {
                Type = Type == IrType.Void || Type == type ? type : IrType.Pointer;
            }
            else if (Type == IrType.Void)
            {
                Type = IrType.Pointer;
            }

            return true;
        }

        /// <summary>The operation that makes <paramref name="wanted"/> of a value that is kept as <paramref name="kept"/> (null: of any value), if one is needed.</summary>
        public IrOp? Extension(MemoryAccess wanted, MemoryAccess? kept)
        {
            if (wanted == kept)
            {
                return null;
            }

            return wanted switch
            {
                MemoryAccess.U8 => IrOp.ZExt8,
                MemoryAccess.U16 => IrOp.ZExt16,
                MemoryAccess.S8 => IrOp.SExt8,
                MemoryAccess.S16 => IrOp.SExt16,
                _ => null,
            };
        }
    }
}
