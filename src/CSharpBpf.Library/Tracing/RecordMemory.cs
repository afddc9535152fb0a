using System;
using System.Linq;
using System.Runtime.InteropServices;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf;

/// <summary>What the contexts of tracing programs refer to: bytes that stand behind it. Unmanaged, at a fixed address.</summary>
internal unsafe struct RecordMemory
{
    private const int Header = 8;

    /// <summary>Room behind the record: zeros, so that text which lacks its zero byte ends.</summary>
    private const int Margin = 8;

    public int Length;

    public static RecordMemory* Create(ReadOnlySpan<byte> record)
    {
        var memory = (RecordMemory*)NativeMemory.AllocZeroed((nuint)(Header + record.Length + Margin));
        memory->Length = record.Length;
        record.CopyTo(new Span<byte>((byte*)memory + Header, record.Length));
        return memory;
    }

    /// <summary>The first byte of a record that has at least so many.</summary>
    /// <exception cref="IndexOutOfRangeException">It has less: in the kernel the program would not have been loaded, or not attached.</exception>
    public static byte* Start(RecordMemory* memory, int size) => size <= memory->Length
        ? (byte*)memory + Header
        : throw new IndexOutOfRangeException($"The program reads {size} bytes of its context, which has {memory->Length}.");

    /// <summary>A field of a context of 64-bit fields.</summary>
    public static ulong Field(RecordMemory* memory, ProgramType type, string name)
    {
        int offset = ContextLayoutTable.Find(type)!.Fields.First(field => field.Name == name).Offset;
        return *(ulong*)(Start(memory, offset + sizeof(ulong)) + offset);
    }

    /// <summary>The bytes of a context of 64-bit fields.</summary>
    public static byte[] Fill(ProgramType type, params ReadOnlySpan<(string Name, ulong Value)> values)
    {
        ContextLayout layout = ContextLayoutTable.Find(type)!;
        byte[] bytes = new byte[layout.Size];
        foreach ((string name, ulong value) in values)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(layout.Fields.First(field => field.Name == name).Offset), value);
        }

        return bytes;
    }
}
