using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// One machine instruction over registers: 0 to 10 are the machine's, from <see cref="FirstVirtual"/> on virtual ones. Which fields it uses is
/// said at its <see cref="MachineOp"/>. After selection virtual registers are variables, not SSA values: two-address arithmetic and
/// phi copies write them again.
/// </summary>
internal sealed class MachineInstruction(MachineOp op)
{
    public const int None = -1;
    public const int FirstVirtual = 11;

    private const int LastArgument = 5;

    public MachineOp Op { get; } = op;

    public int Destination { get; set; } = None;

    public int Source { get; set; } = None;

    public long Immediate { get; set; }

    public bool Is64 { get; set; }

    public AluOperation Alu { get; set; }

    public int Bits { get; set; }

    public MemorySize Size { get; set; }

    public int Offset { get; set; }

    /// <summary>Load, Store, Atomic through r10 and FrameAddress: the object that Offset counts from.</summary>
    public FrameObject? Frame { get; set; }

    /// <summary>Load, Store: of the context. The kernel takes an instruction for accesses to the context or to other memory, never for both.</summary>
    public bool IsContext { get; set; }

    public AtomicOperation AtomicOperation { get; set; }

    public Condition Condition { get; set; }

    public string? Symbol { get; set; }

    public int ArgumentCount { get; set; }

    public MachineBlock? Target { get; set; }

    public MachineBlock? Otherwise { get; set; }

    public SourceLocation? Location { get; set; }

    public bool IsTerminator => Op is MachineOp.Branch or MachineOp.Jump or MachineOp.Exit;

    /// <summary>Whether it can be repeated at each use instead of keeping its result.</summary>
    public bool IsRematerializable => Op is MachineOp.LoadConstant or MachineOp.MapAddress or MachineOp.GlobalAddress or MachineOp.FunctionAddress or MachineOp.FrameAddress;

    private bool Fetches => Op == MachineOp.Atomic && ((int)AtomicOperation & 1) != 0 && AtomicOperation != AtomicOperation.CompareExchange;

    /// <summary>Whether the other does the same with the same registers, wherever in the source it comes from.</summary>
    public bool DoesSame(MachineInstruction other) =>
        (Op, Destination, Source, Immediate, Is64, Alu, Bits) == (other.Op, other.Destination, other.Source, other.Immediate, other.Is64, other.Alu, other.Bits)
        && (Size, Offset, Frame, IsContext, AtomicOperation, Condition) == (other.Size, other.Offset, other.Frame, other.IsContext, other.AtomicOperation, other.Condition)
        && (Symbol, ArgumentCount, Target, Otherwise) == (other.Symbol, other.ArgumentCount, other.Target, other.Otherwise);

    public MachineInstruction Clone() => (MachineInstruction)MemberwiseClone();

    public void AddUses(List<int> uses)
    {
        switch (Op)
        {
            case MachineOp.Copy or MachineOp.ZeroExtend or MachineOp.SignExtend or MachineOp.Load or MachineOp.LoadSigned or MachineOp.AskNumber:
                Add(uses, Source);
                break;
            case MachineOp.Alu or MachineOp.Negate or MachineOp.ByteSwap or MachineOp.Store:
                Add(uses, Destination);
                Add(uses, Source);
                break;
            case MachineOp.Atomic:
                Add(uses, Destination);
                Add(uses, Source);
                if (AtomicOperation == AtomicOperation.CompareExchange)
                {
                    uses.Add(Register.R0);
                }

                break;
            case MachineOp.Call:
                for (int i = 1; i <= ArgumentCount; i++)
                {
                    uses.Add(i);
                }

                break;
            case MachineOp.MoveUnless:
                Add(uses, Destination);
                Add(uses, Source);
                Add(uses, Condition.Left);
                Add(uses, Condition.Right);
                break;
            case MachineOp.Branch:
                Add(uses, Condition.Left);
                Add(uses, Condition.Right);
                break;
            case MachineOp.Exit:
                uses.Add(Register.R0);
                break;
        }
    }

    public void AddDefinitions(List<int> definitions)
    {
        switch (Op)
        {
            case MachineOp.Call:
                for (int i = 0; i <= LastArgument; i++)
                {
                    definitions.Add(i);
                }

                break;
            case MachineOp.Atomic:
                if (AtomicOperation == AtomicOperation.CompareExchange)
                {
                    definitions.Add(Register.R0);
                }
                else if (Fetches)
                {
                    definitions.Add(Source);
                }

                break;
            case MachineOp.Store or MachineOp.AskNumber or MachineOp.Branch or MachineOp.Jump or MachineOp.Exit:
                break;
            default:
                definitions.Add(Destination);
                break;
        }
    }

    public void MapRegisters(Func<int, int> map)
    {
        Destination = Map(Destination, map);
        Source = Map(Source, map);
        Condition = Condition with { Left = Map(Condition.Left, map), Right = Map(Condition.Right, map) };
    }

    private static int Map(int register, Func<int, int> map) => register == None ? None : map(register);

    private static void Add(List<int> uses, int register)
    {
        if (register is not (None or Register.R10))
        {
            uses.Add(register);
        }
    }
}

/// <summary>A comparison: register Left with register Right, or with Immediate if Right is none.</summary>
internal readonly record struct Condition(JumpOperation Operation, bool Is64, int Left, int Right, long Immediate)
{
    /// <summary>jset is the one comparison without an opposite.</summary>
    public bool CanNegate => Operation != JumpOperation.Jset;

    public Condition Negate() => this with
    {
        Operation = Operation switch
        {
            JumpOperation.Jeq => JumpOperation.Jne,
            JumpOperation.Jne => JumpOperation.Jeq,
            JumpOperation.Jgt => JumpOperation.Jle,
            JumpOperation.Jle => JumpOperation.Jgt,
            JumpOperation.Jge => JumpOperation.Jlt,
            JumpOperation.Jlt => JumpOperation.Jge,
            JumpOperation.Jsgt => JumpOperation.Jsle,
            JumpOperation.Jsle => JumpOperation.Jsgt,
            JumpOperation.Jsge => JumpOperation.Jslt,
            JumpOperation.Jslt => JumpOperation.Jsge,
            _ => throw new CodeGenException("A jset has no opposite."),
        },
    };
}
