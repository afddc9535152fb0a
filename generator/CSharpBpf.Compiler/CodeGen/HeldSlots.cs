using System;
using System.Collections.Generic;
using System.Linq;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Behind register allocation: what a register still holds, because it was loaded from the slot of a spilled register or stored there, is not loaded nor stored
/// again, and what is not loaded later is not stored. A register that held all the while is known to the kernel as well as the slot, or better.
/// </summary>
internal sealed class HeldSlots
{
    private const int MaximumRounds = 4;

    private readonly MachineFunction function;
    private readonly List<int> registers = [];

    private HeldSlots(MachineFunction function)
    {
        this.function = function;
    }

    public static void Run(MachineFunction function)
    {
        if (function.Blocks.Exists(static block => block.Instructions.Exists(IsReload)))
        {
            new HeldSlots(function).Run();
        }
    }

    private static bool IsReload(MachineInstruction instruction) => instruction is { Op: MachineOp.Load, Frame.IsSpillSlot: true };

    private static bool IsSpill(MachineInstruction instruction) => instruction is { Op: MachineOp.Store, Frame.IsSpillSlot: true };

    private void Run()
    {
        for (int round = 0; round < MaximumRounds; round++)
        {
            RemoveRepeated();
            if (!RedirectReaders())
            {
                break;
            }
        }

        RemoveDeadStores();
    }

    private void RemoveRepeated()
    {
        foreach (KeyValuePair<MachineBlock, FrameObject?[]> start in Propagate())
        {
            start.Key.Instructions.RemoveAll(instruction => !Step(instruction, start.Value));
        }
    }

    /// <summary>
    /// Of two registers that hold the same one is enough. What holds at the starts of blocks was found before: where a load is taken away, no block relies on its
    /// register any more, and a register that a block relies on keeps its loads. False if nothing changed.
    /// </summary>
    private bool RedirectReaders()
    {
        Dictionary<MachineBlock, FrameObject?[]> starts = Propagate();
        var liveness = new Liveness(function);
        var isTaken = new bool[MachineInstruction.FirstVirtual];
        var isReliedOn = new bool[MachineInstruction.FirstVirtual];
        foreach (KeyValuePair<MachineBlock, FrameObject?[]> start in starts)
        {
            (MachineBlock block, FrameObject?[] held) = (start.Key, start.Value);
            BitSet liveOut = liveness.LiveOut(block);
            var isOwn = new bool[MachineInstruction.FirstVirtual];
            for (int register = 0; register < held.Length; register++)
            {
                held[register] = isTaken[register] ? null : held[register];
            }

            for (int i = 0; i < block.Instructions.Count; i++)
            {
                MachineInstruction instruction = block.Instructions[i];
                int holder = IsReload(instruction) ? Array.IndexOf(held, instruction.Frame) : MachineInstruction.None;
                if (holder >= 0 && holder != instruction.Destination && !isReliedOn[instruction.Destination] && Redirect(block, i, holder, liveOut))
                {
                    isTaken[instruction.Destination] = true;
                    isReliedOn[holder] |= !isOwn[holder];
                    block.Instructions.RemoveAt(i--);
                    continue;
                }

                Step(instruction, held);
                registers.Clear();
                instruction.AddDefinitions(registers);
                registers.ForEach(defined => isOwn[defined] = true);
                if (IsSpill(instruction) && instruction.Source >= 0)
                {
                    isOwn[instruction.Source] = true;
                }
            }
        }

        return Array.Exists(isTaken, static taken => taken);
    }

    /// <summary>Lets those that read what is loaded read the register that holds it too. False if one of them cannot.</summary>
    private bool Redirect(MachineBlock block, int load, int holder, BitSet liveOut)
    {
        int loaded = block.Instructions[load].Destination;
        var readers = new List<MachineInstruction>();
        bool isHeld = true, ends = false;
        for (int i = load + 1; i < block.Instructions.Count && !ends; i++)
        {
            MachineInstruction instruction = block.Instructions[i];
            bool defines = Defines(instruction, loaded);
            if (Reads(instruction, loaded))
            {
                if (!isHeld || defines || IsImplicit(instruction))
                {
                    return false;
                }

                readers.Add(instruction);
            }

            ends = defines;
            isHeld &= !Defines(instruction, holder);
        }

        if (!ends && liveOut.Contains(loaded))
        {
            return false;
        }

        readers.ForEach(reader => reader.MapRegisters(register => register == loaded ? holder : register));
        return true;
    }

