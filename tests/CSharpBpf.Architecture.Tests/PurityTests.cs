using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace CSharpBpf.Architecture.Tests;

/// <summary>What the floors may know of the world outside.</summary>
public sealed class PurityTests
{
    public static TheoryData<string> SharedFloors => [.. Floor.House.Where(static floor => floor.IsShared).Select(static floor => floor.Name)];

    /// <summary>The shared floors that programs load at run time, and those that only the compiler does.</summary>
    public static TheoryData<string> AotFloors => [.. Floor.House.Where(static floor => floor.IsShared && !floor.KnowsRoslyn).Select(static floor => floor.Path)];

    [Theory]
    [MemberData(nameof(SharedFloors))]
    public void A_shared_floor_targets_netstandard_only_and_is_held_to_purity(string name)
    {
        // The properties stand in one file for all of them; a project that sets its own would leave it.
        XDocument project = XDocument.Load(Floor.Find(name)!.ProjectFile);
        Assert.Contains(project.Descendants("Import"), static import => ((string)import.Attribute("Project")!).EndsWith("build/SharedFloor.props", StringComparison.Ordinal));
        foreach (string property in new[] { "TargetFramework", "TargetFrameworks", "EnforceExtendedAnalyzerRules" })
        {
            Assert.Empty(project.Descendants(property));
        }

        Assert.DoesNotContain("RS1035", project.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_shared_floors_properties_say_netstandard_and_purity()
    {
        string shared = Path.Combine(Repository.Root, "build/SharedFloor.props");
        Assert.Equal("netstandard2.0", Repository.Property(shared, "TargetFramework"));
        Assert.Equal("true", Repository.Property(shared, "EnforceExtendedAnalyzerRules"));
    }

    [Theory]
    [MemberData(nameof(SharedFloors))]
    public void A_shared_floor_calls_no_native_code(string name) => Assert.Empty(AssemblyFacts.Read(Floor.Find(name)!.Assembly).PInvokes);

    [Fact]
    public void The_library_calls_no_native_code() => Assert.Empty(AssemblyFacts.Read(Floor.Find("CSharpBpf.Library")!.Assembly).PInvokes);

    [Fact]
    public void The_runtime_calls_native_code_from_one_file_only()
    {
        string[] files = [.. Repository.Files(".cs")
            .Where(static path => path.StartsWith("src/CSharpBpf/", StringComparison.Ordinal) && Regex.IsMatch(Repository.Text(path), @"\[\s*(DllImport|LibraryImport)\b"))];
        Assert.True(files.Length <= 1, $"More than one file declares native functions: {string.Join(", ", files)}");
        Assert.Equal(files.Length == 0, AssemblyFacts.Read(Floor.Find("CSharpBpf")!.Assembly).PInvokes.Count == 0);
    }

    [Theory]
    [MemberData(nameof(AotFloors))]
    public void A_floor_that_programs_load_is_checked_for_trimming_and_AOT(string path)
    {
        const string Check = "tests/CSharpBpf.AotCheck/CSharpBpf.AotCheck.csproj";
        Assert.Contains($"$(RepositoryRoot){path}/**/*.cs", Repository.Text(Check), StringComparison.Ordinal);
        Assert.Equal("true", Repository.Property(Path.Combine(Repository.Root, Check), "IsAotCompatible"));
    }
}
