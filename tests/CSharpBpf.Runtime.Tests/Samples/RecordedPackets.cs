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
/// <param name="Times">How often it runs; the last result counts.</param>
public sealed record RecordedPacket(string Name, byte[] Bytes, uint ReturnValue, byte[] After, int Times)
{
    /// <summary>The packets of a twin, in the order they were recorded.</summary>
    public static IReadOnlyList<RecordedPacket> Of(string twin)
    {
        string directory = DirectoryOf(twin);
        return [.. File.ReadLines(Path.Combine(directory, "expected.tsv")).Select(line => Read(directory, line.Split('\t')))];
    }

    /// <summary>What the maps of a twin hold before the first packet, as map, key and value.</summary>
    public static IEnumerable<(string Map, byte[] Key, byte[] Value)> MapEntriesOf(string twin)
    {
        string file = Path.Combine(DirectoryOf(twin), "maps.txt");
        return !File.Exists(file) ? [] : File.ReadLines(file)
            .Where(line => line.Length > 0 && line[0] is not ('!' or '#'))
            .Select(line => line.Split(' '))
            .Select(words => (words[0], Convert.FromHexString(words[1]), Convert.FromHexString(words[2])));
    }

    private static string DirectoryOf(string twin) => Path.Combine(FileTests.RepositoryRoot(), "bench", "codegen", "packets", twin);

    private static int TimesOf(string name) =>
        name.LastIndexOf("_x", StringComparison.Ordinal) is >= 0 and int at && int.TryParse(name.AsSpan(at + 2), NumberStyles.None, CultureInfo.InvariantCulture, out int times) ? times : 1;

    private static RecordedPacket Read(string directory, string[] columns)
    {
        byte[] packet = Convert.FromHexString(string.Concat(File.ReadAllLines(Path.Combine(directory, columns[0] + ".hex"))));
        byte[] after = columns[3] == "=" ? packet : Convert.FromHexString(columns[3]);
        if (after.Length != int.Parse(columns[2], CultureInfo.InvariantCulture))
        {
            throw new InvalidDataException($"{directory}: {columns[0]} is recorded with {columns[2]} bytes, but has {after.Length}.");
        }

        return new RecordedPacket(Path.GetFileName(directory) + "/" + columns[0], packet, uint.Parse(columns[1], CultureInfo.InvariantCulture), after, TimesOf(columns[0]));
    }
}
