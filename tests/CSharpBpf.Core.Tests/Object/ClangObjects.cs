using System.IO;
using CSharpBpf.Testing;

namespace CSharpBpf.Core.Tests.Object;

/// <summary>Objects that clang makes of the C files under tests/filetests/clang.</summary>
internal static class ClangObjects
{
    public const string Compiler = "clang-19";

    /// <summary>Compiles a file; skips the test where clang is missing.</summary>
    public static byte[] Compile(string file, string cpu, bool bigEndian = false)
    {
        ExternalTool.Require(Compiler);
        using TemporaryDirectory directory = new();
        string output = directory.File("out.o");
        ExternalTool.Run(
            Compiler, "-O2", "-g", "-Wall", "-target", bigEndian ? "bpfeb" : "bpfel", "-mcpu=" + cpu, "-I/usr/include/x86_64-linux-gnu",
            "-I/usr/include/aarch64-linux-gnu", "-c", FileTests.PathOf("clang", file), "-o", output);
        return File.ReadAllBytes(output);
    }
}
