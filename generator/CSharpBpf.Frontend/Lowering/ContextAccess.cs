using System.Linq;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>Loads and stores of context fields, by the kernel's table of context layouts.</summary>
internal sealed class ContextAccess(FunctionLowering f)
{
    public IrValue Load(IrValue context, ITypeSymbol contextType, string fieldName, TypeLayout layout, IOperation at)
    {
        ContextField field = Find(contextType, fieldName, static field => field.IsReadable, at);
        IrType type = field.Kind switch
        {
            ContextFieldKind.Packet => IrType.PacketPointer,
            ContextFieldKind.PacketEnd => IrType.PacketEndPointer,
            ContextFieldKind.PacketMeta => IrType.PacketMetaPointer,
            _ => field.Size == 8 ? IrType.I64 : IrType.I32,
        };
        IrInstruction value = f.Builder.ContextLoad(context, type, Access(field), field.Offset);
        return type == IrType.I32 && layout.IrType == IrType.I64 ? f.Builder.Convert(IrOp.ZExt32, value) : value;
    }

    public void Store(IrValue context, ITypeSymbol contextType, string fieldName, IrValue value, IOperation at)
    {
        ContextField field = Find(contextType, fieldName, static field => field.IsWritable, at);
        f.Builder.ContextStore(context, value, Access(field), field.Offset);
    }

    private static ContextField Find(ITypeSymbol contextType, string fieldName, System.Func<ContextField, bool> isPossible, IOperation at)
    {
        ContextLayout? context = LibrarySymbols.ContextOf(contextType) is { } type ? ContextLayoutTable.Find(type) : null;
        ContextField? field = context?.Fields.FirstOrDefault(c => c.Name == fieldName);
        return field is not null && isPossible(field) ? field : throw FunctionLowering.Reject(DiagnosticTable.NotSupported, at, $"this access to the field {fieldName} of {context?.TypeName ?? contextType.Name}");
    }

    private static MemoryAccess Access(ContextField field) => field.Size switch
    {
        1 => MemoryAccess.U8,
        2 => MemoryAccess.U16,
        4 => MemoryAccess.U32,
        _ => MemoryAccess.U64,
    };
}
