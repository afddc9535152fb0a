using System.Collections.Generic;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Which register holds an IR value. Values that are cheaper to make again than to keep (constants, frame and map addresses) get a new
/// register at each use; addresses of globals and long constants one per block. A pointer with a variable offset is computed once:
/// the kernel proves bounds for the register that was compared, not for its expression.
/// </summary>
internal sealed class ValueRegisters(MachineBuilder builder, SelectionFacts facts, PointerAdvance advance)
{
    private readonly Dictionary<IrValue, int> registers = [];
    private readonly Dictionary<IrValue, FrameObject> variables = [];
    private readonly Dictionary<string, int> globalsOfBlock = [];
    private readonly Dictionary<long, int> constantsOfBlock = [];

    public static bool FitsImmediate(long value) => value == (int)value;

    /// <summary>The 64-bit register contents of a constant: an I32's upper half is zero.</summary>
    public static long RegisterContents(IrConstant constant) => constant.Type == IrType.I32 ? (uint)constant.Value : constant.Value;

    /// <summary>Forgets what was kept for the block only.</summary>
    public void EnterBlock()
    {
        globalsOfBlock.Clear();
        constantsOfBlock.Clear();
    }

    /// <summary>Ends the use of kept constants: keeping them across a call costs more than making them again.</summary>
    public void ForgetConstants() => constantsOfBlock.Clear();

    /// <summary>The register that the instruction's own result goes to.</summary>
    public int Define(IrValue value)
    {
        if (!registers.TryGetValue(value, out int register))
        {
            registers.Add(value, register = builder.CreateRegister());
        }

        return register;
    }

    /// <summary>A register that holds the value; not to be written.</summary>
    public int Use(IrValue value)
    {
        value = facts.Strip(value);
        switch (value)
        {
            case IrConstant constant:
                return ConstantRegister(RegisterContents(constant));
            case IrInstruction instruction when IsRemade(instruction):
                int register = builder.CreateRegister();
                UseInto(register, instruction);
                return register;
            case IrInstruction { Op: IrOp.GlobalAddress } global:
                return GlobalRegister(global.Symbol!);
            default:
                return Define(value);
        }
    }

    /// <summary>Puts the value into a given register.</summary>
    public void UseInto(int register, IrValue value)
    {
        value = facts.Strip(value);
        if (value is IrConstant constant)
        {
            builder.Constant(register, RegisterContents(constant));
            return;
        }

        if (value is IrInstruction instruction && (IsRemade(instruction) || instruction.Op == IrOp.GlobalAddress))
        {
            (IrValue origin, long distance) = SelectionFacts.ResolveAddress(instruction, 0);
            switch (((IrInstruction)origin).Op)
            {
                case IrOp.Alloca:
                    builder.FrameAddress(register, Variable((IrInstruction)origin), (int)distance);
                    return;
                case IrOp.MapAddress:
                    builder.MapAddress(register, ((IrInstruction)origin).Symbol!);
                    return;
                case IrOp.FunctionAddress:
                    builder.FunctionAddress(register, ((IrInstruction)origin).Callee!.Name);
                    return;
                case IrOp.GlobalAddress:
                    builder.GlobalAddress(register, ((IrInstruction)origin).Symbol!, distance);
                    return;
            }
        }

        builder.Copy(register, Define(value));
    }

    /// <summary>Whether the value has no register of its own that outlives an instruction, so that <see cref="UseInto"/> makes it in place.</summary>
    public bool IsMadeInPlace(IrValue value)
    {
        value = facts.Strip(value);
        return value is IrConstant || (value is IrInstruction instruction && (IsRemade(instruction) || instruction.Op == IrOp.GlobalAddress));
    }

    public MachineAddress Address(IrInstruction user, IrValue pointer, int offset)
    {
        (IrValue origin, long distance) = SelectionFacts.ResolveAddress(pointer, offset);
        if (origin is IrInstruction { Op: IrOp.Alloca } variable)
        {
            return new MachineAddress(Register.R10, Variable(variable), (int)distance);
        }

        (origin, distance) = advance.Rebase(user, origin, distance);
        int register = Use(origin);
        if (distance == (short)distance)
        {
            return new MachineAddress(register, null, (int)distance);
        }

        int moved = builder.CopyOf(register);
        AddDistance(moved, distance);
        return new MachineAddress(moved, null, 0);
    }

    /// <summary>register += distance.</summary>
    public void AddDistance(int register, long distance)
    {
        if (FitsImmediate(distance))
        {
            builder.AluImmediate(AluOperation.Add, true, register, distance);
        }
        else
        {
            builder.Alu(AluOperation.Add, true, register, ConstantRegister(distance));
        }
    }

    /// <summary>A register with the constant. Long ones are kept for the rest of the block.</summary>
    public int ConstantRegister(long value, bool keep = false)
    {
        if (constantsOfBlock.TryGetValue(value, out int register))
        {
            return register;
        }

        register = builder.CreateRegister();
        builder.Constant(register, value);
        if (keep || !(FitsImmediate(value) || value == (uint)value))
        {
            constantsOfBlock.Add(value, register);
        }

        return register;
    }

    private static bool IsRemade(IrInstruction instruction) => instruction.Op switch
    {
        IrOp.Alloca or IrOp.MapAddress or IrOp.FunctionAddress => true,
        IrOp.PtrAdd => SelectionFacts.ResolveAddress(instruction, 0).Base is IrInstruction { Op: IrOp.Alloca or IrOp.GlobalAddress },
        _ => false,
    };

    private int GlobalRegister(string name)
    {
        if (!globalsOfBlock.TryGetValue(name, out int register))
        {
            register = builder.CreateRegister();
            builder.GlobalAddress(register, name, 0);
            globalsOfBlock.Add(name, register);
        }

        return register;
    }

    private bool IsOnlyStoredTo(IrValue address)
    {
        foreach (IrInstruction user in facts.UsersOf(address))
        {
            bool isKnown = user.Op switch
            {
                IrOp.Load => true,
                IrOp.Store => user.Operands[1] != address,
                IrOp.CallHelper => CallEffects.OnlyReadsArguments(user),
                IrOp.PtrAdd => user.Operands[1] is IrConstant && IsOnlyStoredTo(user),
                _ => false,
            };
            if (!isKnown)
            {
                return false;
            }
        }

        return true;
    }

    private FrameObject Variable(IrInstruction alloca)
    {
        if (!variables.TryGetValue(alloca, out FrameObject? variable))
        {
            variables.Add(alloca, variable = builder.Function.CreateFrameObject(alloca.Symbol ?? "", alloca.Size, alloca.Alignment));
            variable.IsOnlyStoredTo = IsOnlyStoredTo(alloca);
        }

        return variable;
    }
}
