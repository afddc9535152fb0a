using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

/// <summary>What the verifier takes a loaded context field for.</summary>
public enum ContextFieldKind
{
    /// <summary>A number.</summary>
    Scalar,

    /// <summary>The start of the packet (PTR_TO_PACKET).</summary>
    Packet,

    /// <summary>The end of the packet (PTR_TO_PACKET_END).</summary>
    PacketEnd,

    /// <summary>The start of the metadata before the packet (PTR_TO_PACKET_META).</summary>
    PacketMeta,
}

/// <summary>A field of a context, as a program sees it: offsets and sizes are those of the uapi struct, which the kernel rewrites at load.</summary>
/// <param name="Name">The C name.</param>
/// <param name="Offset">The offset in bytes.</param>
/// <param name="Size">The size in bytes; an access has this size and offset exactly.</param>
/// <param name="Kind">What the verifier takes the loaded value for.</param>
/// <param name="Since">The first kernel that has the field.</param>
public sealed record ContextField(string Name, int Offset, int Size, ContextFieldKind Kind, KernelVersion Since)
{
    /// <summary>Whether programs may load it.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>Whether programs may store to it.</summary>
    public bool IsWritable { get; init; }

    /// <summary>Whether a part of it, aligned by its own size, may be loaded too.</summary>
    public bool IsNarrowable { get; init; }

    /// <summary>Whether a sign-extending load (LDSX) is accepted; of the pointer fields it never is.</summary>
    public bool AllowsSignExtension => Kind == ContextFieldKind.Scalar;

    /// <summary>The only attach type whose programs have the field, or null if all have it.</summary>
    public AttachType? OnlyAttachType { get; init; }
}

/// <summary>A range of return values, both ends included.</summary>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
public readonly record struct ReturnRange(int Minimum, int Maximum);

/// <summary>The context of a program type and what it may return.</summary>
/// <param name="ProgramType">The program type.</param>
/// <param name="TypeName">The C name of the context's struct, or null if it has none.</param>
/// <param name="Size">The struct's size in bytes.</param>
/// <param name="Fields">The fields by ascending offset.</param>
public sealed record ContextLayout(ProgramType ProgramType, string? TypeName, int Size, IReadOnlyList<ContextField> Fields)
{
    /// <summary>
    /// Whether the context is a record: programs may load any part of its <see cref="Size"/> bytes that is aligned by its own size, at a constant place,
    /// and store nothing. Its fields, if it has any, are names for some of them.
    /// </summary>
    public bool IsRecord { get; init; }

    /// <summary>Where the part of a record begins that programs may read.</summary>
    public int RecordStart { get; init; }

    /// <summary>Whether programs may read the packet through pointers, but not write it.</summary>
    public bool IsPacketReadOnly { get; init; }

    /// <summary>The range that the verifier enforces on R0 at exit, or null if it takes any number.</summary>
    public ReturnRange? EnforcedReturn { get; init; }

    /// <summary>The values that mean something to the kernel's caller, or null if all do.</summary>
    public ReturnRange? MeaningfulReturn { get; init; }

    /// <summary>The field at an offset.</summary>
    /// <param name="offset">The offset in bytes from the context's start.</param>
    /// <returns>The field that begins there, or null if none does.</returns>
    public ContextField? FieldAt(int offset)
    {
        foreach (ContextField field in Fields)
        {
            if (field.Offset == offset)
            {
                return field;
            }
        }

        return null;
    }
}
