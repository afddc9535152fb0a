namespace CSharpBpf.Generator;

/// <summary>The names of the pipeline's steps, for tests of its incrementality.</summary>
public static class TrackingNames
{
    public const string Settings = nameof(Settings);
    public const string Closures = nameof(Closures);
    public const string Compiled = nameof(Compiled);
    public const string Skeletons = nameof(Skeletons);
    public const string Images = nameof(Images);
    public const string Failures = nameof(Failures);
}