    /// <summary>Whether the instruction reads registers that it does not name.</summary>
    private static bool IsImplicit(MachineInstruction instruction) => instruction.Op is MachineOp.Call or MachineOp.Exit or MachineOp.Atomic;

    private bool Reads(MachineInstruction instruction, int register)
    {
        registers.Clear();
        instruction.AddUses(registers);
        return registers.Contains(register);
    }

    private bool Defines(MachineInstruction instruction, int register)
    {
        registers.Clear();
        instruction.AddDefinitions(registers);
        return registers.Contains(register);
    }

    /// <summary>Backward: a store of what no way loads before it is stored again does nothing.</summary>
    private void RemoveDeadStores()
    {
        var live = function.Blocks.ToDictionary(static block => block, _ => new BitSet(function.Frame.Count));
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = function.Blocks.Count - 1; i >= 0; i--)
            {
                MachineBlock block = function.Blocks[i];
                changed |= live[block].UnionWith(WalkBack(block, live, remove: false));
            }
        }

        function.Blocks.ForEach(block => WalkBack(block, live, remove: true));
    }

    /// <summary>The slots that are loaded behind the block's start before they are stored.</summary>
    private BitSet WalkBack(MachineBlock block, Dictionary<MachineBlock, BitSet> live, bool remove)
    {
        var loaded = new BitSet(function.Frame.Count);
        foreach (MachineBlock successor in block.Successors)
        {
            loaded.UnionWith(live[successor]);
        }

        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            MachineInstruction instruction = block.Instructions[i];
            if (IsReload(instruction))
            {
                loaded.Add(instruction.Frame!.Index);
            }
            else if (IsSpill(instruction))
            {
                if (remove && !loaded.Contains(instruction.Frame!.Index))
                {
                    block.Instructions.RemoveAt(i);
                }

                loaded.Remove(instruction.Frame!.Index);
            }
        }

        return loaded;
    }

    /// <summary>What each register holds at the start of each block, on all ways there.</summary>
    private Dictionary<MachineBlock, FrameObject?[]> Propagate()
    {
        var starts = new Dictionary<MachineBlock, FrameObject?[]> { [function.Blocks[0]] = new FrameObject?[MachineInstruction.FirstVirtual] };
        var work = new Stack<MachineBlock>([function.Blocks[0]]);
        while (work.Count > 0)
        {
            MachineBlock block = work.Pop();
            var held = (FrameObject?[])starts[block].Clone();
            block.Instructions.ForEach(instruction => Step(instruction, held));
            foreach (MachineBlock successor in block.Successors)
            {
                if (!starts.TryGetValue(successor, out FrameObject?[]? start))
                {
                    starts.Add(successor, (FrameObject?[])held.Clone());
                    work.Push(successor);
                }
                else if (Meet(start, held))
                {
                    work.Push(successor);
                }
            }
        }

        return starts;
    }

    /// <summary>Forgets what does not hold on the other way too. True if there was such.</summary>
    private static bool Meet(FrameObject?[] start, FrameObject?[] other)
    {
        bool changed = false;
        for (int register = 0; register < start.Length; register++)
        {
            if (start[register] is not null && start[register] != other[register])
            {
                start[register] = null;
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>Follows one instruction. False if it loads or stores what is there already.</summary>
    private bool Step(MachineInstruction instruction, FrameObject?[] held)
    {
        int register = IsReload(instruction) ? instruction.Destination : IsSpill(instruction) ? instruction.Source : MachineInstruction.None;
        if (register >= 0 && held[register] == instruction.Frame)
        {
            return false;
        }

        for (int i = 0; IsSpill(instruction) && i < held.Length; i++)
        {
            held[i] = held[i] == instruction.Frame ? null : held[i];
        }

        FrameObject? copied = instruction.Op == MachineOp.Copy ? held[instruction.Source] : null;
        registers.Clear();
        instruction.AddDefinitions(registers);
        registers.ForEach(defined => held[defined] = copied);
        if (register >= 0)
        {
            held[register] = instruction.Frame;
        }

        return true;
    }
}
