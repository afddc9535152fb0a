using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using CSharpBpf.Vm.Memory;

namespace CSharpBpf.Vm.Helpers;

/// <summary>
/// bpf_trace_printk and bpf_trace_vprintk with the conversions the kernel takes (kernel/bpf/helpers.c, bpf_bprintf_prepare): %d %i %u %x %X with l and ll, %c, %s, %p,
/// %pI4 %pi4 %pI6 %pi6, with flags and width. Pointers print as they are, not hashed. A string that is not readable prints as nothing.
/// </summary>
internal static unsafe class TracePrintkHelper
{
    private const int FirstArgument = 3;
    private const int MaximalValues = 12;
    private const int MaximalString = 512;

    public static ulong TracePrintk(VmHelperCall call)
    {
        ReadOnlySpan<ulong> values = [call.Argument(FirstArgument), call.Argument(FirstArgument + 1), call.Argument(FirstArgument + 2)];
        return Print(call, values);
    }

    public static ulong TraceVprintk(VmHelperCall call)
    {
        uint length = (uint)call.Argument(FirstArgument + 1);
        if (length == 0)
        {
            return Print(call, []);
        }

        if (length % sizeof(ulong) != 0 || length > MaximalValues * sizeof(ulong))
        {
            return Invalid;
        }

        return call.TryGetMemory(FirstArgument, length, AccessRights.Read, out byte* data)
            ? Print(call, new ReadOnlySpan<ulong>(data, (int)(length / sizeof(ulong))))
            : 0;
    }

    private static ulong Print(VmHelperCall call, ReadOnlySpan<ulong> values)
    {
        uint size = (uint)call.Argument(2);
        if (!call.TryGetMemory(1, size, AccessRights.Read, out byte* format))
        {
            return 0;
        }

        ReadOnlySpan<byte> text = new(format, (int)size);
        int end = text.IndexOf((byte)0);
        if (end < 0)
        {
            return Invalid;
        }

        StringBuilder output = new();
        if (!TryFormat(call, values, Encoding.UTF8.GetString(text[..end]), output))
        {
            return Invalid;
        }

        string message = output.ToString();
        call.Environment.TracePrint(message.TrimEnd('\n'));
        return (ulong)Encoding.UTF8.GetByteCount(message);
    }

    private static ulong Invalid => unchecked((ulong)(long)-Errno.Invalid);

    private static bool TryFormat(VmHelperCall call, ReadOnlySpan<ulong> values, string format, StringBuilder output)
    {
        int argument = 0;
        for (int i = 0; i < format.Length; i++)
        {
            char c = format[i];
            if (char.IsAscii(c) && char.IsControl(c) && !char.IsWhiteSpace(c))
            {
                return false;
            }

            if (c != '%')
            {
                output.Append(c);
                continue;
            }

            if (++i < format.Length && format[i] == '%')
            {
                output.Append('%');
                continue;
            }

            if (argument == values.Length)
            {
                return false;
            }

            if (!TryConvert(call, values[argument], format, ref i, output))
            {
                return false;
            }

            argument++;
        }

        return true;
    }

    private static bool TryConvert(VmHelperCall call, ulong value, string format, ref int i, StringBuilder output)
    {
        int start = i;
        while (i < format.Length && "0+- ".Contains(format[i], StringComparison.Ordinal))
        {
            i++;
        }

        string flags = format[start..i];
        int width = 0;
        while (i < format.Length && char.IsAsciiDigit(format[i]) && width < MaximalString)
        {
            width = (width * 10) + (format[i++] - '0');
        }

        int longs = 0;
        while (i < format.Length && format[i] == 'l' && longs < 2)
        {
            longs++;
            i++;
        }

        if (i >= format.Length || (longs != 0 && !"diuxX".Contains(format[i], StringComparison.Ordinal)))
        {
            return false;
        }

        ulong unsigned = longs == 0 ? (uint)value : value;
        long signed = longs == 0 ? (int)value : (long)value;
        string? text = format[i] switch
        {
            'd' or 'i' => (signed >= 0 && flags.Contains('+', StringComparison.Ordinal) ? "+" : "") + signed.ToString(CultureInfo.InvariantCulture),
            'u' => unsigned.ToString(CultureInfo.InvariantCulture),
            'x' => unsigned.ToString("x", CultureInfo.InvariantCulture),
            'X' => unsigned.ToString("X", CultureInfo.InvariantCulture),
            'c' => ((char)(byte)value).ToString(),
            's' => ReadString(call, value),
            'p' => FormatPointer(call, value, format, ref i),
            _ => null,
        };
        if (text is null)
        {
            return false;
        }

        bool zeros = flags.Contains('0', StringComparison.Ordinal) && "diuxX".Contains(format[i], StringComparison.Ordinal);
        output.Append(flags.Contains('-', StringComparison.Ordinal) ? text.PadRight(width) : zeros ? PadZeros(text, width) : text.PadLeft(width));
        return true;
    }

    private static string PadZeros(string text, int width)
    {
        int sign = text.Length != 0 && text[0] is '-' or '+' ? 1 : 0;
        return text[..sign] + text[sign..].PadLeft(width - sign, '0');
    }

    private static string? FormatPointer(VmHelperCall call, ulong value, string format, ref int i)
    {
        if (i + 1 >= format.Length || !char.IsAsciiLetterOrDigit(format[i + 1]))
        {
            return value.ToString("x16", CultureInfo.InvariantCulture);
        }

        if (i + 2 >= format.Length || format[i + 1] is not ('i' or 'I') || format[i + 2] is not ('4' or '6'))
        {
            return null;
        }

        bool padded = format[i + 1] == 'i';
        int size = format[i + 2] == '4' ? 4 : 16;
        i += 2;
        Span<byte> address = stackalloc byte[16];
        address.Clear();
        byte* host = call.Machine.AddressSpace.Translate(value, (uint)size, AccessRights.Read);
        if (host != null)
        {
            new ReadOnlySpan<byte>(host, size).CopyTo(address);
        }

        if (size == 4)
        {
            string part = padded ? "D3" : "D";
            CultureInfo culture = CultureInfo.InvariantCulture;
            return string.Join('.', address[0].ToString(part, culture), address[1].ToString(part, culture), address[2].ToString(part, culture), address[3].ToString(part, culture));
        }

        StringBuilder text = new();
        for (int word = 0; word < 16; word += 2)
        {
            text.Append(!padded && word != 0 ? ":" : "").Append(BinaryPrimitives.ReadUInt16BigEndian(address[word..]).ToString("x4", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static string ReadString(VmHelperCall call, ulong address)
    {
        Span<byte> bytes = stackalloc byte[MaximalString];
        int length = 0;
        for (; length < MaximalString; length++)
        {
            byte* host = call.Machine.AddressSpace.Translate(address + (uint)length, 1, AccessRights.Read);
            if (host == null || *host == 0)
            {
                break;
            }

            bytes[length] = *host;
        }

        return Encoding.UTF8.GetString(bytes[..length]);
    }
}
