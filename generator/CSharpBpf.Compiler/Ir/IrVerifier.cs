using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;

namespace CSharpBpf.Compiler.Ir;

/// <summary>A law of the IR that is broken: a bug of a front end or a pass, never of the user's program.</summary>
public sealed record IrError(string Function, string? Block, string? Instruction, string Message)
{
    public override string ToString() => $"{Function}{(Block is null ? "" : "/" + Block)}: {Message}{(Instruction is null ? "" : ": " + Instruction)}";
}

/// <summary>
/// The laws of the IR:
/// 1. Names of maps, globals, functions are unique in the module; names of blocks and parameters in their function.
/// 2. A function has an entry block, which nothing branches to. A block ends in its only terminator. Targets are blocks of the function.
/// 3. Phis stand first and have one operand for each distinct predecessor, in any order. (Unreachable blocks are held to types only.)
/// 4. Allocas stand in the entry block; size and alignment are positive, the alignment a power of two.
/// 5. Operands and results are of the types of <see cref="IrOpTable"/>; a Pointer may meet any other pointer type where types must agree.
/// 6. A definition dominates its uses; a phi's operand dominates the end of the predecessor it comes from.
/// 7. Symbols exist. Calls fit the callee's parameters and result. Ret fits the function's return type.
/// </summary>
public static class IrVerifier
{
    public static IReadOnlyList<IrError> Verify(IrModule module)
    {
        var errors = new List<IrError>();
        var maps = new HashSet<string>();
        foreach (IrMap map in module.Maps)
        {
            if (!maps.Add(map.Name))
            {
                errors.Add(new IrError(module.Name, null, null, $"two maps are named {map.Name}"));
            }
        }

        var globals = new HashSet<string>();
        foreach (IrGlobal global in module.Globals)
        {
            if (!globals.Add(global.Name))
            {
                errors.Add(new IrError(module.Name, null, null, $"two globals are named {global.Name}"));
            }
        }

        var functions = new Dictionary<string, IrFunction>();
        foreach (IrFunction function in module.Functions)
        {
            if (functions.ContainsKey(function.Name))
            {
                errors.Add(new IrError(module.Name, null, null, $"two functions are named {function.Name}"));
            }

            functions[function.Name] = function;
        }

        foreach (IrFunction function in module.Functions)
        {
            new IrFunctionVerifier(function, maps, globals, functions, errors).Verify();
        }

        return errors;
    }
}

