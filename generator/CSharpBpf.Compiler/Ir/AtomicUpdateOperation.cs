namespace CSharpBpf.Compiler.Ir;

/// <summary>What <see cref="IrOp.AtomicUpdate"/> does with the value in memory and its operand.</summary>
public enum AtomicUpdateOperation : byte
{
    Add,
    And,
    Or,
    Xor,
}
