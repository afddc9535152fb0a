using System;

namespace CSharpBpf.Roslyn.Tests.Fuzz;

/// <summary>A part of the language with types or methods of its own. A class has a few, so that it stays as small as it was.</summary>
/// <param name="Statements">What is written as a block; it mixes what it computes into <c>sum</c>.</param>
internal sealed record Feature(Func<FeatureStatements, string> Statements)
{
    /// <summary>What stands beside the class.</summary>
    public string Types { get; init; } = "";

    /// <summary>What stands in it; static.</summary>
    public string Members { get; init; } = "";

    /// <summary>Whether it needs memory of the stack that is not given back before the method ends.</summary>
    public bool Allocates { get; init; }
}

/// <summary>Writes the statements of a class's features; gives them their random parts: expressions over what can be named where they stand.</summary>
internal sealed class FeatureStatements(Scope scope, SourceText output, ExpressionGenerator expressions, ObjectShape shape)
{
    public string Byte => Number(Integers.Byte);

    public string Short => Number(Integers.Short);

    public string UShort => Number(Integers.UShort);

    public string Int => Number(Integers.Int);

    public string UInt => Number(Integers.UInt);

    public string Long => Number(Integers.Long);

    public string ULong => Number(Integers.ULong);

    public string Bool => expressions.Bool(2);

    /// <summary>One of a class's own structs.</summary>
    public FuzzType OwnStruct => scope.Pick(shape.Structs);

    /// <summary>An enum of the class.</summary>
    public FuzzType OwnEnum => scope.Pick(shape.Enums);

    /// <summary>A type of numbers.</summary>
    public FuzzType NumberType => scope.Pick(Integers.Numbers);

    /// <summary>A number that is written down, below a limit.</summary>
    public int Small(int limit) => scope.Random.Next(limit);

    public string Value(FuzzType type) => expressions.Value(type, 2);

    /// <summary>One of several forms.</summary>
    public string Either(params string[] forms) => scope.Pick(forms);

    /// <summary>A block of one feature's.</summary>
    public void Write(bool mayAllocate)
    {
        Feature feature = scope.Pick(shape.Features);
        if (mayAllocate || !feature.Allocates)
        {
            output.Line("{").Lines(feature.Statements(this)).Line("}");
        }
    }

    private string Number(FuzzType type) => expressions.Number(type, 2);
}
