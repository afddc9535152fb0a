using System;
using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Verifier;

/// <summary>
/// How deep functions call each other (the kernel's check_max_stack_depth): a function and its longest chain of calls are at most 8 frames, so there is
/// no recursion. It depends on what calls stand in the code, not on whether they are executed.
/// </summary>
internal sealed class CallDepth
{
    /// <summary>The most frames there may be at a time (MAX_CALL_FRAMES).</summary>
    private const int MaximumFrames = 8;

    private const int Unknown = 0;
    private const int InProgress = -1;

    private readonly SlotMap map;
    private readonly List<VerifierError> errors;
    private readonly Dictionary<int, int> framesOf = [];

    private CallDepth(SlotMap map, List<VerifierError> errors)
    {
        this.map = map;
        this.errors = errors;
    }

    /// <summary>Adds an error for each recursive call, and for each call that makes a chain of 9 frames.</summary>
    public static void Check(SlotMap map, List<VerifierError> errors)
    {
        CallDepth depth = new(map, errors);
        foreach (int function in map.Functions)
        {
            depth.FramesFrom(function);
        }
    }

    /// <summary>The frames of a function with its longest chain of calls, up to <see cref="MaximumFrames"/>: a longer one was reported, and is not reported again in every caller.</summary>
    private int FramesFrom(int function)
    {
        framesOf[function] = InProgress;
        int frames = 1;
        int end = map.FunctionAt(function).End;
        for (int slot = function; slot < end; slot++)
        {
            if (map.At(slot) is not { } instruction
                || SlotMap.KindOf(instruction) != InstructionKind.Call
                || SlotMap.FunctionTarget(instruction, slot) is not { } target
                || !map.Contains(target))
            {
                continue;
            }

            int callee = (int)target;
            int below = framesOf.TryGetValue(callee, out int known) ? known : Unknown;
            below = below == Unknown ? FramesFrom(callee) : below;
            if (below == InProgress)
            {
                errors.Add(new VerifierError(slot, $"'{instruction}' calls a function that is still running", "there is no recursion", "make it a loop"));
            }
            else if (below == MaximumFrames)
            {
                errors.Add(new VerifierError(
                    slot, $"'{instruction}' makes a chain of {ProgramStructure.Text(MaximumFrames + 1)} functions", $"at most {ProgramStructure.Text(MaximumFrames)} may be running", "inline some of them"));
            }

            frames = Math.Max(frames, Math.Min(below + 1, MaximumFrames));
        }

        return framesOf[function] = frames;
    }
}
