using System;
using System.Globalization;
using System.Text;
using CSharpBpf.Frontend.Model;
using CSharpBpf.Generator.Models;

namespace CSharpBpf.Generator.Emit;

/// <summary>
/// Writes the ELF image as a span over constant data, which the compiler puts into the assembly as it is: no array is made at run time, and the
/// build task finds the bytes by the attribute. In words of eight bytes, little-endian as in the assembly: each number costs the compiler the same,
/// whatever its size. The length of an ELF file is a multiple of eight, since its last part is the table of sections.
/// </summary>
internal static class ImageWriter
{
    private const int BytesPerWord = 8;
    private const int WordsPerLine = 6;

    public static string Write(ObjectImage image)
    {
        CodeWriter code = ClassPart.Open(image.Skeleton);
        code.Line($"// The object {image.Skeleton.ObjectName}.bpf.o, {image.Bytes.Count} bytes of ELF.");

        // Without an image there is an error, or the build task finds none behind the attribute and says so.
        code.Line($"[global::CSharpBpf.BpfObjectImage(\"{image.Skeleton.ObjectName}.bpf.o\")]");
        if (image.Bytes.Count == 0)
        {
            code.Line("private static global::System.ReadOnlySpan<byte> ObjectImage => default;");
            return ClassPart.Close(code, image.Skeleton);
        }

        code.Line("private static global::System.ReadOnlySpan<byte> ObjectImage => global::System.Runtime.InteropServices.MemoryMarshal.AsBytes<ulong>(").Line("[").Indent();
        for (int line = 0; line < image.Bytes.Count; line += BytesPerWord * WordsPerLine)
        {
            code.Line(Words(image.Bytes, line, Math.Min(line + (BytesPerWord * WordsPerLine), image.Bytes.Count)));
        }

        code.Outdent().Line("]);");
        return ClassPart.Close(code, image.Skeleton);
    }

    private static string Words(EquatableArray<byte> bytes, int start, int end)
    {
        StringBuilder line = new();
        for (int word = start; word < end; word += BytesPerWord)
        {
            line.Append(line.Length == 0 ? "0x" : " 0x");
            for (int i = Math.Min(word + BytesPerWord, end) - 1; i >= word; i--)
            {
                line.Append(bytes[i].ToString("x2", CultureInfo.InvariantCulture));
            }

            line.Append("ul,");
        }

        return line.ToString();
    }
}
