using System;
using System.IO;

namespace CSharpBpf.Roslyn.Tests.Support;

/// <summary>
/// The objects that tests compiled, in the directory CSHARPBPF_OBJECTS if the environment names one: for tests/kernels/load-all, which loads
/// them on kernels where compiling would take too long.
/// </summary>
internal static class KeptObjects
{
    private static readonly string? Directory = Environment.GetEnvironmentVariable("CSHARPBPF_OBJECTS");

    public static void Add(string name, byte[] image)
    {
        if (Directory is { Length: > 0 })
        {
            System.IO.Directory.CreateDirectory(Directory);
            File.WriteAllBytes(Path.Combine(Directory, name + ".bpf.o"), image);
        }
    }
}
