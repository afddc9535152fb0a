namespace CSharpBpf.Btf;

/// <summary>The BTF_KIND_* values of uapi/linux/btf.h.</summary>
public enum BtfKind
{
    /// <summary>BTF_KIND_INT.</summary>
    Int = 1,

    /// <summary>BTF_KIND_PTR.</summary>
    Pointer = 2,

    /// <summary>BTF_KIND_ARRAY.</summary>
    Array = 3,

    /// <summary>BTF_KIND_STRUCT.</summary>
    Struct = 4,

    /// <summary>BTF_KIND_UNION.</summary>
    Union = 5,

    /// <summary>BTF_KIND_ENUM: enumerators of at most 32 bits.</summary>
    Enum = 6,

    /// <summary>BTF_KIND_FWD.</summary>
    Forward = 7,

    /// <summary>BTF_KIND_TYPEDEF.</summary>
    Typedef = 8,

    /// <summary>BTF_KIND_VOLATILE.</summary>
    Volatile = 9,

    /// <summary>BTF_KIND_CONST.</summary>
    Const = 10,

    /// <summary>BTF_KIND_RESTRICT.</summary>
    Restrict = 11,

    /// <summary>BTF_KIND_FUNC (kernel 5.0).</summary>
    Function = 12,

    /// <summary>BTF_KIND_FUNC_PROTO (kernel 5.0).</summary>
    FunctionPrototype = 13,

    /// <summary>BTF_KIND_VAR (kernel 5.2).</summary>
    Variable = 14,

    /// <summary>BTF_KIND_DATASEC (kernel 5.2).</summary>
    DataSection = 15,

    /// <summary>BTF_KIND_FLOAT (kernel 5.13).</summary>
    Float = 16,

    /// <summary>BTF_KIND_DECL_TAG (kernel 5.16).</summary>
    DeclTag = 17,

    /// <summary>BTF_KIND_TYPE_TAG (kernel 5.17).</summary>
    TypeTag = 18,

    /// <summary>BTF_KIND_ENUM64: enumerators of 64 bits (kernel 6.0).</summary>
    Enum64 = 19,
}
