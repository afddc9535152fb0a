using System;
using System.Diagnostics.CodeAnalysis;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>
/// What maps of maps share. <see cref="BpfInnerMapAttribute"/> says what the maps in it look like: all have one definition, only their capacity may
/// differ where the kernel allows it (hash maps, from 5.10). Programs find a map and use it; user space puts maps in and takes them out.
/// </summary>
/// <typeparam name="TKey">The key: no padding, no references.</typeparam>
/// <typeparam name="TMap">The maps in it: a map type that holds no maps or programs itself.</typeparam>
public abstract unsafe class MapOfMaps<TKey, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMap> : BpfMap
    where TKey : unmanaged
    where TMap : BpfMap
{
    private protected MapOfMaps(IMapBackend backend)
        : base(backend)
    {
    }

    internal IMapOfMapsBackend Maps => (IMapOfMapsBackend)Backend;

    /// <summary>Finds a map.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="map">The map.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidOperationException">The map of maps is in the kernel and this is user space.</exception>
    [KernelSide]
    public bool TryGetMap(TKey key, [NotNullWhen(true)] out TMap? map)
    {
        map = MapHelpers.LookupMap<TMap>(this, &key);
        return map is not null;
    }

    /// <summary>Puts a map of this or another object in, instead of the one that may be there. User space only.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="map">A map of the definition of the inner maps, where this one is: in the kernel, or both not.</param>
    /// <exception cref="BpfMapException">It was refused: another definition, a full map, an index beyond the end.</exception>
    /// <exception cref="InvalidOperationException">The map is not where this one is.</exception>
    public void Set(TKey key, TMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        ThrowIfFailed(Maps.Set((byte*)&key, map), "Writing", key);
    }

    /// <summary>Puts a new empty map in, instead of the one that may be there. User space only.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>The map. It can be used until it is taken out and no program uses it.</returns>
    /// <exception cref="BpfMapException">It was refused: a full map, an index beyond the end.</exception>
    public TMap Create(TKey key)
    {
        var map = (TMap)Activator.CreateInstance(typeof(TMap), Maps.CreateInner())!;
        Set(key, map);
        return map;
    }

    /// <summary>Takes a map out. User space only.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(TKey key) => Maps.Remove((byte*)&key);
}

/// <summary>An array of maps (BPF_MAP_TYPE_ARRAY_OF_MAPS, kernel 4.12); its places are empty at first.</summary>
/// <typeparam name="TMap">The maps in it.</typeparam>
/// <param name="backend">Where they are.</param>
[BpfMapType(MapType.ArrayOfMaps)]
public sealed class ArrayOfMaps<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMap>(IMapBackend backend) : MapOfMaps<uint, TMap>(backend)
    where TMap : BpfMap
{
    /// <summary>The number of places.</summary>
    public int Length => (int)MaxEntries;
}

/// <summary>A hash map of maps (BPF_MAP_TYPE_HASH_OF_MAPS, kernel 4.12).</summary>
/// <typeparam name="TKey">The key: no padding, no references.</typeparam>
/// <typeparam name="TMap">The maps in it.</typeparam>
/// <param name="backend">Where they are.</param>
[BpfMapType(MapType.HashOfMaps)]
public sealed class HashOfMaps<TKey, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMap>(IMapBackend backend) : MapOfMaps<TKey, TMap>(backend)
    where TKey : unmanaged
    where TMap : BpfMap;
