using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Of the stack memory that a function's parameters point to: the bytes that the caller must have written, and those that the function writes on every path.</summary>
internal sealed class StackContract
{
    /// <summary>The kernel's stack is not larger.</summary>
    public const int MaximumBytes = 512;

    public static readonly StackContract Empty = new();

    private readonly List<(int Parameter, int At)> needs = [];
    private readonly List<(int Parameter, int At)> writes = [];

    private StackContract()
    {
    }

    /// <param name="function">The function.</param>
    /// <param name="starts">Where the bytes behind each parameter begin in the two sets of bits.</param>
    /// <param name="needed">The bytes that it reads before it has written them.</param>
    /// <param name="written">The bytes that it writes.</param>
    public static StackContract Of(IrFunction function, IReadOnlyDictionary<IrValue, int> starts, ulong[] needed, ulong[] written)
    {
        var contract = new StackContract();
        foreach (IrParameter parameter in function.Parameters)
        {
            for (int at = 0; starts.TryGetValue(parameter, out int first) && at < MaximumBytes; at++)
            {
                if (Has(needed, first + at))
                {
                    contract.needs.Add((parameter.Index, at));
                }

                if (Has(written, first + at))
                {
                    contract.writes.Add((parameter.Index, at));
                }
            }
        }

        return contract;
    }

    /// <summary>For a call, the bytes that it needs, each as an argument and a distance from it.</summary>
    public IEnumerable<(IrValue Pointer, int At)> Needs(IrInstruction call) => In(call, needs);

    /// <summary>For a call, the bytes that are written behind it.</summary>
    public IEnumerable<(IrValue Pointer, int At)> Writes(IrInstruction call) => In(call, writes);

    private static IEnumerable<(IrValue Pointer, int At)> In(IrInstruction call, List<(int Parameter, int At)> bytes)
    {
        foreach ((int parameter, int at) in bytes)
        {
            if ((call.Op == IrOp.Call ? call.Operands[parameter] : Callbacks.Argument(call, parameter)) is { } argument)
            {
                yield return (argument, at);
            }
        }
    }

    private static bool Has(ulong[] bits, int at) => (bits[at / 64] & (1UL << (at % 64))) != 0;
}
