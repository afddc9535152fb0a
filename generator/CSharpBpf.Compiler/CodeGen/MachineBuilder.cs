using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>Appends machine instructions to a block, each with the current location.</summary>
internal sealed class MachineBuilder(MachineFunction function)
{
    public MachineFunction Function { get; } = function;

    public MachineBlock Block { get; set; } = null!;

    public SourceLocation? Location { get; set; }

    public int CreateRegister() => Function.CreateRegister();

    public void Copy(int destination, int source) => Add(new MachineInstruction(MachineOp.Copy) { Destination = destination, Source = source });

    public void Constant(int destination, long value) => Add(new MachineInstruction(MachineOp.LoadConstant) { Destination = destination, Immediate = value });

    public void ZeroExtend(int destination, int source) => Add(new MachineInstruction(MachineOp.ZeroExtend) { Destination = destination, Source = source });

    public void SignExtend(bool is64, int bits, int destination, int source) =>
        Add(new MachineInstruction(MachineOp.SignExtend) { Is64 = is64, Bits = bits, Destination = destination, Source = source });

    public void Alu(AluOperation operation, bool is64, int destination, int source) =>
        Add(new MachineInstruction(MachineOp.Alu) { Alu = operation, Is64 = is64, Destination = destination, Source = source });

    public void AluImmediate(AluOperation operation, bool is64, int destination, long immediate) =>
        Add(new MachineInstruction(MachineOp.Alu) { Alu = operation, Is64 = is64, Destination = destination, Immediate = immediate });

    public void Negate(bool is64, int destination) => Add(new MachineInstruction(MachineOp.Negate) { Is64 = is64, Destination = destination });

    public void ByteSwap(int bits, int destination) => Add(new MachineInstruction(MachineOp.ByteSwap) { Bits = bits, Destination = destination });

    public void Load(MemorySize size, int destination, MachineAddress address, bool isSigned = false) =>
        Add(new MachineInstruction(isSigned ? MachineOp.LoadSigned : MachineOp.Load)
        {
            Size = size,
            Destination = destination,
            Source = address.Register,
            Frame = address.Frame,
            Offset = address.Offset,
            IsContext = address.IsContext,
        });

    /// <param name="source">The register to store, or none for the immediate.</param>
    public void Store(MemorySize size, MachineAddress address, int source, long immediate = 0) =>
        Add(new MachineInstruction(MachineOp.Store)
        {
            Size = size,
            Destination = address.Register,
            Frame = address.Frame,
            Offset = address.Offset,
            IsContext = address.IsContext,
            Source = source,
            Immediate = immediate,
        });

    public void Atomic(AtomicOperation operation, MemorySize size, MachineAddress address, int source) =>
        Add(new MachineInstruction(MachineOp.Atomic)
        {
            AtomicOperation = operation,
            Size = size,
            Destination = address.Register,
            Frame = address.Frame,
            Offset = address.Offset,
            Source = source,
        });

    public void MapAddress(int destination, string map) => Add(new MachineInstruction(MachineOp.MapAddress) { Destination = destination, Symbol = map });

    public void GlobalAddress(int destination, string global, long addend) =>
        Add(new MachineInstruction(MachineOp.GlobalAddress) { Destination = destination, Symbol = global, Immediate = addend });

    public void FunctionAddress(int destination, string function) => Add(new MachineInstruction(MachineOp.FunctionAddress) { Destination = destination, Symbol = function });

    public void FrameAddress(int destination, FrameObject frame, int offset) =>
        Add(new MachineInstruction(MachineOp.FrameAddress) { Destination = destination, Frame = frame, Offset = offset });

    public void Call(int helper, int argumentCount) => Add(new MachineInstruction(MachineOp.Call) { Immediate = helper, ArgumentCount = argumentCount });

    public void CallFunction(string function, int argumentCount) => Add(new MachineInstruction(MachineOp.Call) { Symbol = function, ArgumentCount = argumentCount });

    public void MoveUnless(Condition condition, int destination, int source, long immediate) =>
        Add(new MachineInstruction(MachineOp.MoveUnless) { Condition = condition, Destination = destination, Source = source, Immediate = immediate });

    public void Branch(Condition condition, MachineBlock target, MachineBlock otherwise) =>
        Add(new MachineInstruction(MachineOp.Branch) { Condition = condition, Target = target, Otherwise = otherwise });

    public void Jump(MachineBlock target) => Add(new MachineInstruction(MachineOp.Jump) { Target = target });

    public void Exit() => Add(new MachineInstruction(MachineOp.Exit));

    /// <summary>A new register that starts as a copy: the first operand of two-address arithmetic.</summary>
    public int CopyOf(int source)
    {
        int register = CreateRegister();
        Copy(register, source);
        return register;
    }

    private void Add(MachineInstruction instruction)
    {
        instruction.Location = Location;
        Block.Instructions.Add(instruction);
    }
}

/// <summary>A register plus offset, or a frame object plus offset (the register is r10).</summary>
internal readonly record struct MachineAddress(int Register, FrameObject? Frame, int Offset, bool IsContext = false);
