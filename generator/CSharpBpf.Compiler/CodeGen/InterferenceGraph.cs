using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>A copy between two registers, and how often it runs.</summary>
internal readonly record struct RegisterMove(int Destination, int Source, double Frequency);

/// <summary>
/// Which registers are live at once, so that they cannot share a machine register; the moves worth removing; and what spilling a register would
/// cost in executed loads and stores. Machine registers interfere with each other and have no bounded degree. r10 is not in the graph.
/// </summary>
internal sealed class InterferenceGraph
{
    private const double LoopFactor = 10;
    private const int MaximumWeighedDepth = 6;

    private readonly HashSet<long> edges = [];
    private readonly List<int>[] neighbours;

    public InterferenceGraph(MachineFunction function)
    {
        Count = function.RegisterCount;
        neighbours = new List<int>[Count];
        Degrees = new int[Count];
        Costs = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            neighbours[i] = [];
            Degrees[i] = IsMachine(i) ? int.MaxValue / 2 : 0;
        }

        for (int i = 0; i < Register.R10; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Connect(i, j);
            }
        }

        var liveness = new Liveness(function);
        foreach (MachineBlock block in function.Blocks)
        {
            Add(block, liveness.LiveOut(block));
        }
    }

    public int Count { get; }

    public int[] Degrees { get; }

    /// <summary>Executed uses and definitions, by register.</summary>
    public double[] Costs { get; }

    public List<RegisterMove> Moves { get; } = [];

    /// <summary>The stack slots that registers are loaded from or stored to: what is used again soon is best loaded into the same register.</summary>
    public Dictionary<int, FrameObject> Slots { get; } = [];

    public static bool IsMachine(int register) => register < MachineInstruction.FirstVirtual;

    public static double Frequency(MachineBlock block)
    {
        double frequency = 1;
        for (int i = 0; i < block.LoopDepth && i < MaximumWeighedDepth; i++)
        {
            frequency *= LoopFactor;
        }

        return frequency;
    }

    /// <summary>Virtual registers only: machine registers have no neighbour list.</summary>
    public List<int> Neighbours(int register) => neighbours[register];

    public bool Interfere(int a, int b) => edges.Contains(Key(a, b));

    public void Connect(int a, int b)
    {
        if (a == b || !edges.Add(Key(a, b)))
        {
            return;
        }

        if (!IsMachine(a))
        {
            neighbours[a].Add(b);
            Degrees[a]++;
        }

        if (!IsMachine(b))
        {
            neighbours[b].Add(a);
            Degrees[b]++;
        }
    }

    private static long Key(int a, int b) => a < b ? ((long)a << 32) | (uint)b : ((long)b << 32) | (uint)a;

    private void Add(MachineBlock block, BitSet live)
    {
        double frequency = Frequency(block);
        var operands = new List<int>();
        var alive = new List<int>(live.Members());
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            MachineInstruction instruction = block.Instructions[i];
            bool isCopy = instruction.Op == MachineOp.Copy && instruction.Source != Register.R10;
            if (isCopy)
            {
                // The two sides of a copy hold the same value: the copy alone does not keep them apart.
                Kill(instruction.Source, live, alive);
                Moves.Add(new RegisterMove(instruction.Destination, instruction.Source, frequency));
            }

            if (instruction is { Op: MachineOp.Load or MachineOp.Store, Frame.IsSpillSlot: true })
            {
                int register = instruction.Op == MachineOp.Load ? instruction.Destination : instruction.Source;
                Slots[register] = instruction.Frame;
            }

            operands.Clear();
            instruction.AddDefinitions(operands);
            foreach (int defined in operands)
            {
                Revive(defined, live, alive);
            }

            foreach (int defined in operands)
            {
                Costs[defined] += frequency;
                foreach (int other in alive)
                {
                    Connect(defined, other);
                }
            }

            foreach (int defined in operands)
            {
                Kill(defined, live, alive);
            }

            operands.Clear();
            instruction.AddUses(operands);
            foreach (int used in operands)
            {
                Costs[used] += frequency;
                Revive(used, live, alive);
            }
        }
    }

    private static void Revive(int register, BitSet live, List<int> alive)
    {
        if (!live.Contains(register))
        {
            live.Add(register);
            alive.Add(register);
        }
    }

    private static void Kill(int register, BitSet live, List<int> alive)
    {
        if (live.Contains(register))
        {
            live.Remove(register);
            alive.Remove(register);
        }
    }
}
