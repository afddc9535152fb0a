using System;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace CSharpBpf.Architecture.Tests;

/// <summary>References point up the list of floors only, in the project files and in what was built from them.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<string> Projects => [.. Floor.House.Select(static floor => floor.Name)];

    /// <summary>The assemblies that lie beside the tests' own build: all but the last floor's, which may reference all others.</summary>
    public static TheoryData<string> Assemblies => [.. Floor.House.SkipLast(1).Select(static floor => floor.Name)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_file_references_only_floors_before_its_own(string name)
    {
        Floor floor = Floor.Find(name)!;

        // A reference without its assembly is only an order of building.
        string[] referenced = [.. XDocument.Load(floor.ProjectFile).Descendants("ProjectReference")
            .Where(static reference => !string.Equals((string?)reference.Attribute("ReferenceOutputAssembly"), "false", StringComparison.OrdinalIgnoreCase))
            .Select(static reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')))];
        AssertMayReference(floor, referenced);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_references_only_floors_before_its_own(string name)
    {
        Floor floor = Floor.Find(name)!;
        string[] referenced = [.. AssemblyFacts.Read(floor.Assembly).References.Where(static reference => reference.StartsWith("CSharpBpf", StringComparison.Ordinal))];
        AssertMayReference(floor, referenced);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Only_floors_that_host_the_compiler_reference_it(string name)
    {
        Floor floor = Floor.Find(name)!;
        if (!floor.KnowsRoslyn)
        {
            Assert.DoesNotContain(AssemblyFacts.Read(floor.Assembly).References, static reference => reference.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_project_of_the_house_stands_on_a_floor() =>
        Assert.Equal(
            Floor.House.Select(static floor => $"{floor.Path}/{floor.Name}.csproj").Order(StringComparer.Ordinal),
            Repository.Files(".csproj").Where(static path => path.StartsWith("src/", StringComparison.Ordinal) || path.StartsWith("generator/", StringComparison.Ordinal) || path.StartsWith("analyzers/", StringComparison.Ordinal)));

    private static void AssertMayReference(Floor floor, string[] referenced)
    {
        foreach (string reference in referenced)
        {
            Floor? other = Floor.Find(reference);
            Assert.True(other is not null, $"{floor} references {reference}, which stands on no floor.");
            Assert.True(floor.MayReference(other), $"{floor} (floor {floor.Number}) must not reference {reference} (floor {other.Number}).");
        }
    }
}
