using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>Something with a value: a variable, a field of one, a property.</summary>
/// <param name="Text">As written in C#.</param>
/// <param name="IsReferable">Whether a ref can be taken of it.</param>
/// <param name="IsAligned">Whether atomics may use it.</param>
internal sealed record Place(string Text, FuzzType Type, bool IsWritable, bool IsReferable, bool IsAligned)
{
    /// <summary>A local variable or part of one: a reference may be to this one or that one of them, which the kernel allows for the stack alone.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Whether a local function may use it: not what is a reference itself.</summary>
    public bool IsCapturable { get; init; }
}

/// <summary>What can be named at a point of a method, and the choices that the seed makes.</summary>
internal sealed class Scope(Random random)
{
    private readonly List<Place> places = [];
    private int names;

    public Random Random { get; } = random;

    public int Mark => places.Count;

    /// <summary>Expression nodes left: keeps methods small enough for the kernel.</summary>
    public int Budget { get; set; }

    public void Reset(int mark) => places.RemoveRange(mark, places.Count - mark);

    public string NewName(string prefix) => prefix + names++.ToString(CultureInfo.InvariantCulture);

    public bool Chance(int percent) => Random.Next(100) < percent;

    public T Pick<T>(IReadOnlyList<T> list) => list[Random.Next(list.Count)];

    /// <summary>Adds a place and the members it is made of.</summary>
    public void Add(Place place)
    {
        places.Add(place);
        foreach (Member member in place.Type.Members)
        {
            // A property of a struct is set through a variable, so what holds for the struct holds for it, but no ref can be taken.
            Add(new Place($"{place.Text}.{member.Name}", member.Type, place.IsWritable, place.IsReferable && member.IsField, false) { IsLocal = place.IsLocal, IsCapturable = place.IsCapturable });
        }
    }

    public Place? Find(Func<Place, bool> condition)
    {
        Place[] fitting = [.. places.Where(condition)];
        return fitting.Length == 0 ? null : Pick(fitting);
    }

    /// <summary>Leaves what a local function may use; <see cref="Leave"/> takes what this returns.</summary>
    public IReadOnlyList<Place> EnterFunction()
    {
        Place[] all = [.. places];
        places.RemoveAll(static place => !place.IsCapturable);
        return all;
    }

    public void Leave(IReadOnlyList<Place> all)
    {
        places.Clear();
        places.AddRange(all);
    }
}
