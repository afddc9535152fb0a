using System;
using System.Collections.Generic;
using CSharpBpf.Object;

namespace CSharpBpf.Vm.Maps;

/// <summary>Fills the places of a map of maps, or of a table of programs, that the object says something stands in.</summary>
internal static unsafe class InitialElements
{
    /// <param name="map">The map of maps or programs.</param>
    /// <param name="elements">What stands where, as the object has it.</param>
    /// <param name="kind">What it holds: "map" or "program".</param>
    /// <param name="named">All of that kind that the object has.</param>
    /// <param name="handle">What the map's entry for one is.</param>
    /// <exception cref="VmLoadException">There is no such place, or nothing of that name.</exception>
    public static void Set<T>(IVmMap map, IReadOnlyList<MapElementSpec> elements, string kind, IReadOnlyDictionary<string, T> named, Func<T, uint> handle)
    {
        foreach (MapElementSpec element in elements)
        {
            if (!named.TryGetValue(element.Symbol, out T? found))
            {
                throw new VmLoadException($"Map '{map.Definition.Name}': place {element.Key} holds '{element.Symbol}', which is no {kind} of the object.");
            }

            int key = element.Key;
            uint value = handle(found);
            if (map.Update((byte*)&key, (byte*)&value, MapUpdateFlags.Any, 0) != 0)
            {
                throw new VmLoadException($"Map '{map.Definition.Name}': there is no place {key} for the {kind} '{element.Symbol}'.");
            }
        }
    }
}
