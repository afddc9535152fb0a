using System;

namespace CSharpBpf.Isa;

/// <summary>
/// Makes instructions by meaning instead of by opcode. Registers are 0 to 10 (<see cref="Register"/>), offsets and immediates are given as int and
/// must fit their field; a value that does not fit is a mistake of the caller and throws <see cref="ArgumentOutOfRangeException"/>.
/// Jump and call distances count slots from the slot after the instruction.
/// </summary>
public static class Instructions
{
    private const int Negate = 0x80;
    private const int MayGotoOperation = 0xe0;
    private const int CallOperation = 0x80;
    private const int ExitOperation = 0x90;
    private const short AddressSpaceCastOffset = 1;

    /// <summary>dst op= src, in 64 bits or in 32.</summary>
    public static Instruction AluRegister(AluOperation operation, bool is64, int destination, int source) =>
        Make(AluClass(is64), (int)operation & 0xf0, SourceOperand.X, destination, source, (int)operation >> 8, 0);

    /// <summary>dst op= immediate (sign-extended for 64 bits), in 64 bits or in 32.</summary>
    public static Instruction AluImmediate(AluOperation operation, bool is64, int destination, int immediate) =>
        Make(AluClass(is64), (int)operation & 0xf0, SourceOperand.K, destination, 0, (int)operation >> 8, immediate);

    /// <summary>dst = src; in 32 bits the upper half becomes zero.</summary>
    public static Instruction MovRegister(bool is64, int destination, int source) => AluRegister(AluOperation.Mov, is64, destination, source);

    /// <summary>dst = immediate; sign-extended to 64 bits, or in 32 bits with the upper half zero.</summary>
    public static Instruction MovImmediate(bool is64, int destination, int immediate) => AluImmediate(AluOperation.Mov, is64, destination, immediate);

    /// <summary>dst = the low <paramref name="bits"/> (8, 16, or 32 when 64-bit) of src, sign-extended. Kernel 6.6.</summary>
    public static Instruction MovSignExtend(bool is64, int destination, int source, int bits)
    {
        if (bits is not (8 or 16) && !(bits == 32 && is64))
        {
            throw new ArgumentOutOfRangeException(nameof(bits), bits, "A sign-extending move takes 8, 16 or, in 64 bits, 32 bits.");
        }

        return Make(AluClass(is64), (int)AluOperation.Mov, SourceOperand.X, destination, source, bits, 0);
    }

    /// <summary>dst = address_space_cast(dst space, src space) of src, for arenas. Kernel 6.9.</summary>
    public static Instruction AddressSpaceCast(int destination, int source, int destinationSpace, int sourceSpace)
    {
        Check((ushort)destinationSpace == destinationSpace, nameof(destinationSpace), destinationSpace);
        Check((ushort)sourceSpace == sourceSpace, nameof(sourceSpace), sourceSpace);
        return Make(InstructionClass.Alu64, (int)AluOperation.Mov, SourceOperand.X, destination, source, AddressSpaceCastOffset, (destinationSpace << 16) | sourceSpace);
    }

    /// <summary>dst = -dst.</summary>
    public static Instruction Neg(bool is64, int destination) => Make(AluClass(is64), Negate, SourceOperand.K, destination, 0, 0, 0);

    /// <summary>dst = the low <paramref name="bits"/> (16, 32 or 64) of dst with their bytes reordered, zero-extended.</summary>
    public static Instruction EndianSwap(ByteSwap swap, int destination, int bits)
    {
        Check(bits is 16 or 32 or 64, nameof(bits), bits);
        return new Instruction((byte)swap, CheckedRegister(destination, nameof(destination)), 0, 0, bits);
    }

    /// <summary>dst = *(size *)(src + offset), zero-extended.</summary>
    public static Instruction LoadMemory(MemorySize size, int destination, int source, int offset) =>
        MakeMemory(InstructionClass.Ldx, size, MemoryMode.Mem, destination, source, offset, 0);

