namespace CSharpBpf.Isa;

/// <summary>The registers (RFC 9669, section 2.1) and the roles that the calling convention gives them.</summary>
public static class Register
{
    /// <summary>Return value of calls and of the program.</summary>
    public const byte R0 = 0;

    /// <summary>First argument; at the program's entry the context. Lost in calls.</summary>
    public const byte R1 = 1;

    /// <summary>Second argument. Lost in calls.</summary>
    public const byte R2 = 2;

    /// <summary>Third argument. Lost in calls.</summary>
    public const byte R3 = 3;

    /// <summary>Fourth argument. Lost in calls.</summary>
    public const byte R4 = 4;

    /// <summary>Fifth argument. Lost in calls.</summary>
    public const byte R5 = 5;

    /// <summary>Kept across calls.</summary>
    public const byte R6 = 6;

    /// <summary>Kept across calls.</summary>
    public const byte R7 = 7;

    /// <summary>Kept across calls.</summary>
    public const byte R8 = 8;

    /// <summary>Kept across calls.</summary>
    public const byte R9 = 9;

    /// <summary>The frame pointer: read-only, the end of the function's stack.</summary>
    public const byte R10 = 10;

    /// <summary>How many registers there are.</summary>
    public const int Count = 11;
}
