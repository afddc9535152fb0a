namespace CSharpBpf.Compiler.Ir;

/// <summary>
/// Where an instruction comes from. Lines and columns count from 1; Start and Length are the span in characters, for diagnostics.
/// An inlined instruction knows the call it came through. IsLibrary marks code the user did not write, so that messages and line_info
/// can name the user's own line: <see cref="UserLocation"/>.
/// </summary>
public sealed record SourceLocation(string FileName, int Line, int Column, int Start, int Length, bool IsLibrary = false)
{
    public SourceLocation? InlinedAt { get; init; }

    /// <summary>The innermost location in the user's own code, or this one if there is none.</summary>
    public SourceLocation UserLocation
    {
        get
        {
            for (SourceLocation? at = this; at is not null; at = at.InlinedAt)
            {
                if (!at.IsLibrary)
                {
                    return at;
                }
            }

            return this;
        }
    }
}
