namespace CSharpBpf;

/// <summary>A field of a tracepoint's record that says where data of variable length lies in it (<c>__data_loc</c> in its format file).</summary>
public readonly struct DataLocation
{
    private readonly uint value;

    /// <summary>A location.</summary>
    /// <param name="offset">Bytes from the record's start.</param>
    /// <param name="length">Bytes there.</param>
    public DataLocation(ushort offset, ushort length)
    {
        value = offset | ((uint)length << 16);
    }

    /// <summary>Where the data begins, in bytes from the record's start.</summary>
    public uint Offset => value & 0xFFFF;

    /// <summary>How many bytes there are; of text with the zero byte.</summary>
    public uint Length => value >> 16;
}
