using System;
using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

// The kernel packs kind and flags into one number (enum bpf_arg_type and bpf_return_type over bpf_type_flag, include/linux/bpf.h v6.12).
// Here they are two members, and a kernel name such as ARG_PTR_TO_UNINIT_MEM becomes its kind (PtrToMem) with its flags (MemUninit, MemWrite).

/// <summary>What a helper demands of an argument: the kernel's ARG_ constants without their modifiers.</summary>
public enum ArgumentKind
{
    /// <summary>Any initialised register.</summary>
    Anything,

    /// <summary>A number, not a pointer.</summary>
    Scalar,

    /// <summary>A map, loaded by BPF_PSEUDO_MAP_FD.</summary>
    ConstMapPtr,

    /// <summary>Initialised memory of the map's key size.</summary>
    PtrToMapKey,

    /// <summary>Memory of the map's value size.</summary>
    PtrToMapValue,

    /// <summary>Memory whose length the next argument tells, or (MemFixedSize) the helper fixes.</summary>
    PtrToMem,

    /// <summary>The length in bytes of the memory before it; at least 1.</summary>
    ConstSize,

    /// <summary>The length in bytes of the memory before it; may be 0.</summary>
    ConstSizeOrZero,

    /// <summary>A constant number of bytes to allocate.</summary>
    ConstAllocSizeOrZero,

    /// <summary>The program's context.</summary>
    PtrToCtx,

    /// <summary>A struct bpf_spin_lock inside a map value.</summary>
    PtrToSpinLock,

    /// <summary>A socket of any state.</summary>
    PtrToSockCommon,

    /// <summary>A full socket.</summary>
    PtrToSocket,

    /// <summary>A kernel object of a type known by BTF.</summary>
    PtrToBtfId,

    /// <summary>A kernel socket or its mirror struct bpf_sock.</summary>
    PtrToBtfIdSockCommon,

    /// <summary>A per-CPU kernel object of a type known by BTF.</summary>
    PtrToPerCpuBtfId,

    /// <summary>A record reserved in a ring buffer.</summary>
    PtrToRingbufMem,

    /// <summary>A subprogram of this program.</summary>
    PtrToFunc,

    /// <summary>The program's stack.</summary>
    PtrToStack,

    /// <summary>A zero-terminated string in a read-only map.</summary>
    PtrToConstStr,

    /// <summary>A struct bpf_timer inside a map value.</summary>
    PtrToTimer,

    /// <summary>A field of a map value or of an own object that holds a kernel pointer.</summary>
    KptrXchgDest,

    /// <summary>A struct bpf_dynptr on the stack.</summary>
    PtrToDynptr,
}

/// <summary>What a helper returns in R0: the kernel's RET_ constants without their modifiers.</summary>
public enum ReturnKind
{
    /// <summary>A number.</summary>
    Integer,

    /// <summary>Nothing: R0 is unreadable afterwards.</summary>
    Void,

    /// <summary>A map value.</summary>
    PtrToMapValue,

    /// <summary>A full socket.</summary>
    PtrToSocket,

    /// <summary>A TCP socket.</summary>
    PtrToTcpSock,

    /// <summary>A socket of any state.</summary>
    PtrToSockCommon,

    /// <summary>Memory of a size that an argument tells.</summary>
    PtrToMem,

    /// <summary>Memory or a kernel object, whichever the argument's type is.</summary>
    PtrToMemOrBtfId,

    /// <summary>A kernel object of a type known by BTF.</summary>
    PtrToBtfId,
}

/// <summary>Modifiers of argument and return kinds, named after the kernel's enum bpf_type_flag.</summary>
[Flags]
public enum TypeModifiers
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The pointer may be null.</summary>
    PtrMaybeNull = 1 << 0,

    /// <summary>The memory is only read, so read-only memory will do; in a return kind, it may not be written.</summary>
    MemRdonly = 1 << 1,

    /// <summary>The memory is a ring buffer's record.</summary>
    MemRingbuf = 1 << 2,

    /// <summary>The memory need not be initialised before the call.</summary>
    MemUninit = 1 << 3,

    /// <summary>The helper writes the memory.</summary>
    MemWrite = 1 << 4,

    /// <summary>The helper fixes the size.</summary>
    MemFixedSize = 1 << 5,

    /// <summary>The memory must be aligned to its size.</summary>
    MemAligned = 1 << 6,

    /// <summary>The call gives the object back; no copy of the pointer is valid afterwards.</summary>
    ObjRelease = 1 << 7,

    /// <summary>The kernel object is alive for certain.</summary>
    PtrTrusted = 1 << 8,

    /// <summary>The dynptr is one to the program's own memory.</summary>
    DynptrTypeLocal = 1 << 9,

    /// <summary>The dynptr is one to a ring buffer's record.</summary>
    DynptrTypeRingbuf = 1 << 10,
}

/// <summary>What a helper demands of one argument (R1 to R5).</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Modifiers">Its modifiers.</param>
/// <param name="Size">The size in bytes if <see cref="TypeModifiers.MemFixedSize"/> is set, else 0.</param>
public readonly record struct HelperArgument(ArgumentKind Kind, TypeModifiers Modifiers = TypeModifiers.None, int Size = 0)
{
    /// <summary>Whether a null pointer is accepted.</summary>
    public bool MayBeNull => (Modifiers & TypeModifiers.PtrMaybeNull) != 0;
}

/// <summary>What a helper returns.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Modifiers">Its modifiers.</param>
public readonly record struct HelperReturn(ReturnKind Kind, TypeModifiers Modifiers = TypeModifiers.None)
{
    /// <summary>Whether the program must compare the pointer with null before it uses it.</summary>
    public bool MayBeNull => (Modifiers & TypeModifiers.PtrMaybeNull) != 0;
}

/// <summary>A helper's return value and arguments.</summary>
/// <param name="Return">What it returns.</param>
/// <param name="Arguments">Its arguments, R1 first.</param>
public sealed record HelperSignature(HelperReturn Return, IReadOnlyList<HelperArgument> Arguments);
