using System;
using System.Collections.Generic;

namespace CSharpBpf.Isa.Kernel;

/// <summary>
/// Functions of the kernel that programs call by name (kfuncs). The kernel gives them no numbers, only types in its BTF, which differ from one kernel to the
/// next; here they have numbers of ours beyond those of the helpers, since all else of a call is alike. Programs need a licence that is compatible with the GPL.
/// </summary>
public static class KernelFunctionId
{
    /// <summary>bpf_iter_num_new.</summary>
    public const HelperId IterNumNew = (HelperId)0x4000_0000;

    /// <summary>bpf_iter_num_next.</summary>
    public const HelperId IterNumNext = (HelperId)0x4000_0001;

    /// <summary>bpf_iter_num_destroy.</summary>
    public const HelperId IterNumDestroy = (HelperId)0x4000_0002;
}

/// <summary>What a parameter or result of a kernel function is, as its BTF says.</summary>
public enum KernelFunctionType
{
    /// <summary>Nothing; only as a result.</summary>
    Void,

    /// <summary>int.</summary>
    Int32,

    /// <summary>int *: read-only, or null.</summary>
    Int32Pointer,

    /// <summary>struct bpf_iter_num *: 8 bytes of the stack, aligned, which only these functions touch from new to destroy.</summary>
    NumberIterator,
}

/// <summary>A function of the kernel that programs call by name.</summary>
/// <param name="Call">What is known of its call: its number and name, the first kernel, signature.</param>
/// <param name="Result">Its result.</param>
/// <param name="Parameters">The names and types of its parameters.</param>
public sealed record KernelFunctionInfo(HelperInfo Call, KernelFunctionType Result, IReadOnlyList<(string Name, KernelFunctionType Type)> Parameters);

/// <summary>
/// The kernel functions, one row each. Source: kernel/bpf/helpers.c (common_btf_ids) and kernel/bpf/bpf_iter.c (v6.12): every program type may call them.
/// </summary>
public static class KernelFunctionTable
{
    /// <summary>The bytes of a struct bpf_iter_num.</summary>
    public const int NumberIteratorSize = 8;

    private static readonly HelperArgument NewIterator =
        new(ArgumentKind.PtrToMem, TypeModifiers.MemUninit | TypeModifiers.MemWrite | TypeModifiers.MemFixedSize | TypeModifiers.MemAligned, NumberIteratorSize);

    private static readonly HelperArgument Iterator =
        new(ArgumentKind.PtrToMem, TypeModifiers.MemWrite | TypeModifiers.MemFixedSize | TypeModifiers.MemAligned, NumberIteratorSize);

    private static readonly HelperArgument Anything = new(ArgumentKind.Anything);

    private static readonly KernelFunctionInfo[] Rows =
    [
        new(
            new(KernelFunctionId.IterNumNew, "bpf_iter_num_new", new(6, 4), HelperTraits.GplOnly, new(new(ReturnKind.Integer), [NewIterator, Anything, Anything])),
            KernelFunctionType.Int32,
            [("it", KernelFunctionType.NumberIterator), ("start", KernelFunctionType.Int32), ("end", KernelFunctionType.Int32)]),
        new(
            new(KernelFunctionId.IterNumNext, "bpf_iter_num_next", new(6, 4), HelperTraits.GplOnly, new(new(ReturnKind.PtrToMem, TypeModifiers.PtrMaybeNull | TypeModifiers.MemRdonly), [Iterator])),
            KernelFunctionType.Int32Pointer,
            [("it", KernelFunctionType.NumberIterator)]),
        new(
            new(KernelFunctionId.IterNumDestroy, "bpf_iter_num_destroy", new(6, 4), HelperTraits.GplOnly, new(new(ReturnKind.Void), [Iterator])),
            KernelFunctionType.Void,
            [("it", KernelFunctionType.NumberIterator)]),
    ];

    /// <summary>All rows.</summary>
    public static IReadOnlyList<KernelFunctionInfo> All => Rows;

    /// <summary>The row of a number; null for one that is a helper's or nobody's.</summary>
    public static KernelFunctionInfo? Find(HelperId id)
    {
        int index = (int)id - (int)KernelFunctionId.IterNumNew;
        return index >= 0 && index < Rows.Length ? Rows[index] : null;
    }

    /// <summary>The row of a name, or null.</summary>
    public static KernelFunctionInfo? Find(string name) => Array.Find(Rows, row => row.Call.KernelName == name);
}
