using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Passes;

/// <summary>A load from a known place of a global that never changes is the number that lies there. What a BpfConst holds is known at load time only.</summary>
internal static class ConstantLoads
{
    public static bool Run(IrFunction function, IrModule module)
    {
        var constants = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (IrGlobal global in module.Globals)
        {
            if (global is { IsConstant: true, Contents: { } contents })
            {
                constants.Add(global.Name, contents);
            }
        }

        if (constants.Count == 0)
        {
            return false;
        }

        var replacements = new Replacements();
        foreach (BasicBlock block in function.Blocks)
        {
            foreach (IrInstruction load in block.Instructions)
            {
                if (load is { Op: IrOp.Load, IsVolatile: false, Type: IrType.I32 or IrType.I64 } && PointerRules.Strip(load.Operands[0]) is (IrInstruction { Op: IrOp.GlobalAddress, Symbol: { } name }, var offset)
                    && constants.TryGetValue(name, out byte[]? bytes) && offset + load.Offset >= 0 && offset + load.Offset + load.Access.Size() <= bytes.Length)
                {
                    replacements.Replace(load, Read(bytes, (int)(offset + load.Offset), load));
                }
            }
        }

        replacements.ApplyTo(function);
        return replacements.Any;
    }

    private static IrConstant Read(byte[] bytes, int offset, IrInstruction load)
    {
        ulong value = 0;
        for (int i = load.Access.Size() - 1; i >= 0; i--)
        {
            value = (value << 8) | bytes[offset + i];
        }

        return new IrConstant(load.Type, load.Access switch
        {
            MemoryAccess.S8 => (sbyte)value,
            MemoryAccess.S16 => (short)value,
            _ => unchecked((long)value),
        });
    }
}
