using System.Collections.Generic;

namespace CSharpBpf.Compiler.Ir;

/// <summary>Law 5 and 7 of <see cref="IrVerifier"/> for one instruction.</summary>
internal sealed class IrTypeLaws(IrFunction function, HashSet<string> maps, HashSet<string> globals, Dictionary<string, IrFunction> functions)
{
    /// <summary>Whether one type can stand where the other is expected.</summary>
    public static bool Agree(IrType left, IrType right) =>
        left == right || (left.IsPointer() && right.IsPointer() && (left == IrType.Pointer || right == IrType.Pointer));

    /// <summary>What is wrong with the instruction, or null.</summary>
    public string? Violation(IrInstruction instruction)
    {
        IrOpInfo info = instruction.Op.Info();
        int count = instruction.Operands.Count;
        if (count < info.MinimumOperands || count > info.MaximumOperands || instruction.Targets.Count > info.Targets || (instruction.Targets.Count < info.Targets && instruction.Op != IrOp.Call))
        {
            return "wrong number of operands or targets";
        }

        for (int i = 0; i < count; i++)
        {
            if (info.Operands.Count > 0 && !Fits(instruction, info.Operands[System.Math.Min(i, info.Operands.Count - 1)], instruction.Operands[i].Type))
            {
                return $"operand {IrPrinter.Number(i)} has the wrong type";
            }
        }

        if (!ResultFits(instruction, info.Result))
        {
            return "the result has the wrong type";
        }

        return AccessViolation(instruction, info) ?? SymbolViolation(instruction);
    }

    private static bool Fits(IrInstruction instruction, IrOperandKind kind, IrType type) => kind switch
    {
        IrOperandKind.Any => type != IrType.Void,
        IrOperandKind.I32 => type == IrType.I32,
        IrOperandKind.I64 => type == IrType.I64,
        IrOperandKind.Result => Agree(type, instruction.Type),
        IrOperandKind.First => type == instruction.Operands[0].Type || (type.IsPointer() && instruction.Operands[0].Type.IsPointer()),
        IrOperandKind.Pointer => type.IsPointer(),
        IrOperandKind.Context => type is IrType.ContextPointer or IrType.Pointer,
        IrOperandKind.Accessed => IsAccessed(type, instruction.Access),
        _ => false,
    };

    private static bool ResultFits(IrInstruction instruction, IrResultKind kind) => kind switch
    {
        IrResultKind.None => instruction.Type == IrType.Void,
        IrResultKind.I32 => instruction.Type == IrType.I32,
        IrResultKind.I64 => instruction.Type == IrType.I64,
        IrResultKind.Integer => instruction.Type.IsInteger(),
        IrResultKind.Any => instruction.Type != IrType.Void,
        IrResultKind.First => Agree(instruction.Type, instruction.Operands[0].Type),
        IrResultKind.StackPointer => instruction.Type == IrType.StackPointer,
        IrResultKind.MapPointer => instruction.Type == IrType.MapPointer,
        IrResultKind.GlobalPointer => instruction.Type == IrType.GlobalPointer,
        IrResultKind.FunctionPointer => instruction.Type == IrType.FunctionPointer,
        IrResultKind.Accessed => IsAccessed(instruction.Type, instruction.Access),
        IrResultKind.AccessedOrNone => instruction.Type == IrType.Void || IsAccessed(instruction.Type, instruction.Access),
        IrResultKind.ContextField => instruction.Type.IsInteger() || instruction.Type is IrType.PacketPointer or IrType.PacketEndPointer or IrType.PacketMetaPointer,
        IrResultKind.Helper => instruction.Type is IrType.Void or IrType.I64 or IrType.MapValuePointer or IrType.MapPointer,
        IrResultKind.Callee => true,
        _ => false,
    };

    private static bool IsAccessed(IrType type, MemoryAccess access) => access switch
    {
        MemoryAccess.U64 => type == IrType.I64,
        MemoryAccess.Pointer => type.IsPointer(),
        _ => type == IrType.I32,
    };

    private static string? AccessViolation(IrInstruction instruction, IrOpInfo info)
    {
        if (!info.Uses(IrOpAttributes.Access))
        {
            return info.Uses(IrOpAttributes.Size) && instruction.Size <= 0 ? "the size is not positive" : null;
        }

        bool isLoad = instruction.Op is IrOp.Load or IrOp.ContextLoad;
        bool isAtomic = instruction.Op is IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange;
        return instruction.Access switch
        {
            MemoryAccess.S8 or MemoryAccess.S16 when !isLoad => "only loads widen with sign",
            not (MemoryAccess.U32 or MemoryAccess.U64) when isAtomic => "atomic operations are 4 or 8 bytes wide",
            _ => null,
        };
    }

    private string? SymbolViolation(IrInstruction instruction)
    {
        switch (instruction.Op)
        {
            case IrOp.MapAddress when !maps.Contains(instruction.Symbol ?? ""):
                return "there is no such map";
            case IrOp.GlobalAddress when !globals.Contains(instruction.Symbol ?? ""):
                return "there is no such global";
            case IrOp.Ret:
                IrType returned = instruction.Operands.Count == 0 ? IrType.Void : instruction.Operands[0].Type;
                return Agree(returned, function.ReturnType) ? null : "the value is not of the function's return type";
            case IrOp.Call:
                return IsOurs(instruction.Callee) ? CallViolation(instruction, instruction.Callee!) : "the callee is no function of this module";
            case IrOp.FunctionAddress:
                return IsOurs(instruction.Callee) ? null : "the callee is no function of this module";
            default:
                return null;
        }
    }

    private bool IsOurs(IrFunction? callee) => callee is not null && functions.TryGetValue(callee.Name, out IrFunction? known) && known == callee;

    private static string? CallViolation(IrInstruction call, IrFunction callee)
    {
        if (!Agree(call.Type, callee.ReturnType) || call.Operands.Count != callee.Parameters.Count)
        {
            return "the call does not fit the function's result or number of parameters";
        }

        for (int i = 0; i < call.Operands.Count; i++)
        {
            if (!Agree(call.Operands[i].Type, callee.Parameters[i].Type) && !(callee.Parameters[i].Type == IrType.MemoryPointer && call.Operands[i].Type.IsPointer()))
            {
                return $"argument {IrPrinter.Number(i)} is not of the parameter's type";
            }
        }

        return null;
    }
}
