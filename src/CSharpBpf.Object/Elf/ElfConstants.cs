namespace CSharpBpf.Object.Elf;

/// <summary>
/// The part of ELF64 (System V gABI, chapters 4 and 5) that relocatable BPF objects use. Header: e_ident[16], type u16, machine u16, version u32,
/// entry u64, phoff u64, shoff u64, flags u32, ehsize u16, phentsize u16, phnum u16, shentsize u16, shnum u16, shstrndx u16.
/// </summary>
internal static class ElfConstants
{
    public const int HeaderSize = 64;
    public const int SectionHeaderSize = 64;
    public const int SymbolSize = 24;
    public const int RelocationSize = 16;

    public const byte Class64 = 2;
    public const byte Data2Lsb = 1;
    public const byte Data2Msb = 2;
    public const byte CurrentVersion = 1;
    public const ushort TypeRelocatable = 1;
    public const ushort MachineNone = 0;
    public const ushort MachineBpf = 247;

    public const ulong FlagWrite = 1;
    public const ulong FlagAlloc = 2;
    public const ulong FlagExecute = 4;
    public const ulong FlagInfoLink = 0x40;

    public const ushort IndexUndefined = 0;
    public const ushort IndexReserved = 0xff00;

    public const byte VisibilityInternal = 1;
    public const byte VisibilityHidden = 2;

    /// <summary>R_BPF_64_64: the 64-bit immediate of an lddw.</summary>
    public const uint RelocationLoad = 1;

    /// <summary>R_BPF_64_ABS64: a 64-bit word of data.</summary>
    public const uint RelocationAbsolute64 = 2;

    /// <summary>R_BPF_64_32: the immediate of a call.</summary>
    public const uint RelocationCall = 10;
}

/// <summary>SHT_*.</summary>
internal enum ElfSectionType : uint
{
    Null = 0,
    ProgramBits = 1,
    SymbolTable = 2,
    StringTable = 3,
    NoBits = 8,
    Relocations = 9,
}

/// <summary>STB_*.</summary>
internal enum ElfBinding : byte
{
    Local = 0,
    Global = 1,
    Weak = 2,
}

/// <summary>STT_*.</summary>
internal enum ElfSymbolType : byte
{
    None = 0,
    Object = 1,
    Function = 2,
    Section = 3,
    File = 4,
}

/// <summary>A section that was read; <see cref="Contents"/> is empty for SHT_NOBITS.</summary>
internal sealed record ElfSection(
    int Index, string Name, ElfSectionType Type, ulong Flags, long Size, byte[] Contents, int Link, int Info)
{
    public bool IsCode => Type == ElfSectionType.ProgramBits && (Flags & ElfConstants.FlagExecute) != 0;
}

/// <summary>A symbol that was read.</summary>
internal sealed record ElfSymbol(
    string Name, ElfSymbolType Type, ElfBinding Binding, byte Visibility, int SectionIndex, long Value, long Size);

/// <summary>A relocation that was read: a place in the section it applies to.</summary>
internal readonly record struct ElfRelocation(long Offset, uint Type, int SymbolIndex);
