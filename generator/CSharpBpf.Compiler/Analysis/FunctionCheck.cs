using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>The safety check of one function, in two steps: what its callers must know of it, and what depends on what they pass.</summary>
internal sealed class FunctionCheck
{
    private readonly IrModule module;
    private readonly IrFunction function;
    private readonly CfgInfo cfg;
    private readonly DominatorTree dominators;
    private readonly LoopInfo loops;
    private readonly IntervalAnalysis intervals;
    private readonly LoopBounds bounds;
    private readonly StackInitialization stack;
    private readonly List<Loop> refused;

    /// <param name="module">Its module.</param>
    /// <param name="function">The function, all of whose callees are in the two tables, to which it is added.</param>
    /// <param name="contracts">What functions do to stack memory of their callers.</param>
    /// <param name="costs">How many instructions functions run.</param>
    public FunctionCheck(IrModule module, IrFunction function, Dictionary<IrFunction, StackContract> contracts, Dictionary<IrFunction, double> costs)
    {
        this.module = module;
        this.function = function;
        cfg = new CfgInfo(function);
        dominators = new DominatorTree(cfg);
        loops = new LoopInfo(cfg, dominators);
        intervals = new IntervalAnalysis(dominators, loops);
        bounds = new LoopBounds(loops, dominators, intervals);
        refused = bounds.Refused(costs, out double cost);
        stack = new StackInitialization(cfg, new MemoryExtents(module, intervals), contracts);
        contracts.Add(function, stack.Contract);
        costs.Add(function, function.IsGlobal ? 1 : cost);
    }

    public List<CompilerDiagnostic> Diagnostics { get; } = [];

    /// <summary>Checks it, and notes what it passes to the functions that it calls.</summary>
    public void Run(ParameterFacts parameters)
    {
        var report = new SafetyReport(module, function, Diagnostics);
        foreach (Loop loop in refused)
        {
            IrInstruction? next = bounds.NextOf(loop);
            report.Add(next is null ? "BPF0402" : "BPF0407", next ?? loop.Latches[0].Terminator);
        }

        foreach ((BasicBlock from, _) in loops.IrreducibleEdges)
        {
            report.Add("BPF0402", from.Terminator);
        }

        var offsets = new PacketOffsets(loops, bounds, intervals, parameters);
        var flow = new PointerFlow(cfg, offsets, parameters.AtEntry(function));
        var extents = new MemoryExtents(module, intervals, parameters);
        var access = new AccessCheck(report, intervals, offsets, extents, new AddressAlignment(extents, parameters), ProgramRules.IsPacketReadOnly(module, function));
        var arguments = new HelperArgumentCheck(report, intervals, access);
        SafetyChecker.CheckAccesses(cfg, flow, report, access, arguments, (call, state) => parameters.Add(call, state, access.Extents, offsets));
        if (function.OnFault is null)
        {
            new DivisorCheck(cfg, dominators, intervals).Check(report);
        }

        // An index that is not proven is the reason for an access that is not, and the better advice.
        Diagnostics.RemoveAll(d => d.Id is "BPF0202" or "BPF0203" && Diagnostics.Exists(other => other.Id == "BPF0206" && other.Location == d.Location));
        ProgramRules.CheckReturns(cfg, function, intervals, report);
        stack.Check(report);
        RecordLifetimes.Check(cfg, report);

        // The kernel's bytes of a record that is copied are not the user's to write first.
        Diagnostics.RemoveAll(d => d.Id == "BPF0205" && Diagnostics.Exists(other => other.Id == "BPF0311" && other.Location == d.Location));
        new IteratorCheck(cfg, report).Check();
        new LockCheck(module, cfg, intervals, access.Extents, report).Check();
        new TimerCheck(module, cfg, intervals, access.Extents, report).Check();
    }
}
