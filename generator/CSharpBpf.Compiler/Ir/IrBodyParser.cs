using System;
using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Ir;

/// <summary>Reads the labels and instructions of one function. Blocks and values may be named before they are defined.</summary>
internal sealed class IrBodyParser
{
    private static readonly IrConstant Pending = IrConstant.I32(0);

    private readonly IrParser module;
    private readonly IrFunction function;
    private readonly Dictionary<string, BasicBlock> blocks = new(StringComparer.Ordinal);
    private readonly HashSet<BasicBlock> defined = [];
    private readonly Dictionary<string, IrValue> values = new(StringComparer.Ordinal);
    private readonly List<(IrInstruction Instruction, int Operand, string Name, IrTextCursor Line)> fixups = [];
    private readonly List<(BasicBlock Block, IrTextCursor Line)> mentions = [];
    private BasicBlock? block;

    public IrBodyParser(IrParser module, IrFunction function)
    {
        this.module = module;
        this.function = function;
        foreach (IrParameter parameter in function.Parameters)
        {
            values[parameter.Name] = parameter;
        }
    }

    public void ParseLine(IrTextCursor line)
    {
        string? result = null;
        if (line.TryTake("%"))
        {
            result = line.Word();
            line.Take("=");
        }

        string word = line.Word();
        if (result is null && line.TryTake(":"))
        {
            line.TakeEnd();
            block = Block(word);
            if (!defined.Add(block))
            {
                throw line.Error($"there are two blocks {word}");
            }

            function.Blocks.Add(block);
            return;
        }

        IrInstruction instruction = ParseInstruction(line, word, result);
        BasicBlock home = block ?? throw line.Error("a label expected before the first instruction");
        instruction.Block = home;
        home.Instructions.Add(instruction);
    }

    public void Finish()
    {
        foreach ((IrInstruction instruction, int operand, string name, IrTextCursor line) in fixups)
        {
            instruction.Operands[operand] = values.TryGetValue(name, out IrValue? value) ? value : throw line.Error($"%{name} is not defined");
        }

        foreach ((BasicBlock mentioned, IrTextCursor line) in mentions)
        {
            if (!defined.Contains(mentioned))
            {
                throw line.Error($"there is no block {mentioned.Name}");
            }
        }
    }

    private IrInstruction ParseInstruction(IrTextCursor line, string mnemonic, string? result)
    {
        string[] parts = mnemonic.Split('.');
        IrOpInfo info = IrOpTable.Find(parts[0]) ?? throw line.Error($"'{parts[0]}' is no operation");
        int part = 1;
        MemoryAccess access = default;
        if (info.Uses(IrOpAttributes.Access) && (part >= parts.Length || !IrNames.TryAccess(parts[part++], out access)))
        {
            throw line.Error("an access (u8, u16, u32, u64, s8, s16, ptr) expected after the operation");
        }

        AtomicUpdateOperation atomic = default;
        if (info.Uses(IrOpAttributes.AtomicOperation) && (part >= parts.Length || !IrNames.TryAtomicOperation(parts[part++], out atomic)))
        {
            throw line.Error("add, and, or, xor expected after the access");
        }

        bool isVolatile = part < parts.Length && parts[part] == "volatile" && info.Uses(IrOpAttributes.Volatile);
        if (parts.Length != part + (isVolatile ? 1 : 0))
        {
            throw line.Error($"'{mnemonic}' has a part too many");
        }

        IrType type = info.Result switch
        {
            _ when result is null => IrType.Void,
            IrResultKind.StackPointer => IrType.StackPointer,
            IrResultKind.MapPointer => IrType.MapPointer,
            IrResultKind.GlobalPointer => IrType.GlobalPointer,
            IrResultKind.FunctionPointer => IrType.FunctionPointer,
            _ => line.Type(),
        };
        var instruction = new IrInstruction(info.Op, type) { Access = access, AtomicOperation = atomic, IsVolatile = isVolatile };
        if (info.Uses(IrOpAttributes.Size))
        {
            instruction.Size = line.Integer();
        }

        ParseOperands(line, instruction, info);
        if (line.TryTakeWord("at"))
        {
            instruction.Location = module.LocationReference(line);
        }

        line.TakeEnd();
        if (result is not null)
        {
            if (values.ContainsKey(result))
            {
                throw line.Error($"%{result} is defined twice");
            }

            values.Add(result, instruction);
        }

        return instruction;
    }

