using System;
using System.Collections.Generic;

namespace CSharpBpf.Compiler.Passes;

/// <summary>All passes, the order they run in, and why.</summary>
public static class PassTable
{
    /// <summary>The inliner works on the module and runs before every other pass.</summary>
    public const string Inline = "inline";

    /// <summary>Behind it, where functions with pointers are kept: their parameters get types.</summary>
    public const string TypeParameters = "type-parameters";

    private static readonly Pass ProveFaults = new("prove-faults", (function, _) => FaultProof.Run(function));
    private static readonly Pass PacketChecksPass = new("packet-checks", (function, _) => PacketChecks.Run(function));
    private static readonly Pass ClampProven = new("clamp-proven", (function, _) => ProvenClamps.Run(function));
    private static readonly Pass GiveIteratorsBack = new("return-iterators", (function, _) => IteratorReturns.Run(function));
    private static readonly Pass ReturnFaults = new("return-faults", (function, _) => FaultReturn.Run(function));
    private static readonly Pass DropDivisionFaults = new("drop-division-faults", (function, _) => DivisionFaults.Run(function));
    private static readonly Pass CheckAccesses = new("check-accesses", (function, context) => AccessFaults.Run(function, context.Module));
    private static readonly Pass SimplifyCfg = new("simplify-cfg", (function, _) => ControlFlowSimplification.Run(function));
    private static readonly Pass Ssa = new("ssa", (function, _) => SsaConstruction.Run(function));
    private static readonly Pass ScalarReplacementPass = new("scalar-replacement", (function, _) => ScalarReplacement.Run(function));
    private static readonly Pass RefinePointers = new("refine-pointers", (function, _) => PointerRefinement.Run(function));
    private static readonly Pass Simplify = new("simplify", (function, _) => Simplification.Run(function));
    private static readonly Pass ThreadBranches = new("thread-branches", (function, _) => BranchThreading.Run(function));
    private static readonly Pass MergeBoundsChecks = new("merge-bounds-checks", (function, _) => BoundsCheckMerging.Run(function));
    private static readonly Pass ValueNumberingPass = new("value-numbering", (function, _) => ValueNumbering.Run(function));
    private static readonly Pass PointerCountersPass = new("pointer-counters", (function, _) => PointerCounters.Run(function));
    private static readonly Pass MovePointers = new("moving-pointers", (function, _) => MovingPointers.Run(function));
    private static readonly Pass AddressPhisPass = new("address-phis", (function, _) => AddressPhis.Run(function));
    private static readonly Pass ConstantLoadsPass = new("constant-loads", (function, context) => ConstantLoads.Run(function, context.Module));
    private static readonly Pass ConditionalConstantsPass = new("conditional-constants", (function, _) => ConditionalConstants.Run(function));
    private static readonly Pass RecordOwnersPass = new("record-owners", RecordOwners.Run);
    private static readonly Pass UnrollLoops = new("unroll-loops", (function, _) => LoopUnrolling.Run(function));
    private static readonly Pass RotateLoops = new("rotate-loops", (function, _) => LoopRotation.Run(function));
    private static readonly Pass TestBits = new("bit-tests", (function, _) => BitTests.Run(function));
    private static readonly Pass PhiAdditionsPass = new("phi-additions", (function, _) => PhiAdditions.Run(function));
    private static readonly Pass HoistInvariants = new("hoist-invariants", (function, _) => LoopInvariants.Run(function));
    private static readonly Pass TestRanges = new("range-tests", (function, _) => RangeTests.Run(function));
    private static readonly Pass StoreUpperHalves = new("upper-half-stores", (function, _) => UpperHalfStores.Run(function));
    private static readonly Pass Sink = new("sink", (function, _) => Sinking.Run(function));
    private static readonly Pass DeadCodePass = new("dead-code", (function, _) => DeadCode.Run(function));
    private static readonly Pass WidenLoopSteps = new("widen-loop-steps", (function, _) => LoopStepWidening.Run(function));
    private static readonly Pass UnderstoodLoopExits = new("understood-loop-exits", (function, _) => LoopExitComparisons.Run(function));
    private static readonly Pass WidenCallbackStates = new("widen-callback-states", (function, _) => CallbackStates.Run(function));
    private static readonly Pass WidenIteratedStarts = new("widen-iterated-starts", (function, _) => IteratedStarts.Run(function));
    private static readonly Pass ReturnConstants = new("known-returns", (function, _) => KnownReturns.Run(function));
    private static readonly Pass NarrowLoadsPass = new("narrow-loads", (function, _) => NarrowLoads.Run(function));
    private static readonly Pass MergeTests = new("merge-tests", (function, context) => TestMerging.Run(function, context.Module));
    private static readonly Pass DeadStoresPass = new("dead-stores", (function, _) => DeadStores.Run(function));
    private static readonly Pass UnswapPhis = new("unswap-phis", (function, _) => SwappedPhis.Run(function));
    private static readonly Pass ShareLocals = new("share-locals", (function, _) => SharedLocals.Run(function));
    private static readonly Pass CountLengths = new("counted-lengths", (function, _) => CountedLengths.Run(function));
    private static readonly Pass CombineLoads = new("combine-loads", (function, _) => LoadCombining.Run(function));
    private static readonly Pass CombineStores = new("combine-stores", (function, _) => StoreCombining.Run(function));
    private static readonly Pass MoveSixBytes = new("six-byte-moves", (function, context) => SixByteMoves.Run(function, context.Module));
    private static readonly Pass StoreEarly = new("early-stores", (function, _) => EarlyStores.Run(function));
    private static readonly Pass ContextRecordsPass = new("context-records", (function, _) => ContextRecords.Run(function));
    private static readonly Pass ExpandMemory = new("expand-memory", (function, _) => MemoryExpansion.Run(function));

