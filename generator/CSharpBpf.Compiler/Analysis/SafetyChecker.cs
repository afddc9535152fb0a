using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>
/// Refuses what the kernel's verifier would refuse, at the user's expression. It runs on the final SSA form and proves with the kernel's own means, never
/// more: null tests (BPF0201), comparisons with the packet's end (BPF0202), bounds of offsets (BPF0203), what may be done with which pointer and inside
/// which object (BPF0204), stack bytes that were written (BPF0205), records of ring buffers (BPF0310, BPF0311), loops that end (BPF0402),
/// what a program returns where its type prescribes a range (BPF0306),
/// and that no fault is left to happen in a program that has no value for it (each fault's own id). A divisor that may be zero is a warning (BPF0410).
/// </summary>
public static class SafetyChecker
{
    public static IReadOnlyList<CompilerDiagnostic> Check(IrModule module)
    {
        var diagnostics = new List<CompilerDiagnostic>();
        foreach (IrFunction function in module.Functions)
        {
            Check(module, function, diagnostics);
        }

        return diagnostics;
    }

    private static void Check(IrModule module, IrFunction function, List<CompilerDiagnostic> diagnostics)
    {
        var report = new SafetyReport(module, function, diagnostics);
        var cfg = new CfgInfo(function);
        var dominators = new DominatorTree(cfg);
        var loops = new LoopInfo(cfg, dominators);
        var intervals = new IntervalAnalysis(dominators, loops);
        var bounds = new LoopBounds(loops, dominators, intervals);
        foreach (Loop loop in bounds.Refused())
        {
            report.Add("BPF0402", loop.Latches[0].Terminator);
        }

        foreach ((BasicBlock from, _) in loops.IrreducibleEdges)
        {
            report.Add("BPF0402", from.Terminator);
        }

        var offsets = new PacketOffsets(loops, bounds, intervals);
        var flow = new PointerFlow(cfg, offsets);
        var access = new AccessCheck(report, intervals, offsets, new MemoryExtents(module, intervals), ProgramRules.IsPacketReadOnly(module, function));
        var arguments = new HelperArgumentCheck(report, intervals, access);
        CheckAccesses(cfg, flow, report, access, arguments);
        if (function.Program?.OnFault is null)
        {
            new DivisorCheck(cfg, dominators, intervals).Check(report);
        }

        ProgramRules.CheckReturns(cfg, function, intervals, report);
        new StackInitialization(cfg, access.Extents).Check(report);
        RecordLifetimes.Check(cfg, report);
    }

    /// <summary>Checks each instruction that reads or writes memory where it stands.</summary>
    internal static void CheckAccesses(CfgInfo cfg, PointerFlow flow, SafetyReport report, AccessCheck access, HelperArgumentCheck arguments)
    {
        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            PointerState state = flow.AtStart(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                CheckInstruction(instruction, state, report, access, arguments);
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
            case IrOp.Fault or IrOp.Raise when instruction.Symbol is not (FaultSymbols.Proven or FaultSymbols.Raised):
                report.Add(instruction.Symbol!, instruction);
                break;
            case IrOp.CallHelper:
                arguments.Check(instruction, state);
                break;
        }
    }
}

/// <summary>Collects diagnostics, each once per place, with the source text of the place as the first argument.</summary>
internal sealed class SafetyReport(IrModule module, IrFunction function, List<CompilerDiagnostic> diagnostics)
{
    private readonly HashSet<(string Id, SourceLocation? Location)> reported = [];

    /// <summary>All that was found, also where it is reported once.</summary>
    public List<(string Id, IrInstruction At)> Found { get; } = [];

    public void Warn(string id, IrInstruction instruction)
    {
        int before = diagnostics.Count;
        Add(id, instruction);
        if (diagnostics.Count > before)
        {
            diagnostics[before] = diagnostics[before] with { IsWarning = true };
        }
    }

    public void Add(string id, IrInstruction instruction, params string[] more)
    {
        Found.Add((id, instruction));
        SourceLocation? location = instruction.Location?.UserLocation;
        if (!reported.Add((id, location)) && location is not null)
        {
            return;
        }

        string[] arguments = id == "BPF0402" ? more : [Expression(instruction, location), .. more];
        diagnostics.Add(new CompilerDiagnostic(id, location, arguments));
    }

    private string Expression(IrInstruction instruction, SourceLocation? location)
    {
        if (location is not null && module.SourceLines.TryGetValue(location.FileName, out string[]? lines) && location.Line >= 1 && location.Line <= lines.Length)
        {
            string line = lines[location.Line - 1];
            int start = location.Column - 1;
            if (start >= 0 && start < line.Length)
            {
                return line.Substring(start, System.Math.Max(0, System.Math.Min(location.Length, line.Length - start))).TrimEnd();
            }
        }

        return IrPrinter.Print(function, instruction);
    }
}
