using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>From a function of the IR to machine instructions over virtual registers. What a single operation becomes is the other selectors' work.</summary>
internal sealed class InstructionSelector
{
    private readonly SelectionContext context;
    private readonly MachineBuilder builder;
    private readonly ValueRegisters values;
    private readonly ArithmeticSelector arithmetic;
    private readonly ConditionSelector conditions;
    private readonly MemorySelector memory;
    private readonly PhiLowering phis;
    private readonly Dictionary<BasicBlock, MachineBlock> blocks = [];

    private InstructionSelector(IrFunction function, CpuVersion cpu)
    {
        var facts = new SelectionFacts(function, cpu);
        var advance = new PointerAdvance(facts);
        builder = new MachineBuilder(new MachineFunction(function.Name));
        values = new ValueRegisters(builder, facts, advance);
        context = new SelectionContext(builder, facts, values, cpu);
        arithmetic = new ArithmeticSelector(context);
        conditions = new ConditionSelector(context);
        memory = new MemorySelector(context, advance);
        phis = new PhiLowering(context, blocks);
    }

    public static MachineFunction Select(IrFunction function, CompilerOptions options)
    {
        var selector = new InstructionSelector(function, options.Cpu);
        selector.Run(function);
        if (BoundedCounters.MatterTo(options.TargetKernel))
        {
            selector.builder.Function.BoundedCounters.UnionWith(selector.context.Facts.BoundedCounters().Select(selector.values.Define));
        }

        return selector.builder.Function;
    }

    private void Run(IrFunction function)
    {
        foreach (BasicBlock block in context.Facts.Blocks)
        {
            MachineBlock machineBlock = builder.Function.CreateBlock();
            machineBlock.LoopDepth = context.Facts.LoopDepth(block);
            blocks.Add(block, machineBlock);
        }

        builder.Block = blocks[function.Blocks[0]];
        foreach (IrParameter parameter in function.Parameters)
        {
            if (context.Facts.IsNeeded(parameter))
            {
                builder.Copy(values.Define(parameter), Register.R1 + parameter.Index);
            }
        }

        foreach (BasicBlock block in context.Facts.Blocks)
        {
            builder.Block = blocks[block];
            values.EnterBlock();
            memory.EnterBlock(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                builder.Location = instruction.Location;
                if (SelectionFacts.HasEffect(instruction))
                {
                    SelectEffect(block, instruction);
                }
                else if (context.Facts.IsNeeded(instruction))
                {
                    SelectValue(instruction);
                }
            }
        }
    }

    private void SelectValue(IrInstruction instruction)
    {
        switch (instruction.Op)
        {
            case <= IrOp.ByteSwap64:
                arithmetic.Select(instruction);
                break;
            case <= IrOp.SGe:
                conditions.SelectComparison(instruction);
                break;
            case IrOp.Select:
                conditions.SelectValue(instruction);
                break;
            case IrOp.Load or IrOp.ContextLoad:
                memory.Load(instruction);
                break;
            case IrOp.PtrAdd:
                memory.PointerAdd(instruction);
                break;
            case IrOp.PtrDiff:
                memory.PointerDifference(instruction);
                break;
            case IrOp.Phi or IrOp.Alloca or IrOp.MapAddress or IrOp.GlobalAddress or IrOp.FunctionAddress:
                break;
            default:
                throw new CodeGenException("Code generation does not know the operation " + instruction.Op + ".");
        }
    }

    private void SelectEffect(BasicBlock block, IrInstruction instruction)
    {
        switch (instruction.Op)
        {
            case IrOp.Load:
                memory.Load(instruction);
                break;
            case IrOp.Store or IrOp.ContextStore:
                memory.Store(instruction);
                break;
            case IrOp.AtomicUpdate:
                memory.AtomicUpdate(instruction);
                break;
            case IrOp.AtomicExchange:
                memory.AtomicExchange(instruction);
                break;
            case IrOp.AtomicCompareExchange:
                memory.AtomicCompareExchange(instruction);
                break;
            case IrOp.CallHelper or IrOp.Call:
                Call(instruction);
                break;
            case IrOp.Br:
                phis.JumpTo(block, instruction.Targets[0]);
                break;
            case IrOp.CondBr:
                ConditionalBranch(block, instruction);
                break;
            case IrOp.Ret:
                Return(instruction);
                break;
            case IrOp.Unreachable or IrOp.Fault:
                builder.Jump(phis.ReturnStub(0));
                break;
            default:
                throw new CodeGenException("The operation " + instruction.Op + " must have been lowered before code generation.");
        }
    }

    private void Call(IrInstruction call)
    {
        var sources = new int[call.Operands.Count];
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = values.IsMadeInPlace(call.Operands[i]) ? MachineInstruction.None : values.Use(call.Operands[i]);
        }

        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i] != MachineInstruction.None)
            {
                builder.Copy(Register.R1 + i, sources[i]);
            }
        }

        for (int i = 0; i < sources.Length; i++)
        {
            if (sources[i] == MachineInstruction.None)
            {
                values.UseInto(Register.R1 + i, call.Operands[i]);
            }
        }

        if (call.Op == IrOp.Call)
        {
            builder.CallFunction(call.Callee!.Name, sources.Length);
        }
        else
        {
            builder.Call((int)call.Helper, sources.Length);
        }

        values.ForgetConstants();
        if (context.Facts.IsNeeded(call))
        {
            builder.Copy(values.Define(call), Register.R0);
        }
    }

    private void ConditionalBranch(BasicBlock block, IrInstruction branch)
    {
        if (branch.Targets[0] == branch.Targets[1])
        {
            phis.JumpTo(block, branch.Targets[0]);
            return;
        }

        (Condition condition, bool negated) = conditions.Select(branch.Operands[0]);
        MachineBlock ifNotZero = phis.Edge(block, branch.Targets[0]);
        MachineBlock ifZero = phis.Edge(block, branch.Targets[1]);
        builder.Branch(condition, negated ? ifZero : ifNotZero, negated ? ifNotZero : ifZero);
    }

    private void Return(IrInstruction instruction)
    {
        IrValue value = instruction.Operands.Count == 0 ? IrConstant.I32(0) : context.Facts.Strip(instruction.Operands[0]);
        if (value is IrConstant constant)
        {
            builder.Jump(phis.ReturnStub(ValueRegisters.RegisterContents(constant)));
            return;
        }

        values.UseInto(Register.R0, value);
        builder.Exit();
    }
}
