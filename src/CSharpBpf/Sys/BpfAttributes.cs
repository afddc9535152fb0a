using System.Runtime.InteropServices;

namespace CSharpBpf.Sys;

// The members of union bpf_attr (uapi/linux/bpf.h) that the commands here use. Pointers are 64-bit numbers on every architecture.

[StructLayout(LayoutKind.Explicit, Size = 72)]
internal struct MapCreateAttribute
{
    [FieldOffset(0)]
    public uint MapType;
    [FieldOffset(4)]
    public uint KeySize;
    [FieldOffset(8)]
    public uint ValueSize;
    [FieldOffset(12)]
    public uint MaxEntries;
    [FieldOffset(16)]
    public uint MapFlags;
    [FieldOffset(20)]
    public uint InnerMapFd;
    [FieldOffset(28)]
    public ObjectName Name;
    [FieldOffset(48)]
    public uint BtfFd;
    [FieldOffset(52)]
    public uint BtfKeyTypeId;
    [FieldOffset(56)]
    public uint BtfValueTypeId;
}

[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct MapElementAttribute
{
    [FieldOffset(0)]
    public uint MapFd;
    [FieldOffset(8)]
    public ulong Key;
    [FieldOffset(16)]
    public ulong ValueOrNextKey;
    [FieldOffset(24)]
    public ulong Flags;
}

[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct ObjectPinAttribute
{
    [FieldOffset(0)]
    public ulong Path;
    [FieldOffset(8)]
    public uint Fd;
}

[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct ObjectInfoAttribute
{
    [FieldOffset(0)]
    public uint Fd;
    [FieldOffset(4)]
    public uint InfoLength;
    [FieldOffset(8)]
    public ulong Info;
}

/// <summary>The first members of struct bpf_map_info.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MapInfo
{
    public uint Type;
    public uint Id;
    public uint KeySize;
    public uint ValueSize;
    public uint MaxEntries;
    public uint Flags;
}

[StructLayout(LayoutKind.Explicit, Size = 144)]
internal struct ProgLoadAttribute
{
    [FieldOffset(0)]
    public uint ProgType;
    [FieldOffset(4)]
    public uint InstructionCount;
    [FieldOffset(8)]
    public ulong Instructions;
    [FieldOffset(16)]
    public ulong License;
    [FieldOffset(24)]
    public uint LogLevel;
    [FieldOffset(28)]
    public uint LogSize;
    [FieldOffset(32)]
    public ulong LogBuffer;
    [FieldOffset(44)]
    public uint Flags;
    [FieldOffset(48)]
    public ObjectName Name;
    [FieldOffset(68)]
    public uint ExpectedAttachType;
    [FieldOffset(72)]
    public uint BtfFd;
    [FieldOffset(76)]
    public uint FunctionInfoRecordSize;
    [FieldOffset(80)]
    public ulong FunctionInfo;
    [FieldOffset(88)]
    public uint FunctionInfoCount;
    [FieldOffset(92)]
    public uint LineInfoRecordSize;
    [FieldOffset(96)]
    public ulong LineInfo;
    [FieldOffset(104)]
    public uint LineInfoCount;
}

[StructLayout(LayoutKind.Explicit, Size = 80)]
internal struct ProgTestRunAttribute
{
    [FieldOffset(0)]
    public uint ProgFd;
    [FieldOffset(4)]
    public uint ReturnValue;
    [FieldOffset(8)]
    public uint DataSizeIn;
    [FieldOffset(12)]
    public uint DataSizeOut;
    [FieldOffset(16)]
    public ulong DataIn;
    [FieldOffset(24)]
    public ulong DataOut;
    [FieldOffset(32)]
    public uint Repeat;
    [FieldOffset(36)]
    public uint Duration;
    [FieldOffset(40)]
    public uint ContextSizeIn;
    [FieldOffset(44)]
    public uint ContextSizeOut;
    [FieldOffset(48)]
    public ulong ContextIn;
    [FieldOffset(56)]
    public ulong ContextOut;
}

/// <summary>struct xdp_md as a test run takes and gives it: offsets from the start of the metadata.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct XdpAttribute
{
    [FieldOffset(0)]
    public uint Data;
    [FieldOffset(4)]
    public uint DataEnd;
}

/// <summary>What a test run takes and gives of struct __sk_buff.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct SkbAttribute
{
    [FieldOffset(8)]
    public uint Mark;
    [FieldOffset(32)]
    public uint Priority;
}

[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct RawTracepointOpenAttribute
{
    [FieldOffset(0)]
    public ulong Name;
    [FieldOffset(8)]
    public uint ProgFd;
}

[StructLayout(LayoutKind.Explicit, Size = 40)]
internal struct BtfLoadAttribute
{
    [FieldOffset(0)]
    public ulong Btf;
    [FieldOffset(8)]
    public ulong LogBuffer;
    [FieldOffset(16)]
    public uint BtfSize;
    [FieldOffset(20)]
    public uint LogSize;
    [FieldOffset(24)]
    public uint LogLevel;
}

[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct LinkCreateAttribute
{
    [FieldOffset(0)]
    public uint ProgFd;
    [FieldOffset(4)]
    public uint Target;
    [FieldOffset(8)]
    public uint AttachType;
    [FieldOffset(12)]
    public uint Flags;
}
