using CSharpBpf.Isa;

namespace CSharpBpf.Vm.Interpretation;

/// <summary>Which group of four decoded operations an arithmetic operation or a comparison belongs to; the first of the group stands for it.</summary>
internal static class OperationTable
{
    public static DecodedOperation? Find(AluOperation operation) => operation switch
    {
        AluOperation.Add => DecodedOperation.Add64K,
        AluOperation.Sub => DecodedOperation.Sub64K,
        AluOperation.Mul => DecodedOperation.Mul64K,
        AluOperation.Div => DecodedOperation.Div64K,
        AluOperation.Or => DecodedOperation.Or64K,
        AluOperation.And => DecodedOperation.And64K,
        AluOperation.Lsh => DecodedOperation.Lsh64K,
        AluOperation.Rsh => DecodedOperation.Rsh64K,
        AluOperation.Mod => DecodedOperation.Mod64K,
        AluOperation.Xor => DecodedOperation.Xor64K,
        AluOperation.Mov => DecodedOperation.Mov64K,
        AluOperation.Arsh => DecodedOperation.Arsh64K,
        AluOperation.Sdiv => DecodedOperation.Sdiv64K,
        AluOperation.Smod => DecodedOperation.Smod64K,
        _ => null,
    };

    public static DecodedOperation? Find(JumpOperation operation) => operation switch
    {
        JumpOperation.Jeq => DecodedOperation.Jeq64K,
        JumpOperation.Jgt => DecodedOperation.Jgt64K,
        JumpOperation.Jge => DecodedOperation.Jge64K,
        JumpOperation.Jset => DecodedOperation.Jset64K,
        JumpOperation.Jne => DecodedOperation.Jne64K,
        JumpOperation.Jsgt => DecodedOperation.Jsgt64K,
        JumpOperation.Jsge => DecodedOperation.Jsge64K,
        JumpOperation.Jlt => DecodedOperation.Jlt64K,
        JumpOperation.Jle => DecodedOperation.Jle64K,
        JumpOperation.Jslt => DecodedOperation.Jslt64K,
        JumpOperation.Jsle => DecodedOperation.Jsle64K,
        _ => null,
    };

    /// <summary>The member of a group for a width and an operand.</summary>
    public static DecodedOperation InGroup(DecodedOperation first, bool is64, bool isRegister) => first + (byte)((is64 ? 0 : 2) + (isRegister ? 1 : 0));
}
