using System;
using System.IO;
using System.Runtime.CompilerServices;
using Xunit;

namespace CSharpBpf.Testing;

/// <summary>
/// Expected output in a file beside the test: Type.Method.verified.txt, or Type.Method_suffix.verified.txt. What differs is written beside it as
/// .received.txt; with BLESS=1 in the environment it becomes the expected output.
/// </summary>
public static class GoldenFile
{
    /// <summary>Compares a text with the test's golden file.</summary>
    public static void Verify(string actual, string suffix = "", [CallerFilePath] string testFile = "", [CallerMemberName] string method = "")
    {
        // The compiler maps source paths to /_/ so that builds agree on every machine.
        string source = testFile.StartsWith("/_/", StringComparison.Ordinal) ? Path.Combine(FileTests.RepositoryRoot(), testFile[3..]) : testFile;
        string name = $"{Path.GetFileNameWithoutExtension(source)}.{method}{(suffix.Length > 0 ? "_" + suffix : "")}";
        string verified = Path.Combine(Path.GetDirectoryName(source)!, name + ".verified.txt");
        string received = Path.Combine(Path.GetDirectoryName(source)!, name + ".received.txt");
        string text = actual.Replace("\r\n", "\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("BLESS") == "1")
        {
            File.WriteAllText(verified, text);
            File.Delete(received);
            return;
        }

        string expected = File.Exists(verified) ? File.ReadAllText(verified).Replace("\r\n", "\n") : "";
        if (expected != text)
        {
            File.WriteAllText(received, text);
        }

        Assert.True(expected.Length > 0, $"{verified} does not exist: run the test with BLESS=1 and read what it wrote.");
        Assert.Equal(expected, text);
        File.Delete(received);
    }
}
