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

    /// <summary>Map, "key", "value" or "record", type.</summary>
    public static readonly DiagnosticDescriptor MapDataNotUnmanaged = Error("BPF0010", "Map data must be unmanaged", "The {1} type '{2}' of the map '{0}' must be unmanaged: integers, enums, and structs of them");

    /// <summary>Map, "key", "value" or "record", type, where the padding is.</summary>
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

    /// <summary>Target, program.</summary>
    public static readonly DiagnosticDescriptor AttachTarget = Error("BPF0024", "Attach target is not a name", "'{0}' is not the name of something that the program '{1}' could attach to: letters, digits, '_', '-' and '.'");

    /// <summary>Method, library, C# error, place, reason.</summary>
    public static readonly DiagnosticDescriptor LibraryDoesNotBind = Error("BPF0025", "Carried library source does not compile here", "'{0}' cannot be compiled into the program: the source that {1} carries does not compile here ({2}, at {3}): {4}. Reference what the library was built with, or build it again.");

    /// <summary>Library member, library, what it took then, what it takes here, reason.</summary>
    public static readonly DiagnosticDescriptor LibrarySkew = Error("BPF0026", "Library was built with something else", "'{0}' of {1} does not mean here what it meant when the library was built: it used '{2}', and here that is '{3}': {4}. Reference what the library was built with, or build it again.");

    /// <summary>Code, class.</summary>
    public static readonly DiagnosticDescriptor UnseenSource = Error("BPF0027", "Code that the BPF compiler does not see", "'{0}' is C#, but the compiler of the BPF class '{1}' does not know what it names: it does not see what other source generators write, neither in this project nor in a library. Write that in a source file.");

    /// <summary>Map, key type.</summary>
    public static readonly DiagnosticDescriptor MapKeyNotPrefix = Error("BPF0030", "Key is not a prefix", "The key type '{1}' of the map '{0}' must be LpmKey<TData> or a struct of its shape: a 32-bit prefix length first, then 1 to 256 bytes");

    /// <summary>Map, size.</summary>
    public static readonly DiagnosticDescriptor BufferSize = Error("BPF0031", "Size of a ring buffer", "The size of the ring buffer '{0}' is {1} bytes, which is not a power of two of at least 4096: set MaxEntries in its [BpfMap] to one, such as 65536");

    /// <summary>Program or map, key, map that holds it, reason.</summary>
    public static readonly DiagnosticDescriptor InitialEntry = Error("BPF0032", "Entry that the map cannot hold", "'{0}' cannot stand at place {1} of '{2}': {3}");

    /// <summary>Map, what is wrong.</summary>
    public static readonly DiagnosticDescriptor InnerMap = Error("BPF0033", "Map of maps is not described", "The map of maps '{0}' cannot be made: it {1}");

    /// <summary>Map or global, reason.</summary>
    public static readonly DiagnosticDescriptor LockPlace = Error("BPF0034", "Lock where the kernel takes none", "'{0}' cannot have its lock there: {1}");

    // 01xx: language.

    /// <summary>Expression, kind.</summary>
    public static readonly DiagnosticDescriptor NotUnderstood = Error("BPF0100", "Construct not understood", "The BPF compiler does not know the construct '{0}' ({1}): write it in another way");

    /// <summary>Type.</summary>
    public static readonly DiagnosticDescriptor HeapAllocation = Error("BPF0101", "Heap allocation", "'{0}' would live on the heap, which BPF programs do not have: use a struct, or a static method");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor Boxing = Error("BPF0102", "Boxing", "'{0}' boxes a value, and BPF programs have no heap: keep the value's own type, or use a generic method");

    /// <summary>Method or type.</summary>
    public static readonly DiagnosticDescriptor VirtualCall = Error("BPF0103", "Call that is decided at run time", "'{0}' is decided at run time by an object's type, which BPF programs cannot do: use a struct's own method, or a generic method with a constraint");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor String = Error("BPF0104", "String", "'{0}' is a string, and BPF programs have none: use numbers or enums");

    /// <summary>Type or expression.</summary>
    public static readonly DiagnosticDescriptor FloatingPoint = Error("BPF0105", "Floating point", "'{0}' is floating point, and BPF has integers only: scale to integers (parts per million, nanoseconds)");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor Throw = Error("BPF0106", "throw", "'{0}' is a fault, and nothing says what the program then returns: set OnFault in the program's attribute, or return a value that says what is wrong");

    /// <summary>Statement.</summary>
    public static readonly DiagnosticDescriptor TryBlock = Error("BPF0107", "Exception handling", "'{0}' needs exceptions or a monitor, which BPF programs do not have: test before instead of catching, and lock by 'using (value.Lock.EnterScope())' with a BpfSpinLock in a map's value");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor AsyncOrIterator = Error("BPF0108", "Async method or iterator", "'{0}' suspends a method, which a BPF program cannot: it runs from its start to its end");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor Dynamic = Error("BPF0109", "dynamic", "'{0}' is bound at run time, which BPF programs cannot do: use a static type");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor DelegateOrClosure = Error("BPF0110", "Delegate or lambda", "'{0}' is a delegate whose method is not known when the program is compiled, and BPF programs have no calls through variables: give a method's parameter a lambda or a method by its name, or call it directly");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor Reflection = Error("BPF0111", "Reflection", "'{0}' needs type information at run time, which BPF programs do not have");

    /// <summary>Field.</summary>
    public static readonly DiagnosticDescriptor StaticField = Error("BPF0112", "Static field", "The static field '{0}' is not a constant, and a BPF program does not see it: make it const, or declare [BpfConst] or [BpfGlobal] in the BPF class");

    /// <summary>Statement.</summary>
    public static readonly DiagnosticDescriptor ForEach = Error("BPF0113", "foreach", "'{0}' enumerates something that BPF programs cannot: foreach works over spans, inline arrays, Bpf.Range, and structs with a GetEnumerator method; maps have ForEach");

    /// <summary>Method, assembly, what to do.</summary>
    public static readonly DiagnosticDescriptor MethodWithoutSource = Error("BPF0114", "Method without source", "The source of '{0}' is not available ({1}): only methods of this project, of libraries that carry BPF source, and a few of the BCL can be called. {2}");

    /// <summary>Member.</summary>
    public static readonly DiagnosticDescriptor MemberOfObject = Error("BPF0115", "Member of the BPF class", "'{0}' is not part of the BPF object: programs see the members with [BpfMap], [BpfGlobal] and [BpfConst], and methods");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor ArrayOrSpan = Error("BPF0117", "Array", "'{0}' is or uses an array, which lives on the heap: use a span over stackalloc or over an inline array, or a map for indexed data");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor CheckedArithmetic = Error("BPF0118", "Overflow is a fault", "'{0}' may overflow, which is a fault where arithmetic is checked, and nothing says what the program then returns: set OnFault in the program's attribute, use unchecked, or compare before");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor SwitchNotExhaustive = Error("BPF0119", "switch expression without a last arm", "'{0}' does not handle every value, which is a fault, and nothing says what the program then returns: add an arm for _, or set OnFault in the program's attribute");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor NullableValue = Error("BPF0120", "Null test of a reference", "'{0}' is a reference, and BPF programs have none that could be null: the operators ??, ??= and ?. are for nullable values");

    /// <summary>Type.</summary>
    public static readonly DiagnosticDescriptor TypeWithoutLayout = Error("BPF0121", "Type without a known layout", "The memory layout of '{0}' is not known to the BPF compiler: use structs of this project or of libraries that carry BPF source, without references in them");

    /// <summary>Method.</summary>
    public static readonly DiagnosticDescriptor EndlessInstantiation = Error("BPF0122", "Endless generic instantiation", "The generic method '{0}' calls itself with ever new type arguments: BPF programs are compiled once for each");

    /// <summary>Pattern.</summary>
    public static readonly DiagnosticDescriptor PatternNotSupported = Error("BPF0123", "Pattern not supported", "The pattern '{0}' is not supported in BPF programs: use constants, comparisons, properties, and, or, not");

    /// <summary>What.</summary>
    public static readonly DiagnosticDescriptor NotSupported = Error("BPF0124", "Not supported yet", "The BPF compiler does not support {0} yet: write it in another way");

    /// <summary>Expression, method.</summary>
    public static readonly DiagnosticDescriptor ObjectAsValue = Error("BPF0126", "BPF object as a value", "'{0}' is a BPF object, which is not a value in BPF programs: use its members by their names alone");

    /// <summary>Method, inner id, inner message, place.</summary>
    public static readonly DiagnosticDescriptor InLibraryCode = Error("BPF0127", "Library method does not work in BPF programs", "'{0}' does not work in a BPF program: {1}: {2} (at {3})");

    /// <summary>Variable, what to do.</summary>
    public static readonly DiagnosticDescriptor CallbackCaptures = Error("BPF0130", "Callback uses a variable of the method around it", "A callback cannot use '{0}', a variable of the method around it: {1}");

    /// <summary>Function.</summary>
    public static readonly DiagnosticDescriptor CallbackNotUnderstood = Error("BPF0131", "Callback loads pointers", "The callback '{0}' loads or stores a pointer, reference or span through its context or the map's value, and the kernel would not know what it points to: keep only numbers and structs of numbers there");

    /// <summary>Expression, what to do.</summary>
    public static readonly DiagnosticDescriptor FaultInCallback = Error("BPF0132", "Fault in a callback", "'{0}' may be a fault, and a fault in a callback cannot end the program: {1}");

    /// <summary>Method, reason.</summary>
    public static readonly DiagnosticDescriptor GlobalFunction = Error("BPF0133", "Method cannot be a global function", "'{0}' cannot be a global function: {1}");

    /// <summary>Method.</summary>
    public static readonly DiagnosticDescriptor UserSpaceMember = Error("BPF0143", "Map member for user space", "'{0}' is for user space: in a program use TryGetValue, TrySet, TryAdd or GetValueRefOrNullRef, and ForEach for all entries");

    /// <summary>Member, type.</summary>
    public static readonly DiagnosticDescriptor OrderedByDotNet = Error("BPF0144", "Shared data without a fixed layout", "'{0}' shares '{1}' with user space, whose fields .NET lays out in an order of its own, as of all tuples: use a struct or record struct");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor StackAllocationSize = Error("BPF0140", "stackalloc without a constant size", "'{0}' needs a constant size of at most 512 bytes: the kernel lays the stack out before the program runs");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor StackAllocationInLoop = Error("BPF0141", "stackalloc in a loop", "'{0}' stands in a loop, where every trip would need memory of its own: allocate before the loop");

    /// <summary>Spread.</summary>
    public static readonly DiagnosticDescriptor SpreadSize = Error("BPF0142", "Spread of unknown size", "The size of the spread '{0}' is not known when the program is compiled: spread an inline array or a static readonly array, or copy into a span");

    /// <summary>Program, return type.</summary>
    public static readonly DiagnosticDescriptor FaultValue = Error("BPF0150", "Fault value of another type", "OnFault of the program '{0}' must be a constant of its return type '{1}'");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor NullableWithoutValue = Error("BPF0151", "Value of null is a fault", "'{0}' may be null, which is a fault where its value is taken, and nothing says what the program then returns: set OnFault in the program's attribute, or test HasValue or use ?? first");

    /// <summary>Expression, reason.</summary>
    public static readonly DiagnosticDescriptor Printk = Error("BPF0152", "Text that the kernel cannot print", "'{0}' cannot be printed by Bpf.Printk: {1}");

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

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor IndexNotProven = Error("BPF0206", "Index not proven to be inside", "'{0}' may be outside its span or array, which is a fault, and nothing says what the program then returns: compare the index with the length first, mask it, or set OnFault in the program's attribute");

    // 03xx: helpers and maps.

    /// <summary>Helper, licence text.</summary>
    public static readonly DiagnosticDescriptor HelperNeedsGpl = Error("BPF0301", "Helper is GPL-only", "The kernel gives the helper {0} to GPL-compatible programs only, and this object's licence is {1}: add [BpfLicense(\"GPL\")] or [BpfLicense(\"Dual MIT/GPL\")] to the class or the assembly");

    /// <summary>Helper, its version, target version.</summary>
    public static readonly DiagnosticDescriptor HelperTooNew = Error("BPF0302", "Helper is newer than the target kernel", "The helper {0} exists since kernel {1}, and the target is {2}: set <BpfTargetKernel>{1}</BpfTargetKernel> or do without it");

    /// <summary>Map, map type, its version, target version.</summary>
    public static readonly DiagnosticDescriptor MapTypeTooNew = Error("BPF0303", "Map type is newer than the target kernel", "The map '{0}' has the type {1}, which exists since kernel {2}, and the target is {3}: set <BpfTargetKernel>{2}</BpfTargetKernel> or use another map");

    /// <summary>Expression, helper, program type, when.</summary>
    public static readonly DiagnosticDescriptor HelperUnavailable = Error("BPF0304", "Helper is not available to this program type", "'{0}' calls {1}, which programs of type {2} cannot call {3}");

    /// <summary>Member.</summary>
    public static readonly DiagnosticDescriptor KernelSideInUserSpace = Warning("BPF0305", "Kernel-side member used in user space", "'{0}' is for BPF programs: in user space it throws once the object is in the kernel");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor RecordNotReleased = Error("BPF0310", "Record not submitted or discarded on every path", "The record that '{0}' reserves must be submitted or discarded on every path to the end of the program, also where a fault ends it, and before it is reserved again in a loop");

    /// <summary>Expression, reason.</summary>
    public static readonly DiagnosticDescriptor RecordMisused = Error("BPF0311", "Record used where it is not held", "'{0}' uses a record of a ring buffer that is not held here: {1}");

    /// <summary>Expression.</summary>
    public static readonly DiagnosticDescriptor TailCallNotReturned = Error("BPF0312", "Tail call is not what the program returns", "'{0}' does not come back: it must be what the program's own method returns, as in 'return table.TailCall(...)', with no try or using around it");

    /// <summary>Expression, smallest, largest.</summary>
    public static readonly DiagnosticDescriptor ReturnNotProven = Error("BPF0306", "Return value not proven", "The kernel takes from programs of this type only what it knows to be from {1} to {2}, and '{0}' may be something else: return constants, or a value that is compared or masked first");

    /// <summary>Expression, reason.</summary>
    public static readonly DiagnosticDescriptor LockMisused = Error("BPF0313", "Lock used otherwise than the kernel allows", "The kernel does not allow '{0}' with the lock in a map's value: {1}");

    /// <summary>Map or global, reason.</summary>
    public static readonly DiagnosticDescriptor TimerPlace = Error("BPF0314", "Timer where the kernel takes none", "'{0}' cannot have its timer there: {1}");

    /// <summary>Expression, reason.</summary>
    public static readonly DiagnosticDescriptor TimerMisused = Error("BPF0315", "Timer used otherwise than the kernel allows", "The kernel does not allow '{0}' with the timer in a map's value: {1}");

    /// <summary>Expression, reason.</summary>
    public static readonly DiagnosticDescriptor IteratorMisused = Error("BPF0316", "Iterator used otherwise than the kernel allows", "The kernel does not allow '{0}' with an iterator: {1}");

    // 04xx: limits.

    /// <summary>Program, bytes.</summary>
    public static readonly DiagnosticDescriptor StackTooLarge = Error("BPF0401", "Stack over 512 bytes", "'{0}' needs {1} bytes of stack, and the kernel gives 512 to a whole call chain: use smaller locals, or a per-CPU array map of one entry as scratch memory");

    /// <summary>No argument.</summary>
    public static readonly DiagnosticDescriptor LoopUnbounded = Error("BPF0402", "Loop is not bounded", "The kernel must see that this loop ends: count to a constant limit");

    /// <summary>Method.</summary>
    public static readonly DiagnosticDescriptor Recursion = Error("BPF0403", "Recursion", "'{0}' calls itself, directly or through others: BPF programs cannot recurse");

    /// <summary>Program, instructions, limit.</summary>
    public static readonly DiagnosticDescriptor ProgramTooLarge = Error("BPF0404", "Program too large", "'{0}' has {1} instructions, and the limit is {2}: make it smaller or split it");

    /// <summary>Program, bytes, limit, the functions of the chain with the bytes of each.</summary>
    public static readonly DiagnosticDescriptor CallChainStackTooLarge = Error("BPF0405", "Stack of a call chain over 512 bytes", "'{0}' and what it calls need {1} bytes of stack, and the kernel gives {2} to a whole call chain; the largest is {3}: use smaller locals, or take [MethodImpl(MethodImplOptions.NoInlining)] away, so that locals that are not in use at once share the stack");

    /// <summary>Program, frames, limit, the functions of the chain.</summary>
    public static readonly DiagnosticDescriptor CallChainTooDeep = Error("BPF0406", "Calls nested too deep", "The calls in '{0}' nest {1} deep, and the kernel allows {2}: {3}; mark one of these methods [MethodImpl(MethodImplOptions.AggressiveInlining)]");

    /// <summary>No argument.</summary>
    public static readonly DiagnosticDescriptor IteratedLoopUnbounded = Error("BPF0407", "Loop over a range is not bounded", "The kernel follows a number or pointer from trip to trip of this loop, and finds no end: test its bounds, keep it in a map's value or a global, or use Bpf.Loop");

    /// <summary>Expression, what to do.</summary>
    public static readonly DiagnosticDescriptor DivisorMayBeZero = Warning("BPF0410", "Divisor may be zero", "The divisor of '{0}' may be zero, where .NET throws and BPF gives 0 (for a remainder the dividend): {1}, or set OnFault in the program's attribute");

    /// <summary>Method, reason.</summary>
    public static readonly DiagnosticDescriptor InlinedAgainstHint = Warning("BPF0415", "NoInlining is not honoured", "'{0}' is inlined in spite of MethodImplOptions.NoInlining, because it cannot be a subprogram: {1}");

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
        string helpLink = $"docs/diagnostics/{id}.md";
        DiagnosticDescriptor row = new(id, title, message, category, severity, isEnabledByDefault: true, helpLinkUri: helpLink);
        ById.Add(id, row);
        return row;
    }
}
