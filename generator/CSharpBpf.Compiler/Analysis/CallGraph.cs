using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>Which function calls which, itself or by a helper that it gives the address.</summary>
internal sealed class CallGraph
{
    private readonly Dictionary<IrFunction, List<IrInstruction>> calls = [];
    private readonly HashSet<IrFunction> open = [];

    public CallGraph(IrModule module) => module.Functions.ForEach(Visit);

    /// <summary>Each function behind all it calls; otherwise in the module's order.</summary>
    public List<IrFunction> CalleesFirst { get; } = [];

    /// <summary>Calls through which a function calls itself, directly or not; without them there is no cycle.</summary>
    public List<IrInstruction> Recursive { get; } = [];

    /// <summary>The calls in a function, and the addresses of functions, in its order.</summary>
    public IReadOnlyList<IrInstruction> CallsIn(IrFunction function) => calls[function];

    /// <summary>The functions that are called from the given ones, directly or not, and these themselves.</summary>
    public HashSet<IrFunction> ReachableFrom(IEnumerable<IrFunction> roots)
    {
        var reached = new HashSet<IrFunction>(roots);
        for (int i = CalleesFirst.Count - 1; i >= 0; i--)
        {
            if (reached.Contains(CalleesFirst[i]))
            {
                foreach (IrInstruction call in calls[CalleesFirst[i]])
                {
                    reached.Add(call.Callee!);
                }
            }
        }

        return reached;
    }

    private void Visit(IrFunction function)
    {
        if (calls.ContainsKey(function))
        {
            return;
        }

        var found = new List<IrInstruction>();
        foreach (BasicBlock block in function.Blocks)
        {
            found.AddRange(block.Instructions.FindAll(static instruction => instruction.Callee is not null));
        }

        calls.Add(function, found);
        open.Add(function);
        foreach (IrInstruction call in found)
        {
            if (open.Contains(call.Callee!))
            {
                Recursive.Add(call);
            }
            else
            {
                Visit(call.Callee!);
            }
        }

        open.Remove(function);
        CalleesFirst.Add(function);
    }
}
