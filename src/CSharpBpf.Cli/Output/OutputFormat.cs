namespace CSharpBpf.Cli.Output;

/// <summary>How results are printed.</summary>
internal enum OutputFormat
{
    /// <summary>For people: tables and colour on a terminal, plain text into a pipe.</summary>
    Text,

    /// <summary>For scripts: tab-separated values with a header line.</summary>
    Tsv,
}
