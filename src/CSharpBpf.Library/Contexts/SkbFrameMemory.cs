namespace CSharpBpf;

/// <summary>What a <see cref="TcContext"/> refers to. Unmanaged, at a fixed address.</summary>
internal unsafe struct SkbFrameMemory
{
    public byte* Data;
    public byte* DataEnd;
    public byte* DataMeta;

    /// <summary>The lowest address that data may move to.</summary>
    public byte* Start;
    public RedirectTarget Redirect;
    public uint Protocol;
    public uint Length;
    public uint PacketType;
    public uint Mark;
    public uint QueueMapping;
    public uint VlanPresent;
    public uint VlanTagControl;
    public uint VlanProtocol;
    public uint Priority;
    public uint IngressInterfaceIndex;
    public uint InterfaceIndex;
    public uint TcIndex;
    public uint ControlBlock0;
    public uint ControlBlock1;
    public uint ControlBlock2;
    public uint ControlBlock3;
    public uint ControlBlock4;
    public uint Hash;
    public uint ClassId;
    public ulong Timestamp;
    public uint SegmentCount;
    public uint SegmentSize;
}
