namespace CSharpBpf;

/// <summary>Where the values of a queue or a stack live. Results are 0 or a negated error number: -E2BIG (7: full), -ENOENT (2: empty).</summary>
public unsafe interface ISequenceBackend : IMapBackend
{
    /// <summary>Adds a value; with <see cref="MapUpdateMode.Exist"/> a full map drops its oldest.</summary>
    int Push(byte* value, MapUpdateMode mode);

    /// <summary>Takes the next value out; an empty map gives zeros.</summary>
    int Pop(byte* value);

    /// <summary>Copies the next value; an empty map gives zeros.</summary>
    int Peek(byte* value);
}
