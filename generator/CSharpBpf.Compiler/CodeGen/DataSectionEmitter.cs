using System;
using System.Collections.Generic;
using CSharpBpf.Btf;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Object;

namespace CSharpBpf.Compiler.CodeGen;

/// <summary>Lays the globals out in .rodata, .data and .bss: in declaration order, each at its natural alignment.</summary>
internal static class DataSectionEmitter
{
    private static readonly (DataSectionKind Kind, string Name)[] Sections =
    [
        (DataSectionKind.ReadOnly, ".rodata"),
        (DataSectionKind.Data, ".data"),
        (DataSectionKind.Bss, ".bss"),
    ];

    public static List<DataSectionSpec> Emit(IrModule module, BtfEmitter btf)
    {
        var specs = new List<DataSectionSpec>();
        foreach ((DataSectionKind kind, string name) in Sections)
        {
            List<IrGlobal> globals = module.Globals.FindAll(global => global.Section == kind);
            if (globals.Count > 0)
            {
                specs.Add(Emit(kind, name, globals, btf));
            }
        }

        return specs;
    }

    private static DataSectionSpec Emit(DataSectionKind kind, string name, List<IrGlobal> globals, BtfEmitter btf)
    {
        var variables = new List<VariableSpec>();
        var contents = new List<byte>();
        var types = new List<BtfSectionVariable>();
        foreach (IrGlobal global in globals)
        {
            int alignment = Alignment(global.Type);
            while (contents.Count % alignment != 0)
            {
                contents.Add(0);
            }

            int id = btf.AddVariable(global.Name, global.Type);
            variables.Add(new VariableSpec(global.Name, contents.Count, global.Type.Size, id));
            types.Add(new BtfSectionVariable(id, contents.Count, global.Type.Size));
            byte[] bytes = new byte[global.Type.Size];
            global.Contents?.AsSpan(0, Math.Min(global.Contents.Length, bytes.Length)).CopyTo(bytes);
            contents.AddRange(bytes);
        }

        return new DataSectionSpec
        {
            Name = name,
            Kind = kind,
            Contents = [.. contents],
            Variables = variables,
            BtfTypeId = btf.AddDataSection(name, contents.Count, types),
        };
    }

    /// <summary>What divides the address of a global of a type.</summary>
    internal static int Alignment(DataType type)
    {
        switch (type)
        {
            case ArrayDataType array:
                return Alignment(array.Element);
            case StructDataType structure:
                int alignment = 1;
                foreach (StructDataField field in structure.Fields)
                {
                    alignment = Math.Max(alignment, Alignment(field.Type));
                }

                return alignment;
            default:
                return Math.Max(1, Math.Min(8, type.Size));
        }
    }
}
