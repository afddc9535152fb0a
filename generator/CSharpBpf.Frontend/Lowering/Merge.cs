using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Brings the values of several arms together in one block.</summary>
internal sealed class Merge(FunctionLowering f, BasicBlock join)
{
    private readonly List<(BasicBlock Block, IrValue Value)> incoming = [];

    /// <summary>Ends an arm; its value, or null if it has none.</summary>
    public void Add(IrValue? value)
    {
        if (f.Builder.Block is { } block)
        {
            if (value is not null)
            {
                incoming.Add((block, value));
            }

            f.Jump(join);
        }
    }

    /// <summary>Goes on in the join; the merged value, or null if the arms have none.</summary>
    public IrValue? Finish()
    {
        if (!f.Enter(join) || incoming.Count == 0)
        {
            return null;
        }

        if (incoming.Count == 1)
        {
            return incoming[0].Value;
        }

        IrType type = incoming[0].Value.Type;
        foreach ((_, IrValue value) in incoming)
        {
            type = value.Type == type ? type : IrType.Pointer;
        }

        return f.Builder.Phi(type, incoming);
    }
}