    /// <summary>Each function goes through all stages.</summary>
    public static IReadOnlyList<PassStage> Stages { get; } =
    [
        new("divisions", 1, [DropDivisionFaults]),
        new("scalars", 8, [SimplifyCfg, Ssa, Simplify, ScalarReplacementPass]),
        new("optimize", 10, [AddressPhisPass, RefinePointers, ConstantLoadsPass, ConditionalConstantsPass, PointerCountersPass, Simplify, ThreadBranches, SimplifyCfg, MovePointers, MergeBoundsChecks, ScalarReplacementPass, Ssa, ValueNumberingPass, DeadCodePass]),
        new("records", 1, [RecordOwnersPass, DeadCodePass]),
        new("loops", 1, [UnrollLoops]),
        new("unrolled", 4, [Simplify, ThreadBranches, SimplifyCfg, MergeBoundsChecks, ValueNumberingPass, DeadCodePass]),
        new("faults", 4, [ProveFaults, Simplify, SimplifyCfg, ValueNumberingPass, DeadCodePass]),
        new("packet", 16, [PacketChecksPass]),
        new("fault-values", 1, [ClampProven, GiveIteratorsBack, ReturnFaults]),
        new("memory", 1, [ExpandMemory, ContextRecordsPass]),
        new("accesses", 1, [CheckAccesses, GiveIteratorsBack, ReturnFaults]),
        new("clean", 4, [RefinePointers, Simplify, MergeBoundsChecks, TestRanges, ValueNumberingPass, SimplifyCfg, DeadCodePass]),
        new("wide", 4, [UnswapPhis, ShareLocals, CountLengths, CombineLoads, NarrowLoadsPass, MergeTests, DeadStoresPass, CombineStores, MoveSixBytes, Simplify, ValueNumberingPass, SimplifyCfg, DeadCodePass]),
        new("shape", 1, [PhiAdditionsPass, HoistInvariants, TestBits, RotateLoops, SimplifyCfg, DeadCodePass, Sink, StoreUpperHalves, StoreEarly]),
        new("kernel", 1, [WidenLoopSteps, WidenCallbackStates, WidenIteratedStarts, UnderstoodLoopExits, ReturnConstants, DeadCodePass]),
    ];

    /// <summary>What a function goes through before the types of what it passes to others are looked at.</summary>
    public static PassStage Arguments { get; } = new("arguments", 8, [SimplifyCfg, Ssa, Simplify, ScalarReplacementPass, RefinePointers, DeadCodePass]);