internal sealed class IrFunctionVerifier(
    IrFunction function, HashSet<string> maps, HashSet<string> globals, Dictionary<string, IrFunction> functions, List<IrError> errors)
{
    private readonly Dictionary<IrInstruction, int> positions = [];
    private readonly HashSet<BasicBlock> blocks = [];

    public void Verify()
    {
        if (!VerifyShape())
        {
            return;
        }

        var cfg = new CfgInfo(function);
        var dominators = new DominatorTree(cfg);
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (new IrTypeLaws(function, maps, globals, functions).Violation(instruction) is { } violation)
                {
                    Report(block, instruction, violation);
                }
                else if (cfg.IsReachable(block))
                {
                    VerifyUses(cfg, dominators, block, instruction);
                }
            }
        }
    }

    private bool VerifyShape()
    {
        int before = errors.Count;
        if (function.Blocks.Count == 0)
        {
            errors.Add(new IrError(function.Name, null, null, "has no blocks"));
            return false;
        }

        var names = new HashSet<string>();
        foreach (BasicBlock block in function.Blocks)
        {
            blocks.Add(block);
            if (!names.Add(block.Name))
            {
                Report(block, null, "two blocks have this name");
            }
        }

        names.Clear();
        foreach (IrParameter parameter in function.Parameters)
        {
            if (!names.Add(parameter.Name))
            {
                errors.Add(new IrError(function.Name, null, null, $"two parameters are named {parameter.Name}"));
            }
        }

        int position = 0;
        foreach (BasicBlock block in function.Blocks)
        {
            VerifyBlock(block, ref position);
        }

        return errors.Count == before;
    }

    private void VerifyBlock(BasicBlock block, ref int position)
    {
        bool phis = true;
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            IrInstruction instruction = block.Instructions[i];
            if (instruction.Block != block || positions.ContainsKey(instruction))
            {
                Report(block, instruction, "the instruction belongs to another place");
            }

            positions[instruction] = position++;
            phis &= instruction.Op == IrOp.Phi;
            if (!phis && instruction.Op == IrOp.Phi)
            {
                Report(block, instruction, "phis stand first in their block");
            }

            if (instruction.IsTerminator != (i == block.Instructions.Count - 1))
            {
                Report(block, instruction, instruction.IsTerminator ? "a terminator stands last in its block" : "the block has no terminator");
            }

            if (instruction.Op == IrOp.Alloca && (block != function.Blocks[0] || instruction.Size <= 0 || instruction.Alignment <= 0 || (instruction.Alignment & (instruction.Alignment - 1)) != 0))
            {
                Report(block, instruction, "an alloca stands in the entry block, with a positive size and a power of two as alignment");
            }

            foreach (BasicBlock target in instruction.Targets)
            {
                if (!blocks.Contains(target) || target == function.Blocks[0])
                {
                    Report(block, instruction, $"{target.Name} is no block of the function that can be branched to");
                }
            }
        }

        if (block.Instructions.Count == 0)
        {
            Report(block, null, "the block has no terminator");
        }
    }

    private void VerifyUses(CfgInfo cfg, DominatorTree dominators, BasicBlock block, IrInstruction instruction)
    {
        if (instruction.Op == IrOp.Phi)
        {
            VerifyPhi(cfg, dominators, block, instruction);
            return;
        }

        foreach (IrValue operand in instruction.Operands)
        {
            if (!IsAvailable(operand, block, positions[instruction], dominators, cfg))
            {
                Report(block, instruction, "a value is used where its definition does not reach");
            }
        }
    }

    private void VerifyPhi(CfgInfo cfg, DominatorTree dominators, BasicBlock block, IrInstruction phi)
    {
        IReadOnlyList<BasicBlock> predecessors = cfg.Predecessors(block);
        var incoming = new HashSet<BasicBlock>(phi.PhiBlocks);
        int reachable = 0;
        foreach (BasicBlock predecessor in predecessors)
        {
            reachable += incoming.Contains(predecessor) ? 1 : 0;
        }

        if (phi.PhiBlocks.Count != phi.Operands.Count || incoming.Count != phi.PhiBlocks.Count || reachable != predecessors.Count)
        {
            Report(block, phi, "a phi has one operand for each predecessor");
            return;
        }

        for (int i = 0; i < phi.Operands.Count; i++)
        {
            BasicBlock from = phi.PhiBlocks[i];
            if (cfg.IsReachable(from) && (!from.Terminator.Targets.Contains(block) || !IsAvailable(phi.Operands[i], from, int.MaxValue, dominators, cfg)))
            {
                Report(block, phi, $"the value from {from.Name} is not defined there");
            }
        }
    }

    private bool IsAvailable(IrValue value, BasicBlock block, int position, DominatorTree dominators, CfgInfo cfg)
    {
        switch (value)
        {
            case IrConstant:
                return true;
            case IrParameter parameter:
                return function.Parameters.Contains(parameter);
            case IrInstruction definition when positions.TryGetValue(definition, out int defined):
                BasicBlock home = definition.Block!;
                return cfg.IsReachable(home) && (home == block ? defined < position : dominators.Dominates(home, block));
            default:
                return false;
        }
    }

    private void Report(BasicBlock block, IrInstruction? instruction, string message) =>
        errors.Add(new IrError(function.Name, block.Name, instruction is null ? null : IrPrinter.Print(function, instruction), message));
}
