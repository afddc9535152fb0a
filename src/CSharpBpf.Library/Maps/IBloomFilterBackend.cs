namespace CSharpBpf;

/// <summary>Where a Bloom filter lives.</summary>
public unsafe interface IBloomFilterBackend : IMapBackend
{
    /// <summary>Adds a value.</summary>
    void Add(byte* value);

    /// <summary>Whether a value may have been added.</summary>
    bool MayContain(byte* value);
}
