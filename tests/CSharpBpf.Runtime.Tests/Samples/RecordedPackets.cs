using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using CSharpBpf.Testing;

namespace CSharpBpf.Runtime.Tests.Samples;

/// <summary>A packet of bench/codegen/packets with the result that the C twin gave in the kernel.</summary>
/// <param name="Name">The twin's directory and the packet's name.</param>
/// <param name="Bytes">The packet.</param>
/// <param name="ReturnValue">What the twin returned.</param>
/// <param name="After">The packet after the run.</param>
public sealed record RecordedPacket(string Name, byte[] Bytes, uint ReturnValue, byte[] After)
{
    /// <summary>The packets of a twin, in the order they were recorded.</summary>
    public static IReadOnlyList<RecordedPacket> Of(string twin)
    {
        string directory = Path.Combine(FileTests.RepositoryRoot(), "bench", "codegen", "packets", twin);
        return [.. File.ReadLines(Path.Combine(directory, "expected.tsv")).Select(line => Read(directory, line.Split('\t')))];
    }

    private static RecordedPacket Read(string directory, string[] columns)
    {
        byte[] packet = Convert.FromHexString(string.Concat(File.ReadAllLines(Path.Combine(directory, columns[0] + ".hex"))));
        byte[] after = columns[3] == "=" ? packet : Convert.FromHexString(columns[3]);
        if (after.Length != int.Parse(columns[2], CultureInfo.InvariantCulture))
        {
            throw new InvalidDataException($"{directory}: {columns[0]} is recorded with {columns[2]} bytes, but has {after.Length}.");
        }

        return new RecordedPacket(Path.GetFileName(directory) + "/" + columns[0], packet, uint.Parse(columns[1], CultureInfo.InvariantCulture), after);
    }
}
