using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Loads of context fields, by the kernel's table of context layouts.</summary>
internal sealed class ContextAccess(FunctionLowering f)
{
    public IrValue Load(IrValue context, ITypeSymbol contextType, string fieldName, TypeLayout layout, IOperation at)
    {
        string? structName = LibrarySymbols.ContextName(contextType);
        ContextField? field = ContextLayoutTable.All.FirstOrDefault(c => c.TypeName == structName)?.Fields.FirstOrDefault(c => c.Name == fieldName);
        if (field is null || !field.IsReadable)
        {
            throw FunctionLowering.Reject(DiagnosticTable.NotSupported, at, $"the field {fieldName} of {structName}");
        }

        IrType type = field.Kind switch
        {
            ContextFieldKind.Packet => IrType.PacketPointer,
            ContextFieldKind.PacketEnd => IrType.PacketEndPointer,
            ContextFieldKind.PacketMeta => IrType.PacketMetaPointer,
            _ => field.Size == 8 ? IrType.I64 : IrType.I32,
        };
        MemoryAccess access = field.Size switch
        {
            1 => MemoryAccess.U8,
            2 => MemoryAccess.U16,
            4 => MemoryAccess.U32,
            _ => MemoryAccess.U64,
        };
        IrInstruction value = f.Builder.ContextLoad(context, type, access, field.Offset);
        return type == IrType.I32 && layout.IrType == IrType.I64 ? f.Builder.Convert(IrOp.ZExt32, value) : value;
    }
}