    /// <summary>dst = *(size *)(src + offset), sign-extended; size is at most a word. Kernel 6.6.</summary>
    public static Instruction LoadMemorySignExtend(MemorySize size, int destination, int source, int offset)
    {
        Check(size != MemorySize.DoubleWord, nameof(size), (int)size);
        return MakeMemory(InstructionClass.Ldx, size, MemoryMode.Memsx, destination, source, offset, 0);
    }

    /// <summary>*(size *)(dst + offset) = src.</summary>
    public static Instruction StoreRegister(MemorySize size, int destination, int offset, int source) =>
        MakeMemory(InstructionClass.Stx, size, MemoryMode.Mem, destination, source, offset, 0);

    /// <summary>*(size *)(dst + offset) = immediate, sign-extended for a double word.</summary>
    public static Instruction StoreImmediate(MemorySize size, int destination, int offset, int immediate) =>
        MakeMemory(InstructionClass.St, size, MemoryMode.Mem, destination, 0, offset, immediate);

    /// <summary>
    /// An atomic operation on *(size *)(dst + offset). Word and double word; <see cref="AtomicOperation.LoadAcquire"/> (dst = *(src + offset)) and
    /// <see cref="AtomicOperation.StoreRelease"/> take all four sizes.
    /// </summary>
    public static Instruction Atomic(AtomicOperation operation, MemorySize size, int destination, int offset, int source)
    {
        Check(size is MemorySize.Word or MemorySize.DoubleWord || operation is AtomicOperation.LoadAcquire or AtomicOperation.StoreRelease, nameof(size), (int)size);
        return MakeMemory(InstructionClass.Stx, size, MemoryMode.Atomic, destination, source, offset, (int)operation);
    }

    /// <summary>r0 = the packet's bytes at a fixed position in host order; ends the program when out of bounds. Legacy: socket filters and tc.</summary>
    public static Instruction LoadPacketAbsolute(MemorySize size, int position) => MakeMemory(InstructionClass.Ld, size, MemoryMode.Abs, 0, 0, 0, position);

    /// <summary>r0 = the packet's bytes at src + position in host order; ends the program when out of bounds. Legacy: socket filters and tc.</summary>
    public static Instruction LoadPacketIndirect(MemorySize size, int source, int position) => MakeMemory(InstructionClass.Ld, size, MemoryMode.Ind, 0, source, 0, position);

    /// <summary>if dst op src goto pc + offset, comparing 64 bits or 32.</summary>
    public static Instruction JumpRegister(JumpOperation operation, bool is64, int destination, int source, int offset) =>
        Make(JumpClass(is64), (int)operation, SourceOperand.X, destination, source, offset, 0);

    /// <summary>if dst op immediate (sign-extended for 64 bits) goto pc + offset, comparing 64 bits or 32.</summary>
    public static Instruction JumpImmediate(JumpOperation operation, bool is64, int destination, int immediate, int offset) =>
        Make(JumpClass(is64), (int)operation, SourceOperand.K, destination, 0, offset, immediate);

    /// <summary>goto pc + offset, 16 bits.</summary>
    public static Instruction Goto(int offset) => Make(InstructionClass.Jmp, 0, SourceOperand.K, 0, 0, offset, 0);

    /// <summary>goto pc + offset, 32 bits (gotol). Kernel 6.6.</summary>
    public static Instruction GotoLong(int offset) => Make(InstructionClass.Jmp32, 0, SourceOperand.K, 0, 0, 0, offset);

    /// <summary>Go on or jump, at the kernel's choice, which ends a loop that runs too long (may_goto). Kernel 6.9.</summary>
    public static Instruction MayGoto(int offset) => Make(InstructionClass.Jmp, MayGotoOperation, SourceOperand.K, 0, 0, offset, 0);

    /// <summary>r0 = the helper's result.</summary>
    /// <param name="helperId">The helper's number, <see cref="Kernel.HelperId"/>.</param>
    public static Instruction CallHelper(int helperId) => Call(CallSource.Helper, 0, helperId);

