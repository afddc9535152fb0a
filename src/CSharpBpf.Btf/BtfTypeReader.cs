namespace CSharpBpf.Btf;

/// <summary>Reads one type at a time, checking every name and type id.</summary>
internal sealed class BtfTypeReader(BtfStringSection strings, int typeCount)
{
    public BtfType Read(ref BtfCursor cursor)
    {
        int start = cursor.Position;
        string name = Name(ref cursor);
        uint info = unchecked((uint)cursor.I32("info"));
        int vlen = (int)(info & 0xffff);
        bool flag = info >> 31 != 0;
        switch ((BtfKind)((info >> 24) & 0x1f))
        {
            case BtfKind.Int:
                return Int(ref cursor, name);
            case BtfKind.Float:
                return new BtfFloat(name, cursor.Size("size"));
            case BtfKind.Pointer:
                return new BtfPointer(TypeId(ref cursor));
            case BtfKind.Typedef:
                return new BtfTypedef(name, TypeId(ref cursor));
            case BtfKind.Volatile:
                return new BtfVolatile(TypeId(ref cursor));
            case BtfKind.Const:
                return new BtfConst(TypeId(ref cursor));
            case BtfKind.Restrict:
                return new BtfRestrict(TypeId(ref cursor));
            case BtfKind.TypeTag:
                return new BtfTypeTag(name, TypeId(ref cursor), flag);
            case BtfKind.DeclTag:
                return new BtfDeclTag(name, TypeId(ref cursor), cursor.I32("component_idx"), flag);
            case BtfKind.Forward:
                cursor.I32("size");
                return new BtfForward(name, flag);
            case BtfKind.Array:
                cursor.I32("size");
                return new BtfArray(TypeId(ref cursor), TypeId(ref cursor), cursor.Size("nelems"));
            case BtfKind.Struct:
                return new BtfStruct(name, cursor.Size("size"), Members(ref cursor, vlen, flag));
            case BtfKind.Union:
                return new BtfUnion(name, cursor.Size("size"), Members(ref cursor, vlen, flag));
            case BtfKind.Enum:
                return new BtfEnum(name, cursor.Size("size"), flag, Values32(ref cursor, vlen, flag));
            case BtfKind.Enum64:
                return new BtfEnum64(name, cursor.Size("size"), flag, Values64(ref cursor, vlen));
            case BtfKind.Function:
                return Function(ref cursor, name, vlen, start);
            case BtfKind.FunctionPrototype:
                return new BtfFunctionPrototype(TypeId(ref cursor), Parameters(ref cursor, vlen));
            case BtfKind.Variable:
                return Variable(ref cursor, name);
            case BtfKind.DataSection:
                return new BtfDataSection(name, cursor.Size("size"), Variables(ref cursor, vlen));
            default:
                throw new BtfFormatException(start, $"kind {(info >> 24) & 0x1f} is unknown.");
        }
    }

    private static BtfInt Int(ref BtfCursor cursor, string name)
    {
        int size = cursor.Size("size");
        uint data = unchecked((uint)cursor.I32("int data"));
        return new BtfInt(name, size, (BtfIntEncoding)((data >> 24) & 0xf), (int)(data & 0xff), (int)((data >> 16) & 0xff));
    }

    private BtfFunction Function(ref BtfCursor cursor, string name, int linkage, int start)
    {
        int prototype = TypeId(ref cursor);
        return linkage <= (int)BtfFunctionLinkage.Extern
            ? new BtfFunction(name, prototype, (BtfFunctionLinkage)linkage)
            : throw new BtfFormatException(start, $"function '{name}' has linkage {linkage}; only 0 (static), 1 (global) and 2 (extern) exist.");
    }

    private BtfVariable Variable(ref BtfCursor cursor, string name)
    {
        int type = TypeId(ref cursor);
        int where = cursor.Position;
        int linkage = cursor.I32("linkage");
        return linkage is >= 0 and <= (int)BtfVariableLinkage.Extern
            ? new BtfVariable(name, type, (BtfVariableLinkage)linkage)
            : throw new BtfFormatException(where, $"variable '{name}' has linkage {unchecked((uint)linkage)}; only 0 (static), 1 (global) and 2 (extern) exist.");
    }

    private BtfMember[] Members(ref BtfCursor cursor, int count, bool bitfields)
    {
        BtfMember[] members = new BtfMember[count];
        for (int i = 0; i < count; i++)
        {
            string name = Name(ref cursor);
            int type = TypeId(ref cursor);
            int where = cursor.Position;
            uint offset = unchecked((uint)cursor.I32("member offset"));
            if (!bitfields && offset > int.MaxValue)
            {
                throw new BtfFormatException(where, $"member '{name}' is at bit {offset}, beyond any real one.");
            }

            members[i] = bitfields ? new(name, type, (int)(offset & 0xffffff), (int)(offset >> 24)) : new(name, type, (int)offset);
        }

        return members;
    }

    private BtfEnumValue[] Values32(ref BtfCursor cursor, int count, bool signed)
    {
        BtfEnumValue[] values = count == 0 ? [] : new BtfEnumValue[count];
        for (int i = 0; i < count; i++)
        {
            string name = Name(ref cursor);
            int value = cursor.I32("enumerator");
            values[i] = new(name, signed ? value : unchecked((uint)value));
        }

        return values;
    }

    private BtfEnumValue[] Values64(ref BtfCursor cursor, int count)
    {
        BtfEnumValue[] values = count == 0 ? [] : new BtfEnumValue[count];
        for (int i = 0; i < count; i++)
        {
            string name = Name(ref cursor);
            uint low = unchecked((uint)cursor.I32("enumerator"));
            long high = cursor.I32("enumerator");
            values[i] = new(name, (high << 32) | low);
        }

        return values;
    }

    private BtfParameter[] Parameters(ref BtfCursor cursor, int count)
    {
        BtfParameter[] parameters = count == 0 ? [] : new BtfParameter[count];
        for (int i = 0; i < count; i++)
        {
            string name = Name(ref cursor);
            parameters[i] = new(name, TypeId(ref cursor));
        }

        return parameters;
    }

    private BtfSectionVariable[] Variables(ref BtfCursor cursor, int count)
    {
        BtfSectionVariable[] variables = new BtfSectionVariable[count];
        for (int i = 0; i < count; i++)
        {
            int type = TypeId(ref cursor);
            int offset = cursor.Size("variable offset");
            variables[i] = new(type, offset, cursor.Size("variable size"));
        }

        return variables;
    }

    private string Name(ref BtfCursor cursor)
    {
        int where = cursor.Position;
        return strings.Get(cursor.I32("name"), where);
    }

    private int TypeId(ref BtfCursor cursor)
    {
        int where = cursor.Position;
        int id = cursor.I32("type id");
        return id >= 0 && id <= typeCount
            ? id
            : throw new BtfFormatException(where, $"type id {unchecked((uint)id)} does not exist; the last is {typeCount}.");
    }
}