    private void ParseOperands(IrTextCursor line, IrInstruction instruction, IrOpInfo info)
    {
        switch (instruction.Op)
        {
            case IrOp.Alloca:
                line.TakeWord("align");
                instruction.Alignment = line.Integer();
                instruction.Symbol = line.Quoted();
                return;
            case IrOp.CallHelper:
                instruction.Helper = KernelFunctionTable.All.FirstOrDefault(function => line.TryTakeWord(function.Call.KernelName))?.Call.Id ?? line.Enumeration<HelperId>();
                ParseArguments(line, instruction);
                return;
            case IrOp.Call:
                line.Take("@");
                module.ReferToFunction(instruction, line.Word(), line);
                ParseArguments(line, instruction);
                if (line.TryTakeWord("unwind"))
                {
                    instruction.Targets.Add(Mention(line));
                }

                return;
            case IrOp.MapAddress or IrOp.GlobalAddress:
                line.Take("@");
                instruction.Symbol = line.Word();
                return;
            case IrOp.FunctionAddress:
                line.Take("@");
                module.ReferToFunction(instruction, line.Word(), line);
                return;
            case IrOp.Fault or IrOp.Raise:
                instruction.Symbol = line.Quoted();
                return;
            case IrOp.Phi:
                while (line.TryTake("["))
                {
                    instruction.PhiBlocks.Add(Mention(line));
                    line.Take(":");
                    ParseOperand(line, instruction);
                    line.Take("]");
                    line.TryTake(",");
                }

                return;
            case IrOp.Ret:
                if (!line.AtEnd && !line.AtWord("at"))
                {
                    ParseOperand(line, instruction);
                }

                return;
        }

        for (int i = 0; i < info.MaximumOperands; i++)
        {
            if (i > 0)
            {
                line.Take(",");
            }

            ParseOperand(line, instruction);
            if (i == 0 && info.Uses(IrOpAttributes.Offset))
            {
                instruction.Offset = line.TryTake("+") ? line.Integer() : line.TryTake("-") ? -line.Integer() : 0;
            }
        }

        for (int i = 0; i < info.Targets; i++)
        {
            if (i > 0 || info.MaximumOperands > 0)
            {
                line.Take(",");
            }

            instruction.Targets.Add(Mention(line));
        }
    }

    private void ParseArguments(IrTextCursor line, IrInstruction call)
    {
        line.Take("(");
        if (line.TryTake(")"))
        {
            return;
        }

        do
        {
            ParseOperand(line, call);
        }
        while (line.TryTake(","));
        line.Take(")");
    }

    private void ParseOperand(IrTextCursor line, IrInstruction instruction)
    {
        if (line.TryTake("%"))
        {
            fixups.Add((instruction, instruction.Operands.Count, line.Word(), line));
            instruction.Operands.Add(Pending);
        }
        else if (line.TryTakeWord("null"))
        {
            instruction.Operands.Add(IrConstant.Null(line.TryTake(":") ? line.Type() : IrType.Pointer));
        }
        else if (line.AtNumber)
        {
            long value = line.Number();
            instruction.Operands.Add(new IrConstant(line.TryTake("L") ? IrType.I64 : IrType.I32, value));
        }
        else
        {
            throw line.Error("a value expected");
        }
    }

    private BasicBlock Block(string name)
    {
        if (!blocks.TryGetValue(name, out BasicBlock? found))
        {
            found = new BasicBlock(name);
            blocks.Add(name, found);
        }

        return found;
    }

    private BasicBlock Mention(IrTextCursor line)
    {
        BasicBlock found = Block(line.Word());
        mentions.Add((found, line));
        return found;
    }
}
