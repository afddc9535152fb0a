using System;
using System.Collections.Generic;
using System.Text;

namespace CSharpBpf.Btf;

/// <summary>
/// A BTF string section under construction: NUL-terminated UTF-8, each string once, the empty string at offset 0. One table may serve a .BTF
/// section and the records that lean on it (line_info, core_relo): add their strings before the section is written.
/// </summary>
public sealed class BtfStringTable
{
    private readonly Dictionary<string, int> offsets = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly ByteBuffer bytes = new(bigEndian: false);

    /// <summary>Starts with the empty string.</summary>
    public BtfStringTable() => bytes.U8(0);

    /// <summary>The section's size in bytes so far.</summary>
    public int Length => bytes.Length;

    /// <summary>The offset of <paramref name="text"/>, which is added when it is new.</summary>
    /// <exception cref="BtfFormatException">The text contains a NUL.</exception>
    public int Add(string text)
    {
        if (offsets.TryGetValue(text, out int offset))
        {
            return offset;
        }

        if (text.IndexOf('\0') >= 0)
        {
            throw new BtfFormatException($"The string '{text.Replace("\0", "\\0")}' contains a NUL, which would end it early.");
        }

        offset = bytes.Length;
        offsets.Add(text, offset);
        bytes.NulTerminated(text);
        return offset;
    }

    /// <summary>The section's bytes.</summary>
    public byte[] ToArray() => bytes.ToArray();
}

/// <summary>A BTF string section that was read.</summary>
public sealed class BtfStringSection
{
    private readonly byte[] bytes;
    private readonly int start;
    private readonly Dictionary<int, string> cache = [];

    internal BtfStringSection(byte[] bytes, int start)
    {
        this.bytes = bytes;
        this.start = start;
    }

    /// <summary>The section's size in bytes.</summary>
    public int Length => bytes.Length;

    /// <summary>The string at <paramref name="offset"/>; null when the offset is outside or nothing terminates the string.</summary>
    public string? Find(int offset)
    {
        if (offset == 0 && bytes.Length == 0)
        {
            return "";
        }

        if (offset < 0 || offset >= bytes.Length)
        {
            return null;
        }

        if (!cache.TryGetValue(offset, out string? text))
        {
            int length = bytes.AsSpan(offset).IndexOf((byte)0);
            if (length < 0)
            {
                return null;
            }

            text = Encoding.UTF8.GetString(bytes, offset, length);
            cache.Add(offset, text);
        }

        return text;
    }

    /// <summary>The string at <paramref name="offset"/>, which was read from byte <paramref name="where"/>.</summary>
    internal string Get(int offset, int where) => Find(offset) ?? throw new BtfFormatException(
        where,
        offset < 0 || offset >= bytes.Length
            ? $"string offset {unchecked((uint)offset)} lies outside the string section of {bytes.Length} bytes."
            : $"the string at offset {offset} of the string section (byte {start + offset}) has no terminating NUL.");
}
