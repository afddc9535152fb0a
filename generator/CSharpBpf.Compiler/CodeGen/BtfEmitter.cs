using System.Collections.Generic;
using System.Text;
using CSharpBpf.Btf;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>
/// Makes the BTF of an object's data and functions. Integers get the names that C has for their size and sign, so that bpftool and other
/// languages' loaders print what they know; names that the kernel would refuse have each foreign character replaced by an underscore.
/// </summary>
internal sealed class BtfEmitter
{
    private readonly BtfBuilder builder = new();

    public BtfSpec Build() => builder.Build();

    /// <summary>The type's id.</summary>
    public int Add(DataType type) => type switch
    {
        IntegerDataType integer => AddInteger(integer),
        EnumDataType enumeration => AddEnum(enumeration),
        StructDataType structure => AddStruct(structure),
        ArrayDataType array => builder.AddArray(Add(array.Element), builder.AddInt("__ARRAY_SIZE_TYPE__", 4, BtfIntEncoding.None), array.Count),
        _ => throw new CodeGenException("No BTF for the data type '" + type.Name + "'."),
    };

    /// <summary>The id of "unsigned int", the key that the kernel wants for arrays.</summary>
    public int AddArrayKey() => builder.AddInt("unsigned int", 4, BtfIntEncoding.None);

    public int AddVariable(string name, DataType type) => builder.AddVariable(Identifier(name), Add(type), BtfVariableLinkage.Global);

    public int AddDataSection(string name, int size, IReadOnlyList<BtfSectionVariable> variables) => builder.AddDataSection(name, size, variables);

    /// <summary>"int NAME(struct CONTEXT *ctx)". The kernel refuses parameters without a name.</summary>
    public int AddProgram(IrFunction function)
    {
        int result = builder.AddInt("int", 4, BtfIntEncoding.Signed);
        string context = function.Program!.ContextTypeName;
        int target = context.Length == 0 || context != Identifier(context) ? 0 : builder.AddForward(context);
        string parameter = function.Parameters.Count == 0 ? "ctx" : Identifier(function.Parameters[0].Name);
        int prototype = builder.AddFunctionPrototype(result, [new BtfParameter(parameter, builder.AddPointer(target))]);
        return builder.AddFunction(Identifier(function.Name), prototype, BtfFunctionLinkage.Global);
    }

    /// <summary>"static unsigned int NAME(unsigned long long a, void *b)"; of a global function the kernel wants to know what its pointers point to.</summary>
    public int AddSubprogram(IrFunction function)
    {
        var parameters = new List<BtfParameter>();
        foreach (IrParameter parameter in function.Parameters)
        {
            parameters.Add(new BtfParameter(Identifier(parameter.Name), parameter.Target is { } target ? builder.AddPointer(Add(target)) : AddScalar(parameter.Type)));
        }

        int prototype = builder.AddFunctionPrototype(AddScalar(function.ReturnType), parameters);
        return builder.AddFunction(Identifier(function.Name), prototype, function.IsGlobal ? BtfFunctionLinkage.Global : BtfFunctionLinkage.Static);
    }

    /// <summary>"extern int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end)", as loaders compare it with the kernel's.</summary>
    public int AddKernelFunction(KernelFunctionInfo function)
    {
        var parameters = new List<BtfParameter>();
        foreach ((string name, KernelFunctionType type) in function.Parameters)
        {
            parameters.Add(new BtfParameter(name, Add(type)));
        }

        return builder.AddFunction(function.Call.KernelName, builder.AddFunctionPrototype(Add(function.Result), parameters), BtfFunctionLinkage.Extern);
    }

    private int Add(KernelFunctionType type)
    {
        switch (type)
        {
            case KernelFunctionType.Void:
                return 0;
            case KernelFunctionType.Int32:
                return builder.AddInt("int", 4, BtfIntEncoding.Signed);
            case KernelFunctionType.Int32Pointer:
                return builder.AddPointer(builder.AddInt("int", 4, BtfIntEncoding.Signed));
            default:
                var opaque = new ArrayDataType(new IntegerDataType("ulong", 8, IsSigned: false), 1);
                return builder.AddPointer(Add(new StructDataType("bpf_iter_num", KernelFunctionTable.NumberIteratorSize, [new StructDataField("__opaque", opaque, 0)])));
        }
    }

    /// <summary>The name as a C identifier.</summary>
    public static string Identifier(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            bool isLetter = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_';
            text.Append(isLetter || (c is >= '0' and <= '9' && text.Length > 0) ? c : '_');
        }

        return text.Length == 0 ? "_" : text.ToString();
    }

    private int AddScalar(IrType type) => type switch
    {
        IrType.Void => 0,
        IrType.I32 => builder.AddInt("unsigned int", 4, BtfIntEncoding.None),
        IrType.I64 => builder.AddInt("unsigned long long", 8, BtfIntEncoding.None),
        _ => builder.AddPointer(0),
    };

    private int AddInteger(IntegerDataType type)
    {
        if (type.IsBoolean)
        {
            return builder.AddInt("_Bool", type.Size, BtfIntEncoding.Bool);
        }

        if (type.IsCharacter && type.Size == 2)
        {
            return builder.AddInt("char16_t", 2, BtfIntEncoding.None);
        }

        string name = (type.Size, type.IsSigned) switch
        {
            (1, true) => "signed char",
            (1, false) => "unsigned char",
            (2, true) => "short",
            (2, false) => "unsigned short",
            (4, true) => "int",
            (4, false) => "unsigned int",
            (8, true) => "long long",
            (8, false) => "unsigned long long",
            (16, true) => "__int128",
            (16, false) => "unsigned __int128",
            _ => throw new CodeGenException("An integer of " + type.Size + " bytes has no BTF."),
        };
        return builder.AddInt(name, type.Size, type.IsSigned ? BtfIntEncoding.Signed : BtfIntEncoding.None);
    }

    private int AddEnum(EnumDataType type)
    {
        var values = new List<BtfEnumValue>();
        bool isWide = false;
        foreach (EnumDataMember member in type.Members)
        {
            values.Add(new BtfEnumValue(Identifier(member.Name), member.Value));
            isWide |= type.IsSigned ? member.Value != (int)member.Value : member.Value != (uint)member.Value;
        }

        return isWide ? builder.AddEnum64(Identifier(type.Name), type.Size, type.IsSigned, values) : builder.AddEnum(Identifier(type.Name), type.Size, type.IsSigned, values);
    }

    private int AddStruct(StructDataType type)
    {
        var members = new List<BtfMember>();
        foreach (StructDataField field in type.Fields)
        {
            members.Add(new BtfMember(Identifier(field.Name), Add(field.Type), field.Offset * 8));
        }

        return type.IsUnion ? builder.AddUnion(Identifier(type.Name), type.Size, members) : builder.AddStruct(Identifier(type.Name), type.Size, members);
    }
}