    public static IReadOnlyList<PassOrder> Orders { get; } =
    [
        new("simplify-cfg", "ssa", "inlining leaves many small blocks, each of which costs the placement of phis time"),
        new("ssa", "scalar-replacement", "addresses of structs pass through variables (this, out, ref) until those are values"),
        new("simplify", "scalar-replacement", "distances to fields are constants only after they are added up"),
        new("scalar-replacement", "refine-pointers", "pointers in structs have a type only when their slices are values"),
        new("refine-pointers", "thread-branches", "a null test is decided by what kind of pointer is tested"),
        new("address-phis", "refine-pointers", "the kind of what a map gives is known by the map's address"),
        new("thread-branches", "value-numbering", "conditions that a path decides must still be phis when paths are looked at"),
        new("simplify-cfg", "merge-bounds-checks", "what happens on a failure is compared by where its edge leads"),
        new("merge-bounds-checks", "value-numbering", "addresses that a check no longer needs are shared or dead"),
        new("merge-bounds-checks", "merge-tests", "what a wide load reads must be proven where the first test stands"),
        new("ssa", "record-owners", "which buffer and which record a variable holds is known of values only"),
        new("record-owners", "unroll-loops", "what the kernel is not given costs nothing in a trip"),
        new("scalar-replacement", "unroll-loops", "what a trip costs, and its counter, are known only of values"),
        new("expand-memory", "merge-tests", "a copy may still become narrower than its struct, a load wider than the field it reads only afterwards"),
        new("share-locals", "combine-stores", "copies of one key are known by the values of their fields, which a wide store has no more"),
        new("simplify", "unswap-phis", "what is compared must already be the swapped value itself"),
        new("combine-loads", "merge-tests", "a test of a number is a test of its bytes once they are one load"),
        new("merge-tests", "six-byte-moves", "what a test has loaded can be stored back behind an address"),
        new("combine-stores", "six-byte-moves", "an address is moved as four and two bytes, whatever its struct is made of"),
        new("dead-stores", "combine-stores", "a store that is overwritten must not keep two others apart"),
        new("expand-memory", "combine-stores", "what is copied, zeroed and stored beside it meets as loads and stores"),
        new("value-numbering", "dead-code", "what was computed twice is dead after it is shared"),
        new("value-numbering", "prove-faults", "a range is known of the value that was tested, and copies of it must be the same value first"),
        new("prove-faults", "packet-checks", "a check of an index is in the shape that the kernel understands only then, and proves what it guards"),
        new("packet-checks", "return-faults", "an access outside of the packet is a fault too"),
        new("prove-faults", "clamp-proven", "it says which ways are never gone"),
        new("clamp-proven", "return-faults", "a fault that became a return is like any other"),
        new("prove-faults", "return-faults", "a fault that became a return is like any other"),
        new("return-iterators", "return-faults", "behind a return nothing can be given back"),
        new("expand-memory", "check-accesses", "a copy is checked as the loads and stores that it becomes"),
        new("scalar-replacement", "expand-memory", "a copy that has become loads and stores can no longer be narrowed to what is read"),
        new("pointer-counters", "moving-pointers", "a pointer that is compared with the end of its object becomes a counter, which tells the trips"),
        new("moving-pointers", "merge-bounds-checks", "checks of the trips of a loop are those of a pointer that it moves"),
        new("unroll-loops", "rotate-loops", "trips are counted where the test stands in front"),
        new("value-numbering", "hoist-invariants", "what a loop computes twice is hoisted once"),
        new("simplify", "widen-loop-steps", "it would take away the zero that the kernel must not know"),
        new("simplify", "widen-callback-states", "it would take away the zero that the kernel must not know"),
        new("simplify", "widen-iterated-starts", "it would take away the zero that the kernel must not know"),
        new("combine-stores", "widen-callback-states", "what two stores wrote is widened at once"),
        new("simplify", "understood-loop-exits", "it would make an inequality of the order again"),
        new("combine-stores", "early-stores", "stores that stand apart are not combined"),
        new("range-tests", "merge-tests", "what is left of a test may be an equality, which other fields can join"),
        new("value-numbering", "range-tests", "two tests are of one byte if it is loaded once"),
        new("combine-stores", "upper-half-stores", "a key that becomes one store of 8 bytes cannot begin in the middle of 8"),
        new("upper-half-stores", "early-stores", "what is stored is known only then"),
        new("merge-tests", "sink", "tests of neighbouring fields are merged where both fields are loaded before the first test"),
        new("combine-loads", "sink", "neighbouring loads are combined where they stand in one block"),
        new("expand-memory", "context-records", "a part of a record is copied by loads"),
        new("context-records", "check-accesses", "what is read at a constant place of a record needs no check"),
        new("refine-pointers", "expand-memory", "alignment matters by the kind of memory"),
    ];

    public static Pass? Find(string name)
    {
        foreach (PassStage stage in Stages)
        {
            foreach (Pass pass in stage.Passes)
            {
                if (string.Equals(pass.Name, name, StringComparison.Ordinal))
                {
                    return pass;
                }
            }
        }

        return null;
    }
}
