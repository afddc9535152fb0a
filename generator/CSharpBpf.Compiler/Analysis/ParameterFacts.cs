using System;
using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>What holds for a pointer that a function is given, whoever calls it.</summary>
/// <param name="Extent">The bytes of its object before and behind it.</param>
/// <param name="Packet">For a packet pointer, what is proven of it; null for one that is no longer valid.</param>
/// <param name="MaximumOffset">How far from the packet's start it is at most.</param>
/// <param name="IsNotNull">Whether every caller knows that it is not null.</param>
/// <param name="IsReadOnly">Whether some caller's must not be written through.</param>
internal sealed record ParameterFact(Extent Extent, PacketFact? Packet, long MaximumOffset, bool IsNotNull, bool IsReadOnly);

/// <summary>
/// What callers pass to the pointer parameters of functions. The kernel verifies a static function with each call, and knows in it of the arguments what it knew
/// in the caller; what holds for all calls therefore holds in it. Callers are looked at before their callees.
/// </summary>
internal sealed class ParameterFacts
{
    /// <summary>Nothing of any call: what passes know, which run before the last form of the callers is there.</summary>
    public static readonly ParameterFacts Unknown = new();

    private readonly Dictionary<IrValue, ParameterFact> facts = [];

    public ParameterFact? Of(IrValue parameter) => facts.TryGetValue(parameter, out ParameterFact? fact) ? fact : null;

    /// <summary>Notes the arguments of a call; the state is that before it.</summary>
    public void Add(IrInstruction call, PointerState state, MemoryExtents extents, PacketOffsets offsets)
    {
        for (int i = 0; i < call.Operands.Count; i++)
        {
            IrValue argument = call.Operands[i];
            if (!argument.Type.IsPointer() || argument.Type == IrType.ContextPointer)
            {
                continue;
            }

            Extent extent = extents.Of(argument);
            var fact = new ParameterFact(
                argument.Type == IrType.StackPointer ? extent with { Before = 0 } : extent,
                PointerFlow.Relative(argument, state),
                offsets.MaximumOf(argument),
                PointerFlow.IsNotNull(argument, state),
                extents.IsReadOnly(argument));
            IrParameter parameter = call.Callee!.Parameters[i];
            facts[parameter] = Of(parameter) is { } known ? Join(known, fact) : fact;
        }
    }

    /// <summary>What holds where the function is entered.</summary>
    public PointerState AtEntry(IrFunction function)
    {
        var state = new PointerState();
        foreach (IrParameter parameter in function.Parameters)
        {
            ParameterFact? fact = Of(parameter);
            PacketFact? packet = fact is null ? default(PacketFact) : fact.Packet;
            if (packet is { } proven && parameter.Type is IrType.PacketPointer or IrType.PacketEndPointer or IrType.PacketMetaPointer)
            {
                state.SetPacket(parameter, proven);
            }

            if (fact?.IsNotNull == true)
            {
                state.SetNotNull(parameter);
            }
        }

        return state;
    }

    private static ParameterFact Join(ParameterFact left, ParameterFact right) => new(
        new Extent(Math.Min(left.Extent.Before, right.Extent.Before), Math.Min(left.Extent.After, right.Extent.After)),
        left.Packet is { } a && right.Packet is { } b ? new PacketFact(Math.Min(a.Range, b.Range), Math.Min(a.Back, b.Back)) : null,
        Math.Max(left.MaximumOffset, right.MaximumOffset),
        left.IsNotNull && right.IsNotNull,
        left.IsReadOnly || right.IsReadOnly);
}
