using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Diagnostics;

/// <summary>
/// Every diagnostic, one row each: id, title, message, severity. Ids by their first two digits: 00 declaration, 01 language, 02 memory,
/// 03 helpers and maps, 04 limits, 09 internal. Each row has a page docs/diagnostics/ID.md, a line in the analyzers' release file and a test
/// that makes it fire. The message says what is wrong and what to do; {0}, {1}, ... are the arguments in the order that the row's remark names.
/// </summary>
public static class DiagnosticTable
{
    private static readonly Dictionary<string, DiagnosticDescriptor> ById = new(StringComparer.Ordinal);

    // 00xx: declarations.

    /// <summary>Class, number of errors.</summary>
    public static readonly DiagnosticDescriptor NotCompiled = Error("BPF0001", "BPF class not compiled", "'{0}' was not compiled: {1} errors. The analyzer CompiledProgramAnalyzer reports them at their places.");

    /// <summary>Class.</summary>
    public static readonly DiagnosticDescriptor ClassNotPartial = Error("BPF0002", "BPF class must be partial", "The BPF class '{0}' must be partial: the generator writes its other part");

    /// <summary>Class.</summary>
    public static readonly DiagnosticDescriptor ClassNotSealed = Error("BPF0003", "BPF class must be sealed", "The BPF class '{0}' must be sealed: one class is one BPF object");

    /// <summary>Class.</summary>
    public static readonly DiagnosticDescriptor ClassGeneric = Error("BPF0004", "BPF class must not be generic", "The BPF class '{0}' must not be generic, nor stand in a generic type: one class is one BPF object");

    /// <summary>Class, base class.</summary>
    public static readonly DiagnosticDescriptor ClassInherits = Error("BPF0005", "BPF class must derive from BpfObject directly", "The BPF class '{0}' must derive from BpfObject itself, not from '{1}': share code by static methods that take maps as parameters");

    /// <summary>Containing type, class.</summary>
    public static readonly DiagnosticDescriptor ContainerNotPartial = Error("BPF0006", "Type around a BPF class must be partial", "The type '{0}' must be partial, because the generator writes the other part of the BPF class '{1}' in it");

    /// <summary>Property.</summary>
    public static readonly DiagnosticDescriptor MapNotPartialGetter = Error("BPF0007", "Map must be a partial get-only property", "The map '{0}' must be a partial instance property with a getter only, as in: public partial HashMap<uint, ulong> {0} {{ get; }}");

    /// <summary>Property, type.</summary>
    public static readonly DiagnosticDescriptor MapTypeUnknown = Error("BPF0008", "Map property must have a map type", "The map '{0}' has the type '{1}', which is not a map type such as HashMap<TKey, TValue> or ArrayMap<TValue>");

    /// <summary>Property.</summary>
    public static readonly DiagnosticDescriptor MapWithoutEntries = Error("BPF0009", "Map needs MaxEntries", "The map '{0}' needs a capacity: set MaxEntries to 1 or more in its [BpfMap]");

    /// <summary>Map, "key" or "value", type.</summary>
    public static readonly DiagnosticDescriptor MapDataNotUnmanaged = Error("BPF0010", "Map data must be unmanaged", "The {1} type '{2}' of the map '{0}' must be unmanaged: integers, enums, and structs of them");

    /// <summary>Map, "key" or "value", type, where the padding is.</summary>
    public static readonly DiagnosticDescriptor MapDataPadded = Error("BPF0011", "Map data must not have padding", "The {1} type '{2}' of the map '{0}' has padding {3}: keys compare by their bytes and the kernel refuses bytes that were never written. Add a field there or reorder the fields.");

    /// <summary>Member, name.</summary>
    public static readonly DiagnosticDescriptor NameNotIdentifier = Error("BPF0012", "Name must be a C identifier", "The name '{1}' of '{0}' must be a C identifier (letters, digits and '_' of ASCII, not first a digit): set Name in its attribute");

