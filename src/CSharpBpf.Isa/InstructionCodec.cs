using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;

namespace CSharpBpf.Isa;

/// <summary>
/// Instructions to bytes and back, field by field and without loss. It judges only what cannot be represented; whether an instruction is one that
/// the machine knows is the validator's question.
/// </summary>
/// <remarks>
/// A slot is 8 bytes (RFC 9669, section 3.1): opcode, registers, offset (16 bits), immediate (32 bits). The registers' byte holds the source in the
/// high nibble and the destination in the low one in little-endian code, the other way round in big-endian code. The second slot of lddw holds the
/// high half of the value in its immediate, and zeros.
/// </remarks>
public static class InstructionCodec
{
    /// <summary>The size of a slot in bytes.</summary>
    public const int SlotSize = 8;

    /// <summary>Encodes instructions one after the other.</summary>
    /// <exception cref="InstructionFormatException">A register or an immediate does not fit its field.</exception>
    public static byte[] Encode(IEnumerable<Instruction> instructions, ByteOrder order = ByteOrder.LittleEndian)
    {
        List<Instruction> all = [.. instructions];
        int slots = 0;
        foreach (Instruction instruction in all)
        {
            CheckFits(instruction, slots);
            slots += instruction.SlotCount;
        }

        byte[] bytes = new byte[slots * SlotSize];
        Span<byte> rest = bytes;
        foreach (Instruction instruction in all)
        {
            WriteSlot(rest, instruction.Opcode, instruction.Destination, instruction.Source, instruction.Offset, unchecked((int)instruction.Immediate), order);
            if (instruction.SlotCount == 2)
            {
                WriteSlot(rest.Slice(SlotSize), 0, 0, 0, 0, (int)(instruction.Immediate >> 32), order);
            }

            rest = rest.Slice(instruction.SlotCount * SlotSize);
        }

        return bytes;
    }

    /// <summary>Decodes a run of instructions.</summary>
    /// <exception cref="InstructionFormatException">The length is not a multiple of 8, or an lddw lacks its second slot or has a wrong one.</exception>
    public static Instruction[] Decode(ReadOnlySpan<byte> bytes, ByteOrder order = ByteOrder.LittleEndian)
    {
        if (bytes.Length % SlotSize != 0)
        {
            throw InstructionFormatException.AtSlot(
                bytes.Length / SlotSize,
                string.Format(CultureInfo.InvariantCulture, "{0} bytes are left over", bytes.Length % SlotSize),
                "instructions take 8 bytes, or 16 for lddw");
        }

        List<Instruction> instructions = new(bytes.Length / SlotSize);
        for (int slot = 0; slot < bytes.Length / SlotSize; slot += instructions[instructions.Count - 1].SlotCount)
        {
            ReadOnlySpan<byte> at = bytes.Slice(slot * SlotSize);
            Instruction instruction = ReadSlot(at, order);
            instructions.Add(instruction.SlotCount == 1 ? instruction : instruction with { Immediate = ReadWideImmediate(at, slot, order) });
        }

        return [.. instructions];
    }

    private static void WriteSlot(Span<byte> to, byte opcode, byte destination, byte source, short offset, int immediate, ByteOrder order)
    {
        to[0] = opcode;
        if (order == ByteOrder.LittleEndian)
        {
            to[1] = (byte)((source << 4) | destination);
            BinaryPrimitives.WriteInt16LittleEndian(to.Slice(2), offset);
            BinaryPrimitives.WriteInt32LittleEndian(to.Slice(4), immediate);
        }
        else
        {
            to[1] = (byte)((destination << 4) | source);
            BinaryPrimitives.WriteInt16BigEndian(to.Slice(2), offset);
            BinaryPrimitives.WriteInt32BigEndian(to.Slice(4), immediate);
        }
    }

    private static Instruction ReadSlot(ReadOnlySpan<byte> at, ByteOrder order)
    {
        byte low = (byte)(at[1] & 0x0f);
        byte high = (byte)(at[1] >> 4);
        return order == ByteOrder.LittleEndian
            ? new Instruction(at[0], low, high, BinaryPrimitives.ReadInt16LittleEndian(at.Slice(2)), BinaryPrimitives.ReadInt32LittleEndian(at.Slice(4)))
            : new Instruction(at[0], high, low, BinaryPrimitives.ReadInt16BigEndian(at.Slice(2)), BinaryPrimitives.ReadInt32BigEndian(at.Slice(4)));
    }

    private static long ReadWideImmediate(ReadOnlySpan<byte> at, int slot, ByteOrder order)
    {
        if (at.Length < 2 * SlotSize)
        {
            throw InstructionFormatException.AtSlot(slot, "lddw is the last slot", "it takes two slots, the second with the high half of its value");
        }

        Instruction first = ReadSlot(at, order);
        Instruction second = ReadSlot(at.Slice(SlotSize), order);
        if ((second with { Immediate = 0 }) != default)
        {
            throw InstructionFormatException.AtSlot(
                slot + 1, "the second slot of lddw is not empty", "its opcode, registers and offset must be zero (RFC 9669, section 3.2)");
        }

        return (second.Immediate << 32) | (uint)first.Immediate;
    }

    private static void CheckFits(Instruction instruction, int slot)
    {
        if ((instruction.Destination | instruction.Source) > 0x0f)
        {
            throw InstructionFormatException.AtSlot(slot, "a register number is above 15", "a register field has 4 bits");
        }

        if (instruction.SlotCount == 1 && (int)instruction.Immediate != instruction.Immediate)
        {
            throw InstructionFormatException.AtSlot(
                slot,
                string.Format(CultureInfo.InvariantCulture, "immediate {0} does not fit", instruction.Immediate),
                "only lddw has a 64-bit immediate, all others a signed 32-bit one");
        }
    }
}
