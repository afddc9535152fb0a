using System.Text;
using CSharpBpf.Generator.Models;

namespace CSharpBpf.Generator.Emit;

/// <summary>
/// Writes the ELF image as a span over constant data, which the compiler puts into the assembly as it is: no array is made at run time, and the
/// build task finds the bytes by the attribute.
/// </summary>
internal static class ImageWriter
{
    private const int BytesPerLine = 24;

    public static string Write(ObjectImage image)
    {
        CodeWriter code = ClassPart.Open(image.Skeleton);
        code.Line($"// The object {image.Skeleton.ObjectName}.bpf.o, {image.Bytes.Count} bytes of ELF.");
        if (image.Bytes.Count == 0)
        {
            code.Line("private static global::System.ReadOnlySpan<byte> ObjectImage => default;");
            return ClassPart.Close(code, image.Skeleton);
        }

        code.Line($"[global::CSharpBpf.BpfObjectImage(\"{image.Skeleton.ObjectName}.bpf.o\")]");
        code.Line("private static global::System.ReadOnlySpan<byte> ObjectImage =>").Line("[").Indent();
        StringBuilder line = new();
        for (int i = 0; i < image.Bytes.Count; i++)
        {
            line.Append("0x").Append(image.Bytes[i].ToString("x2", System.Globalization.CultureInfo.InvariantCulture)).Append(',');
            if (i % BytesPerLine == BytesPerLine - 1 || i == image.Bytes.Count - 1)
            {
                code.Line(line.ToString());
                line.Clear();
            }
            else
            {
                line.Append(' ');
            }
        }

        code.Outdent().Line("];");
        return ClassPart.Close(code, image.Skeleton);
    }
}
