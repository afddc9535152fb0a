namespace CSharpBpf.Btf;

/// <summary>The order of an integer's bytes.</summary>
public enum ByteOrder
{
    /// <summary>Least significant byte first, as on x86-64 and arm64.</summary>
    LittleEndian,

    /// <summary>Most significant byte first, as on s390x.</summary>
    BigEndian,
}