    /// <summary>Member, name, the member that has it already.</summary>
    public static readonly DiagnosticDescriptor NameNotUnique = Error("BPF0013", "Name must be unique in the object", "The name '{1}' of '{0}' is also the name of '{2}': set Name in one of their attributes");

    /// <summary>Property.</summary>
    public static readonly DiagnosticDescriptor GlobalNotPartialRef = Error("BPF0014", "Global must be a partial ref property", "The global '{0}' must be a partial instance property that returns a reference and has a getter only, as in: public partial ref ulong {0} {{ get; }}");

    /// <summary>Property.</summary>
    public static readonly DiagnosticDescriptor ConstNotInitOnly = Error("BPF0015", "Constant must be an init-only property", "The constant '{0}' must be an instance property with get and init accessors and no bodies, as in: public ushort {0} {{ get; init; }} = 53;");

    /// <summary>Property.</summary>
    public static readonly DiagnosticDescriptor ConstWithoutValue = Error("BPF0016", "Constant needs a constant initialiser", "The constant '{0}' needs an initialiser that is a constant, as in: = 53");

    /// <summary>Method, attribute, what is wrong, the signature wanted.</summary>
    public static readonly DiagnosticDescriptor ProgramSignature = Error("BPF0017", "Program has the wrong signature", "The program '{0}' {2}: a method with [{1}] looks like {3}");

    /// <summary>Member, attribute.</summary>
    public static readonly DiagnosticDescriptor OutsideBpfClass = Error("BPF0018", "Declaration outside a BPF class", "'{0}' has [{1}], but its class does not derive from BpfObject");

    /// <summary>Member.</summary>
    public static readonly DiagnosticDescriptor NameReserved = Error("BPF0019", "Name is taken by the generator", "The member '{0}' has a name that the generator gives to a member of every BPF class: rename it");

    /// <summary>Property, type.</summary>
    public static readonly DiagnosticDescriptor GlobalInitialValue = Error("BPF0020", "Initial value does not fit the global", "The initial value of the global '{0}' must be a constant that its type '{1}' can hold");

    /// <summary>Property, type.</summary>
    public static readonly DiagnosticDescriptor VariableType = Error("BPF0021", "Type cannot be a global or constant", "'{0}' has the type '{1}': a global is an unmanaged type, a constant an integer, bool, char or enum");

    /// <summary>Assembly, reason.</summary>
    public static readonly DiagnosticDescriptor LibrarySourceUnusable = Error("BPF0022", "Carried library source cannot be used", "The BPF source that the assembly '{0}' carries cannot be used: {1}. Build the assembly again with the generator of this version.");

    /// <summary>Property name, value, reason.</summary>
    public static readonly DiagnosticDescriptor BuildProperty = Error("BPF0023", "Build property has no meaning", "The build property {0} is '{1}', which is {2}");

    // 02xx: memory.

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor MapValueMayBeNull = Error("BPF0201", "Map value may be null", "'{0}' may be the null reference here: test it with Unsafe.IsNullRef first");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor PacketAccessUnproven = Error("BPF0202", "Packet access not proven", "The access '{0}' is not proven to be inside the packet: read with TryRead, or compare with the packet's end first");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor PacketOffsetUnbounded = Error("BPF0203", "Packet offset not bounded", "The offset '{0}' into the packet has no bound that the kernel can see: limit it with a comparison or a mask first");

    /// <summary>Expression, reason.</summary>
    public static readonly DiagnosticDescriptor PointerUse = Error("BPF0204", "Unsupported pointer use", "The pointer '{0}' cannot be used like this: {1}");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor UninitializedMemory = Error("BPF0205", "Uninitialised memory", "'{0}' reads memory that was never written: give it a value first");

    // 03xx: helpers and maps.

    /// <summary>Helper, licence text.</summary>
    public static readonly DiagnosticDescriptor HelperNeedsGpl = Error("BPF0301", "Helper is GPL-only", "The kernel gives the helper {0} to GPL-compatible programs only, and this object's licence is {1}: add [BpfLicense(\"GPL\")] or [BpfLicense(\"Dual MIT/GPL\")] to the class or the assembly");

