namespace CSharpBpf.Isa;

/// <summary>What a field of an instruction is for.</summary>
public enum FieldUse
{
    /// <summary>Nothing: it must be zero (RFC 9669, section 3.1).</summary>
    Reserved,

    /// <summary>To tell forms with the same opcode apart: it has one value.</summary>
    Selector,

    /// <summary>A register number.</summary>
    Register,

    /// <summary>A number.</summary>
    Value,

    /// <summary>A distance in slots from the next slot.</summary>
    Distance,
}

/// <summary>What a field of an instruction may hold: every value from <see cref="Minimum"/> to <see cref="Maximum"/> but <see cref="Excluded"/>.</summary>
/// <param name="Use">What the field is for.</param>
/// <param name="Minimum">The smallest value.</param>
/// <param name="Maximum">The largest value.</param>
/// <param name="Excluded">A value in between that is not allowed, or null.</param>
public readonly record struct FieldRule(FieldUse Use, long Minimum, long Maximum, long? Excluded = null)
{
    /// <summary>Must be zero.</summary>
    public static FieldRule Reserved { get; } = new(FieldUse.Reserved, 0, 0);

    /// <summary>A register, r0 to r10.</summary>
    public static FieldRule Register { get; } = new(FieldUse.Register, 0, Isa.Register.R10);

    /// <summary>Any value of the 16-bit offset.</summary>
    public static FieldRule Offset16 { get; } = new(FieldUse.Value, short.MinValue, short.MaxValue);

    /// <summary>Any value of the 32-bit immediate.</summary>
    public static FieldRule Immediate32 { get; } = new(FieldUse.Value, int.MinValue, int.MaxValue);

    /// <summary>Any value of lddw's immediate.</summary>
    public static FieldRule Immediate64 { get; } = new(FieldUse.Value, long.MinValue, long.MaxValue);

    /// <summary>Any distance in the offset.</summary>
    public static FieldRule Distance16 { get; } = new(FieldUse.Distance, short.MinValue, short.MaxValue);

    /// <summary>Any distance in the immediate.</summary>
    public static FieldRule Distance32 { get; } = new(FieldUse.Distance, int.MinValue, int.MaxValue);

    /// <summary>Exactly one value, which tells the form.</summary>
    public static FieldRule Select(long value) => new(FieldUse.Selector, value, value);

    /// <summary>Whether the field may hold a value.</summary>
    public bool Allows(long value) => value >= Minimum && value <= Maximum && value != Excluded;
}
