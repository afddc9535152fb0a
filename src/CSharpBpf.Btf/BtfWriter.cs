using System.Collections.Generic;
using CSharpBpf.Isa;

namespace CSharpBpf.Btf;

/// <summary>
/// Writes a raw .BTF section: header (24 bytes), types, strings. A type is three words: name offset; info (vlen in bits 0-15, kind in 24-28,
/// kind_flag in 31); size or type id; then what its kind adds. Strings stand in the order of first use, so equal specs give equal bytes.
/// </summary>
public static class BtfWriter
{
    internal const int HeaderSize = 24;
    internal const ushort Magic = 0xeb9f;
    private const int MaxVlen = 0xffff;
    private const int MaxKindFlagOffset = 0xffffff;

    /// <summary>Writes <paramref name="spec"/>.</summary>
    /// <param name="spec">The types.</param>
    /// <param name="order">The byte order; the target's.</param>
    /// <exception cref="BtfFormatException">A type does not fit its encoding.</exception>
    public static byte[] Write(BtfSpec spec, ByteOrder order = ByteOrder.LittleEndian) => Write(spec, new BtfStringTable(), order);

    /// <summary>Writes <paramref name="spec"/> with a string table that other records lean on as well; the types' strings are added to it.</summary>
    /// <param name="spec">The types.</param>
    /// <param name="strings">The string table; whatever it holds when this method is called ends up in the section.</param>
    /// <param name="order">The byte order; the target's.</param>
    /// <exception cref="BtfFormatException">A type does not fit its encoding.</exception>
    public static byte[] Write(BtfSpec spec, BtfStringTable strings, ByteOrder order = ByteOrder.LittleEndian)
    {
        bool bigEndian = order == ByteOrder.BigEndian;
        ByteBuffer types = new(bigEndian);
        for (int i = 0; i < spec.Types.Count; i++)
        {
            WriteType(types, strings, spec.Types[i], i + 1);
        }

        ByteBuffer section = new(bigEndian);
        section.U16(Magic);
        section.U8(1);
        section.U8(0);
        section.U32(HeaderSize);
        section.I32(0);
        section.I32(types.Length);
        section.I32(types.Length);
        section.I32(strings.Length);
        section.Bytes(types.ToArray());
        section.Bytes(strings.ToArray());
        return section.ToArray();
    }

    private static void WriteType(ByteBuffer to, BtfStringTable strings, BtfType type, int id)
    {
        switch (type)
        {
            case BtfInt t:
                Head(to, strings, type, id, 0, false, t.Size);
                to.U32(((uint)t.Encoding << 24) | ((uint)t.BitOffset << 16) | (uint)t.Bits);
                break;
            case BtfFloat t:
                Head(to, strings, type, id, 0, false, t.Size);
                break;
            case BtfPointer t:
                Head(to, strings, type, id, 0, false, t.TypeId);
                break;
            case BtfTypedef t:
                Head(to, strings, type, id, 0, false, t.TypeId);
                break;
            case BtfVolatile t:
                Head(to, strings, type, id, 0, false, t.TypeId);
                break;
            case BtfConst t:
                Head(to, strings, type, id, 0, false, t.TypeId);
                break;
            case BtfRestrict t:
                Head(to, strings, type, id, 0, false, t.TypeId);
                break;
            case BtfTypeTag t:
                Head(to, strings, type, id, 0, t.IsAttribute, t.TypeId);
                break;
            case BtfDeclTag t:
                Head(to, strings, type, id, 0, t.IsAttribute, t.TypeId);
                to.I32(t.ComponentIndex);
                break;
            case BtfForward t:
                Head(to, strings, type, id, 0, t.IsUnion, 0);
                break;
            case BtfArray t:
                Head(to, strings, type, id, 0, false, 0);
                to.I32(t.ElementTypeId);
                to.I32(t.IndexTypeId);
                to.I32(t.Count);
                break;
            case BtfStruct t:
                WriteMembers(to, strings, type, id, t.Size, t.Members);
                break;
            case BtfUnion t:
                WriteMembers(to, strings, type, id, t.Size, t.Members);
                break;
            case BtfEnum t:
                Head(to, strings, type, id, t.Values.Count, t.IsSigned, t.Size);
                WriteValues32(to, strings, t, id);
                break;
            case BtfEnum64 t:
                Head(to, strings, type, id, t.Values.Count, t.IsSigned, t.Size);
                foreach (BtfEnumValue value in t.Values)
                {
                    to.I32(strings.Add(value.Name));
                    to.U32(unchecked((uint)value.Value));
                    to.U32(unchecked((uint)(value.Value >> 32)));
                }

                break;
            case BtfFunction t:
                // A function keeps its linkage where others keep a count.
                Head(to, strings, type, id, (int)t.Linkage, false, t.PrototypeId);
                break;
            case BtfFunctionPrototype t:
                Head(to, strings, type, id, t.Parameters.Count, false, t.ReturnTypeId);
                foreach (BtfParameter parameter in t.Parameters)
                {
                    to.I32(strings.Add(parameter.Name));
                    to.I32(parameter.TypeId);
                }

                break;
            case BtfVariable t:
                Head(to, strings, type, id, 0, false, t.TypeId);
                to.I32((int)t.Linkage);
                break;
            case BtfDataSection t:
                Head(to, strings, type, id, t.Variables.Count, false, t.Size);
                foreach (BtfSectionVariable variable in t.Variables)
                {
                    to.I32(variable.TypeId);
                    to.I32(variable.Offset);
                    to.I32(variable.Size);
                }

                break;
            default:
                throw new BtfFormatException($"Type {id} is of class {type.GetType().Name}, which BTF has no kind for.");
        }
    }