    /// <summary>r0 = the result of the subprogram that starts <paramref name="offset"/> slots after the next one. Kernel 4.16.</summary>
    public static Instruction CallLocal(int offset) => Call(CallSource.Local, 0, offset);

    /// <summary>r0 = the result of a kernel function. Kernel 5.13.</summary>
    /// <param name="btfId">The function's BTF id.</param>
    /// <param name="btfFdIndex">0 for vmlinux's BTF, else the index of the module's BTF in the load command's fd_array.</param>
    public static Instruction CallKfunc(int btfId, int btfFdIndex = 0) => Call(CallSource.Kfunc, btfFdIndex, btfId);

    /// <summary>Return from the subprogram or the program, with r0.</summary>
    public static Instruction Exit() => Make(InstructionClass.Jmp, ExitOperation, SourceOperand.K, 0, 0, 0, 0);

    /// <summary>dst = a 64-bit value; two slots.</summary>
    public static Instruction LoadImmediate64(int destination, long value) => LoadWide(destination, LoadImmediate64Source.Value, value);

    /// <summary>dst = the map behind a file descriptor; two slots. Blueprints leave the descriptor 0 and carry a relocation.</summary>
    public static Instruction LoadMapFd(int destination, int fd) => LoadWide(destination, LoadImmediate64Source.MapFd, (uint)fd);

    /// <summary>dst = the address of the map's first value plus <paramref name="offset"/> bytes; two slots. Kernel 5.2.</summary>
    public static Instruction LoadMapValue(int destination, int fd, int offset) => LoadWide(destination, LoadImmediate64Source.MapValue, ((long)offset << 32) | (uint)fd);

    /// <summary>dst = the address of the subprogram that starts <paramref name="offset"/> slots after this instruction's first slot and one, as calls count; two slots. Kernel 5.13.</summary>
    public static Instruction LoadFunction(int destination, int offset) => LoadWide(destination, LoadImmediate64Source.Function, (uint)offset);

    /// <summary>dst = what <paramref name="source"/> says about the two halves of <paramref name="immediate"/>; two slots.</summary>
    public static Instruction LoadWide(int destination, LoadImmediate64Source source, long immediate) =>
        new(Instruction.LoadImmediate64, CheckedRegister(destination, nameof(destination)), (byte)source, 0, immediate);

    private static Instruction Call(CallSource source, int offset, int immediate) =>
        new((byte)InstructionClass.Jmp | CallOperation, 0, (byte)source, CheckedOffset(offset), immediate);

    private static InstructionClass AluClass(bool is64) => is64 ? InstructionClass.Alu64 : InstructionClass.Alu;

    private static InstructionClass JumpClass(bool is64) => is64 ? InstructionClass.Jmp : InstructionClass.Jmp32;

    private static Instruction Make(InstructionClass @class, int code, SourceOperand operand, int destination, int source, int offset, int immediate) =>
        new((byte)((int)@class | code | (int)operand), CheckedRegister(destination, nameof(destination)), CheckedRegister(source, nameof(source)), CheckedOffset(offset), immediate);

    private static Instruction MakeMemory(InstructionClass @class, MemorySize size, MemoryMode mode, int destination, int source, int offset, int immediate) =>
        new((byte)((int)@class | (int)size | (int)mode), CheckedRegister(destination, nameof(destination)), CheckedRegister(source, nameof(source)), CheckedOffset(offset), immediate);

    private static byte CheckedRegister(int number, string parameter)
    {
        Check((uint)number < Register.Count, parameter, number);
        return (byte)number;
    }

    private static short CheckedOffset(int offset)
    {
        Check((short)offset == offset, nameof(offset), offset);
        return (short)offset;
    }

    private static void Check(bool holds, string parameter, int value)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(parameter, value, "The value does not fit the instruction.");
        }
    }
}
