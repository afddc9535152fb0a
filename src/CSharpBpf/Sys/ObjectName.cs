using System.Runtime.CompilerServices;
using System.Text;

namespace CSharpBpf.Sys;

/// <summary>A kernel object's name (BPF_OBJ_NAME_LEN): up to 15 characters of letters, digits, '_' and '.', and a NUL.</summary>
[InlineArray(16)]
internal struct ObjectName
{
    private const int MaxLength = 15;

    private byte element;

    /// <summary>Cuts a name to what the kernel takes, and replaces what it does not take by '_'.</summary>
    public static ObjectName From(string name)
    {
        ObjectName result = default;
        for (int i = 0; i < name.Length && i < MaxLength; i++)
        {
            char c = name[i];
            result[i] = char.IsAsciiLetterOrDigit(c) || c is '_' or '.' ? (byte)c : (byte)'_';
        }

        return result;
    }

    public override string ToString() => Encoding.ASCII.GetString(this).TrimEnd('\0');
}
