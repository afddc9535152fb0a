using System;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

// How the library tells the compiler what cannot be said in C#. Everything else is compiled from the library's own source.

/// <summary>
/// A call of this method is a call of the kernel's helper: the arguments in order (a map as the map itself, integers widened to 64 bits by
/// their sign, pointers as they are) and its 64-bit result converted to the return type. The body is the managed twin.
/// </summary>
/// <param name="id">The helper.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BpfHelperAttribute(HelperId id) : Attribute
{
    /// <summary>The helper.</summary>
    public HelperId Id { get; } = id;

    /// <summary>The method's first parameter is a map or a context that the managed twin needs and the kernel's helper does not take.</summary>
    public bool SkipsFirstParameter { get; set; }
}

/// <summary>A struct that stands for a program's context: in BPF a value of this type is the context pointer.</summary>
/// <param name="programType">The program type, whose fields are in the context layout table.</param>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class BpfContextAttribute(ProgramType programType) : Attribute
{
    /// <summary>The program type.</summary>
    public ProgramType ProgramType { get; } = programType;
}

/// <summary>A property of a context struct that reads (and, if the layout allows, writes) the context field of this name.</summary>
/// <param name="name">The field of the kernel's struct.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BpfContextFieldAttribute(string name) : Attribute
{
    /// <summary>The field of the kernel's struct.</summary>
    public string Name { get; } = name;
}

/// <summary>In BPF, a call of this method on a context gives the context's address; its arguments, which are not evaluated, are the managed body's.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BpfContextAddressAttribute : Attribute;

/// <summary>In BPF, a call of this method is a call of another method of the same type with the same parameters: the managed body needs what BPF lacks.</summary>
/// <param name="methodName">The method that is compiled instead.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BpfBodyAttribute(string methodName) : Attribute
{
    /// <summary>The method that is compiled instead.</summary>
    public string MethodName { get; } = methodName;
}

/// <summary>The kernel's type of a map class.</summary>
/// <param name="type">The map type.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BpfMapTypeAttribute(MapType type) : Attribute
{
    /// <summary>The map type.</summary>
    public MapType Type { get; } = type;
}

/// <summary>
/// A member that works in programs, in plain C# before Load and with the virtual target, but not from user space once the object is in the kernel.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class KernelSideAttribute : Attribute;

/// <summary>The C# source of an assembly that BPF programs may call, carried so that the compiler can compile it into them. Written by the generator.</summary>
/// <param name="contentHash">SHA-256 of the uncompressed payload, lower-case hexadecimal.</param>
/// <param name="languageVersion">The C# language version the source was compiled with.</param>
/// <param name="defines">The preprocessor symbols, separated by semicolons.</param>
/// <param name="payload">Base64 of gzip of the files: per file path, NUL, text, NUL. The file without a path says what the library was compiled with.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class BpfLibrarySourceAttribute(string contentHash, string languageVersion, string defines, string payload) : Attribute
{
    /// <summary>SHA-256 of the uncompressed payload, lower-case hexadecimal.</summary>
    public string ContentHash { get; } = contentHash;

    /// <summary>The C# language version the source was compiled with.</summary>
    public string LanguageVersion { get; } = languageVersion;

    /// <summary>The preprocessor symbols, separated by semicolons.</summary>
    public string Defines { get; } = defines;

    /// <summary>Base64 of gzip of the files: per file path, NUL, text, NUL. The file without a path says what the library was compiled with.</summary>
    public string Payload { get; } = payload;

    /// <summary>Whether arithmetic is checked where the source does not say (CheckForOverflowUnderflow).</summary>
    public bool CheckOverflow { get; set; }
}
