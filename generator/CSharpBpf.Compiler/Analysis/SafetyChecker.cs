using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Refuses what the kernel's verifier would refuse, at the user's expression. It runs on the final SSA form and proves with the kernel's own means, never
/// more: null tests (BPF0201), comparisons with the packet's end (BPF0202), bounds of offsets (BPF0203), what may be done with which pointer and inside
/// which object (BPF0204), stack bytes that were written (BPF0205), records of ring buffers (BPF0310, BPF0311), locks (BPF0313), timers (BPF0315), iterators (BPF0316), loops that end (BPF0402, BPF0407),
/// what a program returns where its type prescribes a range (BPF0306),
/// and that no fault is left to happen in a program that has no value for it (each fault's own id). A divisor that may be zero is a warning (BPF0410).
/// </summary>
public static class SafetyChecker
{
    public static IReadOnlyList<CompilerDiagnostic> Check(IrModule module)
    {
        // What a function does to the memory it is given is known before its callers are looked at; what it is given, before it is itself.
        var graph = new CallGraph(module);
        var contracts = new Dictionary<IrFunction, StackContract>();
        var costs = new Dictionary<IrFunction, double>();
        var checks = new Dictionary<IrFunction, FunctionCheck>();
        foreach (IrFunction function in graph.CalleesFirst)
        {
            checks.Add(function, new FunctionCheck(module, function, contracts, costs));
        }

        var parameters = new ParameterFacts();
        for (int i = graph.CalleesFirst.Count - 1; i >= 0; i--)
        {
            checks[graph.CalleesFirst[i]].Run(parameters);
        }

        var diagnostics = new List<CompilerDiagnostic>();
        foreach (IrFunction function in module.Functions)
        {
            diagnostics.AddRange(checks[function].Diagnostics);
        }

        return diagnostics;
    }

    /// <summary>Checks each instruction that reads or writes memory where it stands.</summary>
    /// <param name="cfg">The function's blocks.</param>
    /// <param name="flow">What holds for its pointers.</param>
    /// <param name="report">Where what is found goes.</param>
    /// <param name="access">Checks accesses.</param>
    /// <param name="arguments">Checks what helpers get.</param>
    /// <param name="atCall">Called with each call and the state before it.</param>
    internal static void CheckAccesses(
        CfgInfo cfg, PointerFlow flow, SafetyReport report, AccessCheck access, HelperArgumentCheck arguments, Action<IrInstruction, PointerState>? atCall = null)
    {
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            PointerState state = flow.AtStart(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                CheckInstruction(instruction, state, report, access, arguments);
                if (instruction.Op is IrOp.Call or IrOp.CallHelper)
                {
                    atCall?.Invoke(instruction, state);
                }

                flow.Apply(instruction, state);
            }
        }
    }

    private static void CheckInstruction(IrInstruction instruction, PointerState state, SafetyReport report, AccessCheck access, HelperArgumentCheck arguments)
    {
        switch (instruction.Op)
        {
            case IrOp.Load:
                access.Check(instruction, instruction.Operands[0], instruction.Offset, instruction.Access.Size(), isWrite: false, state);
                break;
            case IrOp.Store:
                access.Check(instruction, instruction.Operands[0], instruction.Offset, instruction.Access.Size(), isWrite: true, state);
                access.CheckStoredPointer(instruction);
                break;
            case IrOp.AtomicUpdate or IrOp.AtomicExchange or IrOp.AtomicCompareExchange:
                access.Check(instruction, instruction.Operands[0], instruction.Offset, instruction.Access.Size(), isWrite: true, state);
                access.CheckAtomic(instruction);
                break;
            case IrOp.Copy:
                access.Check(instruction, instruction.Operands[1], 0, instruction.Size, isWrite: false, state);
                access.Check(instruction, instruction.Operands[0], 0, instruction.Size, isWrite: true, state);
                break;
            case IrOp.Zero:
                access.Check(instruction, instruction.Operands[0], 0, instruction.Size, isWrite: true, state);
                break;
            case IrOp.PtrAdd:
                access.CheckAddition(instruction, state);
                break;
            case IrOp.Fault or IrOp.Raise when report.IsInCallback && instruction.Symbol is not (FaultSymbols.Proven or FaultSymbols.Raised):
                report.Add("BPF0132", instruction, report.HasCallbackContext ? "test before, or return LoopAction.Break and let the context say what is wrong" : "test before, and note in the value what is wrong");
                break;
            case IrOp.Fault or IrOp.Raise when instruction.Symbol is not (FaultSymbols.Proven or FaultSymbols.Raised):
                report.Add(instruction.Symbol!, instruction);
                break;
            case IrOp.Call when instruction.Callee!.IsGlobal:
                foreach (IrParameter parameter in instruction.Callee.Parameters.FindAll(static parameter => parameter.Type == IrType.MemoryPointer))
                {
                    access.Check(instruction, instruction.Operands[parameter.Index], 0, parameter.Target!.Size, isWrite: true, state);
                }

                break;
            case IrOp.CallHelper:
                arguments.Check(instruction, state);
                break;
        }
    }
}
