using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CSharpBpf.Bcl;

/// <summary>What <see cref="BinaryPrimitives"/> does over spans, for BPF programs, whose byte order is little-endian.</summary>
internal static class BinaryPrimitivesBodies
{
    internal static short ReadInt16LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<short>(source);

    internal static bool TryReadInt16LittleEndian(ReadOnlySpan<byte> source, out short value) => MemoryMarshal.TryRead(source, out value);

    internal static void WriteInt16LittleEndian(Span<byte> destination, short value) => MemoryMarshal.Write(destination, value);

    internal static bool TryWriteInt16LittleEndian(Span<byte> destination, short value) => MemoryMarshal.TryWrite(destination, value);

    internal static short ReadInt16BigEndian(ReadOnlySpan<byte> source) => BinaryPrimitives.ReverseEndianness(MemoryMarshal.Read<short>(source));

    internal static bool TryReadInt16BigEndian(ReadOnlySpan<byte> source, out short value)
    {
        bool isRead = MemoryMarshal.TryRead(source, out value);
        value = BinaryPrimitives.ReverseEndianness(value);
        return isRead;
    }

    internal static void WriteInt16BigEndian(Span<byte> destination, short value) => MemoryMarshal.Write(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static bool TryWriteInt16BigEndian(Span<byte> destination, short value) => MemoryMarshal.TryWrite(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static ushort ReadUInt16LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<ushort>(source);

    internal static bool TryReadUInt16LittleEndian(ReadOnlySpan<byte> source, out ushort value) => MemoryMarshal.TryRead(source, out value);

    internal static void WriteUInt16LittleEndian(Span<byte> destination, ushort value) => MemoryMarshal.Write(destination, value);

    internal static bool TryWriteUInt16LittleEndian(Span<byte> destination, ushort value) => MemoryMarshal.TryWrite(destination, value);

    internal static ushort ReadUInt16BigEndian(ReadOnlySpan<byte> source) => BinaryPrimitives.ReverseEndianness(MemoryMarshal.Read<ushort>(source));

    internal static bool TryReadUInt16BigEndian(ReadOnlySpan<byte> source, out ushort value)
    {
        bool isRead = MemoryMarshal.TryRead(source, out value);
        value = BinaryPrimitives.ReverseEndianness(value);
        return isRead;
    }

    internal static void WriteUInt16BigEndian(Span<byte> destination, ushort value) => MemoryMarshal.Write(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static bool TryWriteUInt16BigEndian(Span<byte> destination, ushort value) => MemoryMarshal.TryWrite(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static int ReadInt32LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<int>(source);

    internal static bool TryReadInt32LittleEndian(ReadOnlySpan<byte> source, out int value) => MemoryMarshal.TryRead(source, out value);

    internal static void WriteInt32LittleEndian(Span<byte> destination, int value) => MemoryMarshal.Write(destination, value);

    internal static bool TryWriteInt32LittleEndian(Span<byte> destination, int value) => MemoryMarshal.TryWrite(destination, value);

    internal static int ReadInt32BigEndian(ReadOnlySpan<byte> source) => BinaryPrimitives.ReverseEndianness(MemoryMarshal.Read<int>(source));

    internal static bool TryReadInt32BigEndian(ReadOnlySpan<byte> source, out int value)
    {
        bool isRead = MemoryMarshal.TryRead(source, out value);
        value = BinaryPrimitives.ReverseEndianness(value);
        return isRead;
    }

    internal static void WriteInt32BigEndian(Span<byte> destination, int value) => MemoryMarshal.Write(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static bool TryWriteInt32BigEndian(Span<byte> destination, int value) => MemoryMarshal.TryWrite(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static uint ReadUInt32LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<uint>(source);

    internal static bool TryReadUInt32LittleEndian(ReadOnlySpan<byte> source, out uint value) => MemoryMarshal.TryRead(source, out value);

    internal static void WriteUInt32LittleEndian(Span<byte> destination, uint value) => MemoryMarshal.Write(destination, value);

    internal static bool TryWriteUInt32LittleEndian(Span<byte> destination, uint value) => MemoryMarshal.TryWrite(destination, value);

    internal static uint ReadUInt32BigEndian(ReadOnlySpan<byte> source) => BinaryPrimitives.ReverseEndianness(MemoryMarshal.Read<uint>(source));

    internal static bool TryReadUInt32BigEndian(ReadOnlySpan<byte> source, out uint value)
    {
        bool isRead = MemoryMarshal.TryRead(source, out value);
        value = BinaryPrimitives.ReverseEndianness(value);
        return isRead;
    }

    internal static void WriteUInt32BigEndian(Span<byte> destination, uint value) => MemoryMarshal.Write(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static bool TryWriteUInt32BigEndian(Span<byte> destination, uint value) => MemoryMarshal.TryWrite(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static long ReadInt64LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<long>(source);

    internal static bool TryReadInt64LittleEndian(ReadOnlySpan<byte> source, out long value) => MemoryMarshal.TryRead(source, out value);

    internal static void WriteInt64LittleEndian(Span<byte> destination, long value) => MemoryMarshal.Write(destination, value);

    internal static bool TryWriteInt64LittleEndian(Span<byte> destination, long value) => MemoryMarshal.TryWrite(destination, value);

    internal static long ReadInt64BigEndian(ReadOnlySpan<byte> source) => BinaryPrimitives.ReverseEndianness(MemoryMarshal.Read<long>(source));

    internal static bool TryReadInt64BigEndian(ReadOnlySpan<byte> source, out long value)
    {
        bool isRead = MemoryMarshal.TryRead(source, out value);
        value = BinaryPrimitives.ReverseEndianness(value);
        return isRead;
    }

    internal static void WriteInt64BigEndian(Span<byte> destination, long value) => MemoryMarshal.Write(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static bool TryWriteInt64BigEndian(Span<byte> destination, long value) => MemoryMarshal.TryWrite(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static ulong ReadUInt64LittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<ulong>(source);

    internal static bool TryReadUInt64LittleEndian(ReadOnlySpan<byte> source, out ulong value) => MemoryMarshal.TryRead(source, out value);

    internal static void WriteUInt64LittleEndian(Span<byte> destination, ulong value) => MemoryMarshal.Write(destination, value);

    internal static bool TryWriteUInt64LittleEndian(Span<byte> destination, ulong value) => MemoryMarshal.TryWrite(destination, value);

    internal static ulong ReadUInt64BigEndian(ReadOnlySpan<byte> source) => BinaryPrimitives.ReverseEndianness(MemoryMarshal.Read<ulong>(source));

    internal static bool TryReadUInt64BigEndian(ReadOnlySpan<byte> source, out ulong value)
    {
        bool isRead = MemoryMarshal.TryRead(source, out value);
        value = BinaryPrimitives.ReverseEndianness(value);
        return isRead;
    }

    internal static void WriteUInt64BigEndian(Span<byte> destination, ulong value) => MemoryMarshal.Write(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static bool TryWriteUInt64BigEndian(Span<byte> destination, ulong value) => MemoryMarshal.TryWrite(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static nint ReadIntPtrLittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<nint>(source);

    internal static bool TryReadIntPtrLittleEndian(ReadOnlySpan<byte> source, out nint value) => MemoryMarshal.TryRead(source, out value);

    internal static void WriteIntPtrLittleEndian(Span<byte> destination, nint value) => MemoryMarshal.Write(destination, value);

    internal static bool TryWriteIntPtrLittleEndian(Span<byte> destination, nint value) => MemoryMarshal.TryWrite(destination, value);

    internal static nint ReadIntPtrBigEndian(ReadOnlySpan<byte> source) => BinaryPrimitives.ReverseEndianness(MemoryMarshal.Read<nint>(source));

    internal static bool TryReadIntPtrBigEndian(ReadOnlySpan<byte> source, out nint value)
    {
        bool isRead = MemoryMarshal.TryRead(source, out value);
        value = BinaryPrimitives.ReverseEndianness(value);
        return isRead;
    }

    internal static void WriteIntPtrBigEndian(Span<byte> destination, nint value) => MemoryMarshal.Write(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static bool TryWriteIntPtrBigEndian(Span<byte> destination, nint value) => MemoryMarshal.TryWrite(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static nuint ReadUIntPtrLittleEndian(ReadOnlySpan<byte> source) => MemoryMarshal.Read<nuint>(source);

    internal static bool TryReadUIntPtrLittleEndian(ReadOnlySpan<byte> source, out nuint value) => MemoryMarshal.TryRead(source, out value);

    internal static void WriteUIntPtrLittleEndian(Span<byte> destination, nuint value) => MemoryMarshal.Write(destination, value);

    internal static bool TryWriteUIntPtrLittleEndian(Span<byte> destination, nuint value) => MemoryMarshal.TryWrite(destination, value);

    internal static nuint ReadUIntPtrBigEndian(ReadOnlySpan<byte> source) => BinaryPrimitives.ReverseEndianness(MemoryMarshal.Read<nuint>(source));

    internal static bool TryReadUIntPtrBigEndian(ReadOnlySpan<byte> source, out nuint value)
    {
        bool isRead = MemoryMarshal.TryRead(source, out value);
        value = BinaryPrimitives.ReverseEndianness(value);
        return isRead;
    }

    internal static void WriteUIntPtrBigEndian(Span<byte> destination, nuint value) => MemoryMarshal.Write(destination, BinaryPrimitives.ReverseEndianness(value));

    internal static bool TryWriteUIntPtrBigEndian(Span<byte> destination, nuint value) => MemoryMarshal.TryWrite(destination, BinaryPrimitives.ReverseEndianness(value));
}
