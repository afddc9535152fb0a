using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace CSharpBpf.Btf;

/// <summary>
/// Prints types as C declarations for people to read, in the order of their ids: structures, unions, enumerations, typedefs, forward declarations,
/// functions and variables with a name. A type without a name stands where it is used. Deterministic; not sorted so that a compiler could take it.
/// </summary>
public static class BtfPrinter
{
    /// <summary>Prints every declaration.</summary>
    /// <exception cref="BtfFormatException">A type id does not exist, or types without a name contain each other in a circle.</exception>
    public static string Print(BtfSpec spec)
    {
        StringBuilder text = new();
        Declarator declarator = new(spec);
        foreach (BtfType type in spec.Types)
        {
            if (declarator.Declaration(type) is { } declaration)
            {
                text.Append(declaration).Append(";\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Prints one type as a declaration of <paramref name="name"/>: <c>unsigned int *name[4]</c>.</summary>
    /// <exception cref="BtfFormatException">A type id does not exist, or types without a name contain each other in a circle.</exception>
    public static string Declare(BtfSpec spec, int typeId, string name) => new Declarator(spec).Declare(typeId, name, 0, 0);

    private sealed class Declarator(BtfSpec spec)
    {
        // C declarations nest a few levels; what goes beyond is a circle or made to print without end.
        private const int MaxDepth = 64;
        private const int MaxSteps = 1_000_000;
        private int steps;

        public string? Declaration(BtfType type) => type switch
        {
            { Name.Length: 0 } => null,
            BtfStruct t => "struct " + t.Name + Body(t.Members, t.Size, 0, 0),
            BtfUnion t => "union " + t.Name + Body(t.Members, t.Size, 0, 0),
            BtfEnum t => "enum " + t.Name + Body(t.Values, t.IsSigned, 0),
            BtfEnum64 t => "enum " + t.Name + Body(t.Values, t.IsSigned, 0),
            BtfForward t => (t.IsUnion ? "union " : "struct ") + t.Name,
            BtfTypedef t => "typedef " + Declare(t.TypeId, t.Name, 0, 0),
            BtfFunction t => Linkage(t.Linkage == BtfFunctionLinkage.Static, t.Linkage == BtfFunctionLinkage.Extern) + Declare(t.PrototypeId, t.Name, 0, 0),
            BtfVariable t => Linkage(t.Linkage == BtfVariableLinkage.Static, t.Linkage == BtfVariableLinkage.Extern) + Declare(t.TypeId, t.Name, 0, 0),
            _ => null,
        };

        public string Declare(int id, string name, int indent, int depth)
        {
            if (depth > MaxDepth || ++steps > MaxSteps)
            {
                throw new BtfFormatException($"Type {id} takes part in types without a name that contain each other, or nest more than {MaxDepth} deep.");
            }

            if (id == 0)
            {
                return Join("void", name);
            }

            return spec[id] switch
            {
                BtfPointer t => Declare(t.TypeId, NeedsParentheses(t.TypeId) ? "(*" + name + ")" : "*" + name, indent, depth + 1),
                BtfArray t => Declare(t.ElementTypeId, name + "[" + t.Count.ToString(CultureInfo.InvariantCulture) + "]", indent, depth + 1),
                BtfFunctionPrototype t => Declare(t.ReturnTypeId, name + "(" + Parameters(t.Parameters, indent, depth) + ")", indent, depth + 1),
                BtfConst t => Qualified("const", t.TypeId, name, indent, depth),
                BtfVolatile t => Qualified("volatile", t.TypeId, name, indent, depth),
                BtfRestrict t => Qualified("restrict", t.TypeId, name, indent, depth),
                BtfTypeTag t => Qualified("__attribute__((btf_type_tag(\"" + t.Name + "\")))", t.TypeId, name, indent, depth),
                BtfStruct { Name.Length: 0 } t => Join("struct" + Body(t.Members, t.Size, indent, depth), name),
                BtfUnion { Name.Length: 0 } t => Join("union" + Body(t.Members, t.Size, indent, depth), name),
                BtfEnum { Name.Length: 0 } t => Join("enum" + Body(t.Values, t.IsSigned, indent), name),
                BtfEnum64 { Name.Length: 0 } t => Join("enum" + Body(t.Values, t.IsSigned, indent), name),
                BtfStruct t => Join("struct " + t.Name, name),
                BtfUnion t => Join("union " + t.Name, name),
                BtfEnum t => Join("enum " + t.Name, name),
                BtfEnum64 t => Join("enum " + t.Name, name),
                BtfForward t => Join((t.IsUnion ? "union " : "struct ") + t.Name, name),
                BtfType t => Join(t.Name, name),
            };
        }

        private static string Join(string type, string name) => name.Length == 0 ? type : type + " " + name;

        private static string Linkage(bool isStatic, bool isExtern) => isStatic ? "static " : isExtern ? "extern " : "";

        private static string Line(int indent) => "\n" + new string('\t', indent);

        private bool NeedsParentheses(int target) => target != 0 && spec[target] is BtfArray or BtfFunctionPrototype;

        /// <summary>A qualifier belongs to what stands left of it: behind the star of a pointer, before anything else.</summary>
        private string Qualified(string qualifier, int target, string name, int indent, int depth)
        {
            int unqualified = spec.SkipModifiers(target);
            return unqualified != 0 && spec[unqualified] is BtfPointer && (target == unqualified || spec[target] is not BtfTypedef)
                ? Declare(target, Join(qualifier, name), indent, depth + 1)
                : qualifier + " " + Declare(target, name, indent, depth + 1);
        }

        private string Parameters(IReadOnlyList<BtfParameter> parameters, int indent, int depth)
        {
            if (parameters.Count == 0)
            {
                return "void";
            }

            List<string> all = [];
            foreach (BtfParameter parameter in parameters)
            {
                bool isVariable = parameter.TypeId == 0 && parameter.Name.Length == 0;
                all.Add(isVariable ? "..." : Declare(parameter.TypeId, parameter.Name, indent, depth + 1));
            }

            return string.Join(", ", all);
        }

        private string Body(IReadOnlyList<BtfMember> members, int size, int indent, int depth)
        {
            StringBuilder text = new(" {");
            foreach (BtfMember member in members)
            {
                text.Append(Line(indent + 1)).Append(Declare(member.TypeId, member.Name, indent + 1, depth + 1));
                if (member.BitfieldSize != 0)
                {
                    text.Append(" : ").Append(member.BitfieldSize.ToString(CultureInfo.InvariantCulture));
                }

                text.Append("; // ").Append((member.BitOffset / 8).ToString(CultureInfo.InvariantCulture));
                if (member.BitOffset % 8 != 0)
                {
                    text.Append('.').Append((member.BitOffset % 8).ToString(CultureInfo.InvariantCulture));
                }
            }

            return text.Append(Line(indent)).Append("} /* ").Append(size.ToString(CultureInfo.InvariantCulture)).Append(" bytes */").ToString();
        }

        private static string Body(IReadOnlyList<BtfEnumValue> values, bool isSigned, int indent)
        {
            StringBuilder text = new(" {");
            foreach (BtfEnumValue value in values)
            {
                string number = isSigned
                    ? value.Value.ToString(CultureInfo.InvariantCulture)
                    : unchecked((ulong)value.Value).ToString(CultureInfo.InvariantCulture);
                text.Append(Line(indent + 1)).Append(value.Name).Append(" = ").Append(number).Append(',');
            }

            return text.Append(Line(indent)).Append('}').ToString();
        }
    }
}
