namespace CSharpBpf;

/// <summary>Where the entries of a map of maps live. Results that can fail are 0 or a negated error number.</summary>
public unsafe interface IMapOfMapsBackend : IMapBackend
{
    /// <summary>The map under a key, or null.</summary>
    /// <exception cref="System.InvalidOperationException">The map of maps is in the kernel.</exception>
    BpfMap? Find(byte* key);

    /// <summary>Puts a map under a key.</summary>
    /// <returns>0 or a negated error number.</returns>
    int Set(byte* key, BpfMap map);

    /// <summary>Takes the map under a key out.</summary>
    /// <returns>Whether there was one.</returns>
    bool Remove(byte* key);

    /// <summary>The backend of a new empty map of the inner definition.</summary>
    IMapBackend CreateInner();
}
