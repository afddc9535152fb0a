using System.Collections.Generic;

namespace CSharpBpf.Frontend.Subset;

/// <summary>
/// What of C# may be written in BPF code, feature by feature; <see cref="OperationRuleTable"/> says the same by the compiler's operation kinds.
/// docs/language.md is written from both. A test holds that every file test and every diagnostic named here exists.
/// </summary>
public static class LanguageFeatureTable
{
    private const string Version = "0.1";

    /// <summary>All features, in the order of the page.</summary>
    public static IReadOnlyList<LanguageFeature> All { get; } =
    [
        Supported("Statements", "`if`, `while`, `do`, `for`, `break`, `continue`", "control_flow.cs"),
        Supported("Statements", "labels, `goto`, `goto case`, `goto default`", "control_flow.cs"),
        Supported("Statements", "`switch` with constants, patterns and guards", "control_flow.cs"),
        Supported("Statements", "`foreach` over spans, inline arrays, and enumerators in source", "enumerators.cs"),
        Supported("Statements", "`foreach` over an enumerator with `Dispose`", "disposed_enumerators.cs"),
        Supported("Statements", "`foreach` over `Bpf.Range`, of any length", "ranges.cs"),
        Supported("Statements", "`using` of structs and ref structs, statements and declarations", "finally.cs"),
        Supported("Statements", "`try` with `finally`, also around faults", "finally.cs"),
        Rejected("Statements", "`catch`", "BPF0107"),
        Supported("Statements", "`throw` and other faults, with `OnFault`", "faults.cs"),
        Rejected("Statements", "`throw` in a program without `OnFault`", "BPF0106"),
        Rejected("Statements", "`lock`", "BPF0107"),
        Supported("Statements", "local functions", "locals_and_functions.cs"),
        Supported("Statements", "local functions that use variables of the method around them", "captures.cs"),
        Supported("Statements", "`[MethodImpl]`: methods as subprograms, with integers and contexts", "calls.cs"),
        Supported("Statements", "methods as subprograms, with references to locals, map values, globals and the packet, structs by value and as results", "calls_by_reference.cs"),
        Supported("Statements", "faults of subprograms, with `OnFault`", "calls_with_faults.cs"),
        Rejected("Statements", "iterators and `async` methods", "BPF0108"),

        Supported("Expressions", "arithmetic, comparison, bit and shift operators, casts between integers", "integers.cs"),
        Supported("Expressions", "`&&`, `||`, `!`, `?:`", "control_flow.cs"),
        Supported("Expressions", "compound assignments, `++`, `--`", "integers.cs"),
        Supported("Expressions", "`switch` expressions that handle every value", "control_flow.cs"),
        Supported("Expressions", "constant, relational, `and`, `or`, `not`, `var` and property patterns", "control_flow.cs"),
        Supported("Expressions", "list and slice patterns on spans", "collections.cs"),
        Supported("Expressions", "positional patterns on tuples and by `Deconstruct`", "members.cs"),
        Supported("Expressions", "`is` and type patterns on values of a type parameter", "members.cs"),
        Supported("Expressions", "user-defined operators, also `checked`, `true` and `false`, and C# 14's compound assignments", "members.cs"),
        Supported("Expressions", "tuples and deconstruction", "structs.cs"),
        Supported("Expressions", "`==` and `!=` of tuples, also nested, and with elements that have them as operators", "tuples.cs"),
        Supported("Expressions", "user-defined conversions, also around compound assignments", "converted_assignments.cs"),
        Supported("Expressions", "`x[^1]`, `x[1..3]` and list patterns of the user's own types", "own_indexers.cs"),
        Supported("Expressions", "`with`", "structs.cs"),
        Supported("Expressions", "`checked` and `unchecked` arithmetic and conversions", "checked.cs"),
        Supported("Expressions", "`??`, `??=`, `?.` of nullable values", "nullable.cs"),
        Supported("Expressions", "ranges and `^`", "spans.cs"),
        Supported("Expressions", "`Index` and `Range` as values, `foreach` over a range by an extension", "indexes_and_ranges.cs"),
        Supported("Expressions", "collection expressions as spans, spreads of a known size, `params` spans", "collections.cs"),
        Supported("Expressions", "u8 literals", "tables.cs"),
        Supported("Expressions", "interpolated strings in `Bpf.Printk`", "printk.cs"),
        Rejected("Expressions", "other strings", "BPF0104"),
        Supported("Expressions", "lambdas and method groups that a local names and that are called by it", "captures.cs"),
        Supported("Expressions", "`static` lambdas, local functions and methods as callbacks of `Bpf.Loop` and the maps' `ForEach`", "callbacks.cs"),
        Supported("Expressions", "methods with `[BpfGlobalFunction]`, which the kernel verifies on their own", "global_functions.cs"),
        Supported("Expressions", "`static` lambdas, local functions and methods that timers call", "timers.cs"),
        Rejected("Expressions", "callbacks that use variables of the method around them", "BPF0130"),
        Supported("Expressions", "lambdas, local functions and methods as arguments of methods, as delegates and as function pointers: the method is compiled for each", "delegates.cs"),
        Rejected("Expressions", "delegates that are kept, returned or chosen at run time", "BPF0110"),
        Rejected("Expressions", "`typeof` and reflection", "BPF0111"),
        Rejected("Expressions", "`dynamic`", "BPF0109"),

        Supported("Types", "integers, `bool`, `char`, `nint`, enums", "integers.cs"),
        Supported("Types", "structs: constructors, initialisers, properties, nested and explicit layout", "structs.cs"),
        Supported("Types", "record structs: equality, also by an `Equals` of the user's, `with`, deconstruction", "records.cs"),
        Supported("Types", "primary constructors, also with parameters that members use", "primary_constructors.cs"),
        Supported("Types", "readonly structs and members, defensive copies", "structs.cs"),
        Supported("Types", "ref locals, returns and parameters, `in`, `out`, `ref readonly`", "references.cs"),
        Supported("Types", "ref fields of ref structs", "ref_fields.cs"),
        Supported("Types", "generic methods and structs, static abstract members, constrained calls", "generics.cs"),
        Supported("Types", "inline arrays, `stackalloc`, fixed buffers, with constant and proven indexes", "inline_arrays.cs"),
        Supported("Types", "`Span` and `ReadOnlySpan`: indexes, slices, fields of ref structs, over the packet and over locals", "spans.cs"),
        Supported("Types", "constant tables: `static readonly` arrays, `ReadOnlySpan<T> => [...]`", "tables.cs"),
        Rejected("Types", "arrays on the heap", "BPF0117"),
        Supported("Types", "pointers: `&x`, `*p`, `p->f`, `p[i]`, arithmetic, comparison, casts, `fixed`", "pointers.cs"),
        Supported("Types", "nullable value types: lifted operators, conversions, patterns", "nullable.cs"),
        Rejected("Types", "classes and arrays on the heap", "BPF0101"),
        Rejected("Types", "boxing", "BPF0102"),
        Supported("Types", "extension methods, and C# 14's extension blocks", "members.cs"),
        Supported("Types", "properties with `field`", "members.cs"),
        Supported("Types", "default interface methods, through type parameters", "default_interface_methods.cs"),
        Supported("Types", "`static readonly` fields made of constants and of each other", "static_fields.cs"),
        Rejected("Types", "virtual methods, interfaces as types", "BPF0103"),
        Rejected("Types", "floating point and decimal", "BPF0105"),

        Supported("Library", "maps", "maps.cs"),
        Supported("Library", "ring buffers: reserve, submit, discard, output, query", "ring_buffers.cs"),
        Supported("Library", "records of any length in ring buffers (dynptr)", "dynamic_records.cs"),
        Supported("Library", "tail calls through program arrays", "tail_calls.cs"),
        Supported("Library", "maps of maps", "maps_of_maps.cs"),
        Supported("Library", "spin locks in map values", "spin_locks.cs"),
        Supported("Library", "queues and stacks", "queues.cs"),
        Supported("Library", "`Length` and `MaxEntries` of the object's maps: constants", "atomics.cs"),
        Supported("Library", "global variables, with and without an initial value", "atomics.cs"),
        Supported("Library", "`Interlocked` on `int`, `uint`, `long`, `ulong`; `Volatile`", "atomics.cs"),
        Supported("Library", "XDP programs", "try_read.cs"),
        Supported("Library", "moving the start and the end of an XDP packet", "xdp_adjust.cs"),
        Supported("Library", "classifiers of traffic control (tc), their context and helpers", "tc.cs"),
        Supported("Library", "filters of sockets and of cgroups", "sockets.cs"),
        Supported("Library", "probes of functions of the kernel and of processes (x86-64), perf events", "probes.cs"),
        Supported("Library", "tracepoints: their records as structs; raw tracepoints: their arguments", "tracepoints.cs"),
        Supported("Library", "the current task's ids and name; memory of the kernel and of processes", "tracepoints.cs"),
        Supported("Library", "packets: `TryRead`, `TrySkip`", "try_read.cs"),
        Supported("Library", "VLAN tags, IPv6 extension headers, TCP options, DNS names, tunnel headers", "walkers.cs"),
        Supported("Library", "Internet checksums: full and incremental", "checksums.cs"),
        Supported("Library", "jhash, MurmurHash3, SipHash-2-4, CRC-32C", "hashes.cs"),
        Supported("Library", "token buckets, log2 histograms, IPv4 and IPv6 prefixes", "rates.cs"),
        Supported("Library", "the methods of spans, `MemoryMarshal`, `BinaryPrimitives`, `Unsafe`", "spans.cs"),
        Supported("Library", "`BitOperations`, `Math` on integers, `BinaryPrimitives.ReverseEndianness`", "numbers.cs"),
        Supported("Library", "the number types' own methods (`int.Max`, `x.CompareTo(y)`), `char` of ASCII, `Enum.IsDefined` and `HasFlag`", "number_methods.cs"),
        Supported("Library", "generic mathematics on integers: operators, constants, conversions, methods", "generic_numbers.cs"),
        Rejected("Library", "static fields that are not constants", "BPF0112"),
        Rejected("Library", "methods without source", "BPF0114"),
        Rejected("Library", "recursion", "BPF0403"),
    ];

    private static LanguageFeature Supported(string group, string name, string fileTest) => new(group, name, Version, fileTest, null);

    private static LanguageFeature Rejected(string group, string name, string id) => new(group, name, null, null, id);
}
