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
/// <param name="Map">The map whose value it points to, at the value's start; null if that is not known.</param>
/// <param name="Alignment">What divides the address, up to 8.</param>
internal sealed record ParameterFact(Extent Extent, PacketFact? Packet, long MaximumOffset, bool IsNotNull, bool IsReadOnly, IrMap? Map = null, int Alignment = 8);

/// <summary>
/// What callers pass to the pointer parameters of functions. The kernel verifies a static function with each call, and knows in it of the arguments what it knew
/// in the caller; what holds for all calls therefore holds in it. A global function is verified without its calls. Callers are looked at before their callees.
/// </summary>
internal sealed class ParameterFacts
{
    /// <summary>Nothing of any call: what passes know, which run before the last form of the callers is there.</summary>
    public static readonly ParameterFacts Unknown = new();

    private readonly Dictionary<IrValue, ParameterFact> facts = [];

    public ParameterFact? Of(IrValue parameter) =>
        parameter is IrParameter { Type: IrType.MemoryPointer, Target: { } target } ? new ParameterFact(new Extent(0, target.Size), null, 0, IsNotNull: false, IsReadOnly: false)
            : facts.TryGetValue(parameter, out ParameterFact? fact) ? fact : null;

    /// <summary>Notes the arguments of a call, or of what a helper calls back; the state is that before it.</summary>
    public void Add(IrInstruction call, PointerState state, MemoryExtents extents, PacketOffsets offsets)
    {
        if (Callbacks.Of(call) is { } callback)
        {
            IReadOnlyList<CallbackParameter> parameters = Callbacks.ParametersOf(call.Helper)!;
            IrMap? map = Callbacks.MapOf(call, extents);
            for (int i = 0; i < parameters.Count && i < callback.Parameters.Count; i++)
            {
                switch (parameters[i])
                {
                    case CallbackParameter.Key:
                        Add(callback.Parameters[i], new ParameterFact(new Extent(0, SizeOf(map?.Key, callback.Parameters[i])), null, 0, IsNotNull: true, IsReadOnly: true));
                        break;
                    case CallbackParameter.Value:
                        Add(callback.Parameters[i], new ParameterFact(new Extent(0, SizeOf(map?.Value, callback.Parameters[i])), null, 0, IsNotNull: true, IsReadOnly: false, IsOf(map?.Value, callback.Parameters[i]) ? map : null));
                        break;
                    case CallbackParameter.Context:
                        Add(callback.Parameters[i], Of(Callbacks.Argument(call, i)!, state, extents, offsets));
                        break;
                }
            }
        }

        // What the kernel knows in a global function it knows from its signature.
        for (int i = 0; call.Op == IrOp.Call && !call.Callee!.IsGlobal && i < call.Operands.Count; i++)
        {
            if (call.Operands[i].Type.IsPointer() && call.Operands[i].Type != IrType.ContextPointer)
            {
                Add(call.Callee!.Parameters[i], Of(call.Operands[i], state, extents, offsets));
            }
        }
    }

    // A timer's method that takes something else than the map's is refused where it is given to the timer, and not again for each access.
    private static bool IsOf(DataType? given, IrParameter parameter) => parameter.Target is not { } taken || (taken.Name, taken.Size) == (given?.Name, given?.Size);

    private static int SizeOf(DataType? given, IrParameter parameter) => given is null ? 0 : parameter.Target?.Size ?? given.Size;

    private void Add(IrParameter parameter, ParameterFact fact) => facts[parameter] = Of(parameter) is { } known ? Join(known, fact) : fact;

    private ParameterFact Of(IrValue argument, PointerState state, MemoryExtents extents, PacketOffsets offsets)
    {
        Extent extent = extents.Of(argument);
        return new ParameterFact(
            argument.Type == IrType.StackPointer ? extent with { Before = 0 } : extent,
            PointerFlow.Relative(argument, state),
            offsets.MaximumOf(argument),
            PointerFlow.IsNotNull(argument, state),
            extents.IsReadOnly(argument),
            Alignment: new AddressAlignment(extents, this).Of(argument, 0));
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
        left.IsReadOnly || right.IsReadOnly,
        left.Map == right.Map ? left.Map : null,
        Math.Min(left.Alignment, right.Alignment));
}
