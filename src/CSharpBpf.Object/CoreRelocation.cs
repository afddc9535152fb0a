namespace CSharpBpf.Object;

/// <summary>What a CO-RE relocation asks about a type (enum bpf_core_relo_kind of uapi/linux/bpf.h).</summary>
public enum CoreRelocationKind
{
    /// <summary>BPF_CORE_FIELD_BYTE_OFFSET.</summary>
    FieldByteOffset = 0,

    /// <summary>BPF_CORE_FIELD_BYTE_SIZE.</summary>
    FieldByteSize = 1,

    /// <summary>BPF_CORE_FIELD_EXISTS.</summary>
    FieldExists = 2,

    /// <summary>BPF_CORE_FIELD_SIGNED.</summary>
    FieldSigned = 3,

    /// <summary>BPF_CORE_FIELD_LSHIFT_U64.</summary>
    FieldLeftShift = 4,

    /// <summary>BPF_CORE_FIELD_RSHIFT_U64.</summary>
    FieldRightShift = 5,

    /// <summary>BPF_CORE_TYPE_ID_LOCAL.</summary>
    TypeIdLocal = 6,

    /// <summary>BPF_CORE_TYPE_ID_TARGET.</summary>
    TypeIdTarget = 7,

    /// <summary>BPF_CORE_TYPE_EXISTS.</summary>
    TypeExists = 8,

    /// <summary>BPF_CORE_TYPE_SIZE.</summary>
    TypeSize = 9,

    /// <summary>BPF_CORE_ENUMVAL_EXISTS.</summary>
    EnumValueExists = 10,

    /// <summary>BPF_CORE_ENUMVAL_VALUE.</summary>
    EnumValue = 11,

    /// <summary>BPF_CORE_TYPE_MATCHES.</summary>
    TypeMatches = 12,
}

/// <summary>A place whose value depends on a kernel type's layout (struct bpf_core_relo).</summary>
/// <param name="Slot">The 8-byte slot of the instruction, from the start of the function.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="TypeId">The local type the access starts at.</param>
/// <param name="Access">The access string: member indexes separated by colons, such as <c>0:1:2</c>.</param>
public readonly record struct CoreRelocation(int Slot, CoreRelocationKind Kind, int TypeId, string Access);