    /// <summary>Helper, its version, target version.</summary>
    public static readonly DiagnosticDescriptor HelperTooNew = Error("BPF0302", "Helper is newer than the target kernel", "The helper {0} exists since kernel {1}, and the target is {2}: set <BpfTargetKernel>{1}</BpfTargetKernel> or do without it");

    /// <summary>Map, map type, its version, target version.</summary>
    public static readonly DiagnosticDescriptor MapTypeTooNew = Error("BPF0303", "Map type is newer than the target kernel", "The map '{0}' has the type {1}, which exists since kernel {2}, and the target is {3}: set <BpfTargetKernel>{2}</BpfTargetKernel> or use another map");

    /// <summary>Helper, program type.</summary>
    public static readonly DiagnosticDescriptor HelperUnavailable = Error("BPF0304", "Helper is not available to this program type", "The kernel does not give the helper {0} to programs of the type {1}");

    /// <summary>Member.</summary>
    public static readonly DiagnosticDescriptor KernelSideInUserSpace = Warning("BPF0305", "Kernel-side member used in user space", "'{0}' is for BPF programs: in user space it throws once the object is in the kernel");

    // 04xx: limits.

    /// <summary>Program, bytes.</summary>
    public static readonly DiagnosticDescriptor StackTooLarge = Error("BPF0401", "Stack over 512 bytes", "'{0}' needs {1} bytes of stack, and the kernel gives 512 to a whole call chain: use smaller locals, or a per-CPU array map of one entry as scratch memory");

    /// <summary>No argument.</summary>
    public static readonly DiagnosticDescriptor LoopUnbounded = Error("BPF0402", "Loop is not bounded", "The kernel must see that this loop ends: count to a constant limit");

    /// <summary>Method.</summary>
    public static readonly DiagnosticDescriptor Recursion = Error("BPF0403", "Recursion", "'{0}' calls itself, directly or through others: BPF programs cannot recurse");

    /// <summary>Program, instructions, limit.</summary>
    public static readonly DiagnosticDescriptor ProgramTooLarge = Error("BPF0404", "Program too large", "'{0}' has {1} instructions, and the limit is {2}: make it smaller or split it");

    // 09xx: internal.

    /// <summary>Class, what happened.</summary>
    public static readonly DiagnosticDescriptor InternalError = Error("BPF0901", "Internal compiler error", "The BPF compiler failed on '{0}', which is a bug in it: {1}");

    /// <summary>Class, who compiled. Only with the build property BpfTraceCompilations.</summary>
    public static readonly DiagnosticDescriptor CompilationTrace = Row("BPF0902", "BPF class compiled", "The BPF class '{0}' was compiled by the {1}", DiagnosticSeverity.Info);

    /// <summary>All rows, by id.</summary>
    public static IReadOnlyCollection<DiagnosticDescriptor> All => ById.Values;

    /// <summary>The row of an id.</summary>
    public static DiagnosticDescriptor Get(string id) =>
        ById.TryGetValue(id, out DiagnosticDescriptor? row) ? row : throw new ArgumentOutOfRangeException(nameof(id), id, "no such diagnostic");

    private static DiagnosticDescriptor Error(string id, string title, string message) => Row(id, title, message, DiagnosticSeverity.Error);

    private static DiagnosticDescriptor Warning(string id, string title, string message) => Row(id, title, message, DiagnosticSeverity.Warning);

    private static DiagnosticDescriptor Row(string id, string title, string message, DiagnosticSeverity severity)
    {
        string category = id.Substring(3, 2) switch
        {
            "00" => "BpfDeclaration",
            "01" => "BpfLanguage",
            "02" => "BpfMemory",
            "03" => "BpfHelpers",
            "04" => "BpfLimits",
            _ => "BpfInternal",
        };
        string helpLink = $"https://github.com/csharpbpf/csharpbpf/blob/main/docs/diagnostics/{id}.md";
        DiagnosticDescriptor row = new(id, title, message, category, severity, isEnabledByDefault: true, helpLinkUri: helpLink);
        ById.Add(id, row);
        return row;
    }
}