    private static void Head(ByteBuffer to, BtfStringTable strings, BtfType type, int id, int vlen, bool kindFlag, int sizeOrType)
    {
        if (vlen > MaxVlen)
        {
            throw new BtfFormatException($"Type {id} ({type.Kind} '{type.Name}') has {vlen} members; BTF holds at most {MaxVlen}.");
        }

        to.I32(strings.Add(type.Name));
        to.U32((uint)vlen | ((uint)type.Kind << 24) | (kindFlag ? 1u << 31 : 0));
        to.I32(sizeOrType);
    }

    private static void WriteMembers(ByteBuffer to, BtfStringTable strings, BtfType type, int id, int size, IReadOnlyList<BtfMember> members)
    {
        bool bitfields = false;
        foreach (BtfMember member in members)
        {
            bitfields |= member.BitfieldSize != 0;
        }

        Head(to, strings, type, id, members.Count, bitfields, size);
        foreach (BtfMember member in members)
        {
            // With kind_flag the offset word is split: 24 bits of offset, 8 bits of width.
            if (bitfields && (member.BitOffset is < 0 or > MaxKindFlagOffset || member.BitfieldSize is < 0 or > 0xff))
            {
                throw new BtfFormatException(
                    $"Type {id} ({type.Kind} '{type.Name}'), member '{member.Name}': bit offset {member.BitOffset}, width {member.BitfieldSize} do not fit 24 and 8 bits, as they must beside a bitfield.");
            }

            to.I32(strings.Add(member.Name));
            to.I32(member.TypeId);
            to.I32(bitfields ? (member.BitfieldSize << 24) | member.BitOffset : member.BitOffset);
        }
    }

    private static void WriteValues32(ByteBuffer to, BtfStringTable strings, BtfEnum type, int id)
    {
        foreach (BtfEnumValue value in type.Values)
        {
            if (type.IsSigned ? value.Value is < int.MinValue or > int.MaxValue : value.Value is < 0 or > uint.MaxValue)
            {
                throw new BtfFormatException(
                    $"Type {id} (enum '{type.Name}'): {value.Name} = {value.Value} does not fit {(type.IsSigned ? "a signed" : "an unsigned")} 32-bit enumerator; use BTF_KIND_ENUM64.");
            }

            to.I32(strings.Add(value.Name));
            to.U32(unchecked((uint)value.Value));
        }
    }
}
