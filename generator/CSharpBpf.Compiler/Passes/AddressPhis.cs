using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A phi of the address of one map or global is that address: copies of a block that a path decides each have their own instruction for it. What is
/// known of a map, such as the size of its values, is known by its address only. In a loop that leaves it alone, the phi is one of its own operands.
/// </summary>
internal static class AddressPhis
{
    public static bool Run(IrFunction function)
    {
        var replacements = new Replacements();
        foreach (BasicBlock block in function.Blocks)
        {
            int firstBehind = block.Instructions.FindIndex(static i => i.Op != IrOp.Phi);
            for (int i = firstBehind - 1; i >= 0; i--)
            {
                IrInstruction phi = block.Instructions[i];
                if (phi.Operands.Find(operand => operand != phi) is not IrInstruction { Op: IrOp.MapAddress or IrOp.GlobalAddress } first
                    || !phi.Operands.TrueForAll(operand => operand == phi || (operand is IrInstruction other && other.Op == first.Op && other.Symbol == first.Symbol)))
                {
                    continue;
                }

                IrInstruction address = IrEdit.CloneWithoutOperands(first);
                address.Block = block;
                block.Instructions.Insert(firstBehind, address);
                block.Instructions.RemoveAt(i);
                firstBehind--;
                replacements.Replace(phi, address);
            }
        }

        replacements.ApplyTo(function);
        return replacements.Any;
    }
}
