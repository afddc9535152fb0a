using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using CSharpBpf.Testing;
using Xunit;

namespace CSharpBpf.Roslyn.Tests.Build;

/// <summary>
/// What a user gets: the package, in a project outside this repository, built by the SDK's own compiler, with packages of its own. One test, since
/// each step builds on the one before and costs seconds.
/// </summary>
public sealed class PackageTests : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <ErrorLog>build.sarif,version=2.1</ErrorLog>
            <BpfTraceCompilations>true</BpfTraceCompilations>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="CSharpBpf" Version="0.1.0" />
          </ItemGroup>
        </Project>
        """;

    private const string Program = """
        using System;
        using CSharpBpf;
        using Demo;

        using UdpFilter filter = new() { Port = 53 };
        filter.Load(BpfTarget.Virtual);
        byte[] packet = new byte[42];
        packet[12] = 0x08;
        packet[14] = 0x45;
        packet[23] = 17;
        packet[37] = 53;
        Console.WriteLine(filter.Programs.Filter.Run(packet).Action);
        packet[37] = 54;
        Console.WriteLine(filter.Programs.Filter.Run(packet).Action);
        """;

    private readonly string directory = Directory.CreateTempSubdirectory("csharpbpf-package-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [SkippableFact]
    public void A_project_outside_the_repository_builds_and_runs_with_the_package()
    {
        Skip.IfNot(File.Exists(Path.Combine(FileTests.RepositoryRoot(), "CSharpBpf.sln")), "needs the repository");
        string configuration = AppContext.BaseDirectory.Contains(Path.Combine("bin", "Release"), StringComparison.Ordinal) ? "Release" : "Debug";
        string feed = Path.Combine(directory, "feed");
        Dotnet(FileTests.RepositoryRoot(), "pack", Path.Combine("src", "CSharpBpf"), "--no-build", "--no-restore", "-p:BuildProjectReferences=false", "-c", configuration, "-o", feed, "--nologo");

        string project = Path.Combine(directory, "demo");
        Directory.CreateDirectory(project);
        Write("nuget.config", $"<configuration><packageSources><clear /><add key=\"feed\" value=\"{feed}\" /></packageSources></configuration>");
        Write("Demo.csproj", Project);
        Write("UdpFilter.cs", TestProject.UdpFilter);
        Write("Program.cs", Program);
        Dotnet(project, "build", "--nologo");
        string output = Path.Combine(project, "bin", "Debug", "net10.0");
        string image = Path.Combine(output, "Demo.UdpFilter.bpf.o");
        Assert.True(File.Exists(image));
        Assert.Equal(["'UdpFilter' was compiled by the generator"], Traces(project));
        Assert.Equal(["Drop", "Pass"], Dotnet(project, "exec", Path.Combine(output, "Demo.dll")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

        DateTime written = File.GetLastWriteTimeUtc(image);
        Write("Program.cs", Program.Replace("54", "55", StringComparison.Ordinal));
        Dotnet(project, "build", "--nologo");
        Assert.Equal(written, File.GetLastWriteTimeUtc(image));
        Dotnet(project, "clean", "--nologo");
        Assert.False(File.Exists(image));
        return;

        void Write(string name, string text) => File.WriteAllText(Path.Combine(project, name), text);
    }

    /// <summary>Who compiled what, as the compiler's log says it.</summary>
    private static IEnumerable<string> Traces(string project)
    {
        using JsonDocument log = JsonDocument.Parse(File.ReadAllText(Path.Combine(project, "build.sarif")));
        return
        [
            .. log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
                .Where(static result => result.GetProperty("ruleId").GetString() == "BPF0902")
                .Select(static result => result.GetProperty("message").GetProperty("text").GetString()!["The BPF class ".Length..]),
        ];
    }

    private string Dotnet(string workingDirectory, params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (workingDirectory.StartsWith(directory, StringComparison.Ordinal))
        {
            start.Environment["NUGET_PACKAGES"] = Path.Combine(directory, "packages");
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (string inherited in (string[])["MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "BLESS"])
        {
            start.Environment.Remove(inherited);
        }

        using Process process = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} gave {process.ExitCode}:\n{output}{errors.Result}");
        return output;
    }
}
