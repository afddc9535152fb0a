using System;
using System.Buffers.Binary;
using System.Globalization;
using System.IO;
using System.Text;
using CSharpBpf.Loading;

namespace CSharpBpf;

/// <summary>What perf_event_open(2) wants to know of probes: the number of their kind, and where a function lies in a file.</summary>
internal static class ProbeSources
{
    private const int SectionHeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const int SymbolSize = 24;
    private const uint SymbolTable = 2;
    private const uint DynamicSymbols = 11;
    private const uint LoadedSegment = 1;
    private const int FunctionSymbol = 2;

    /// <summary>The number of a kind of events.</summary>
    /// <param name="kind"><c>kprobe</c> or <c>uprobe</c>.</param>
    /// <param name="what">What it is for, as the start of a message.</param>
    /// <exception cref="BpfException">The kernel has no such events.</exception>
    public static uint EventType(string kind, string what)
    {
        try
        {
            return uint.Parse(File.ReadAllText($"/sys/bus/event_source/devices/{kind}/type"), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw KernelErrors.Create(what, -KernelErrors.NotSupported, $"this kernel has no {kind}s, which need 4.17 and CONFIG_{kind.ToUpperInvariant()}_EVENTS ({e.Message}).");
        }
    }

    /// <summary>Where a function begins in an ELF64 file of little-endian byte order.</summary>
    /// <param name="path">The file.</param>
    /// <param name="function">The function's symbol.</param>
    /// <param name="what">What it is for, as the start of a message.</param>
    /// <exception cref="BpfException">The file cannot be read, is no such file, or has no such function.</exception>
    public static ulong FunctionOffset(string path, string function, string what)
    {
        try
        {
            byte[] file = File.ReadAllBytes(path);
            bool isElf = file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1]);
            return (isElf ? Find(file, Encoding.UTF8.GetBytes(function + "\0")) : null)
                ?? throw KernelErrors.Create(what, -KernelErrors.NoSuchEntry, isElf ? $"the file has no symbol of a function '{function}'." : "the file is not ELF64.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw KernelErrors.Create(what, -KernelErrors.NoSuchEntry, e.Message);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw KernelErrors.Create(what, -KernelErrors.InvalidArgument, "the file is damaged.");
        }
    }

    private static ulong? Find(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        int sections = checked((int)U64(file, 40));
        int count = U16(file, 60);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> section = file.Slice(sections + (i * SectionHeaderSize), SectionHeaderSize);
            if (U32(section, 4) is not (SymbolTable or DynamicSymbols))
            {
                continue;
            }

            ReadOnlySpan<byte> strings = Contents(file, file.Slice(sections + ((int)U32(section, 40) * SectionHeaderSize), SectionHeaderSize));
            for (ReadOnlySpan<byte> symbols = Contents(file, section); symbols.Length >= SymbolSize; symbols = symbols[SymbolSize..])
            {
                bool isDefinedFunction = (symbols[4] & 0xF) == FunctionSymbol && U16(symbols, 6) != 0;
                if (isDefinedFunction && strings[(int)U32(symbols, 0)..].StartsWith(name))
                {
                    return OffsetOf(file, U64(symbols, 8));
                }
            }
        }

        return null;
    }

    /// <summary>Where the file holds what is loaded at an address.</summary>
    private static ulong? OffsetOf(ReadOnlySpan<byte> file, ulong address)
    {
        int segments = checked((int)U64(file, 32));
        for (int i = 0; i < U16(file, 56); i++)
        {
            ReadOnlySpan<byte> segment = file.Slice(segments + (i * ProgramHeaderSize), ProgramHeaderSize);
            ulong start = U64(segment, 16);
            if (U32(segment, 0) == LoadedSegment && address >= start && address - start < U64(segment, 32))
            {
                return address - start + U64(segment, 8);
            }
        }

        return null;
    }

    private static ReadOnlySpan<byte> Contents(ReadOnlySpan<byte> file, ReadOnlySpan<byte> section) => file.Slice(checked((int)U64(section, 24)), checked((int)U64(section, 32)));

    private static ushort U16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong U64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
