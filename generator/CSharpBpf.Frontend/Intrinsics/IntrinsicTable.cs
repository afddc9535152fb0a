using System.Collections.Generic;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Intrinsics;

/// <summary>
/// The BCL's methods that programs may call, by type and name. All others need source. Results are .NET's: Interlocked.Increment gives the
/// new value, where BPF's atomic gives the old; a call whose result is not used becomes the plain atomic.
/// </summary>
internal static class IntrinsicTable
{
    private const string Unsafe = "System.Runtime.CompilerServices.Unsafe";
    private const string Interlocked = "System.Threading.Interlocked";
    private const string Volatile = "System.Threading.Volatile";
    private const string BitOperations = "System.Numerics.BitOperations";

    private static readonly Dictionary<(string Type, string Method), Intrinsic> Rows = new()
    {
        [(Unsafe, "ReadUnaligned")] = new(static c => c.Values[0], GivesPlace: true),
        [(Unsafe, "WriteUnaligned")] = new(WriteUnaligned),
        [(Unsafe, "AsRef")] = new(static c => c.Values[0], GivesPlace: true),
        [(Unsafe, "As")] = new(static c => c.Values[0], GivesPlace: true),
        [(Unsafe, "NullRef")] = new(static _ => IrConstant.Null(), GivesPlace: true),
        [(Unsafe, "IsNullRef")] = new(static c => c.Builder.Compare(IrOp.Eq, c.Values[0], IrConstant.Null(c.Values[0].Type))),
        [(Unsafe, "IsAddressGreaterThan")] = new(static c => c.Builder.Compare(IrOp.UGt, c.Values[0], c.Values[1])),
        [(Unsafe, "IsAddressLessThan")] = new(static c => c.Builder.Compare(IrOp.ULt, c.Values[0], c.Values[1])),
        [(Unsafe, "AreSame")] = new(static c => c.Builder.Compare(IrOp.Eq, c.Values[0], c.Values[1])),
        [(Unsafe, "BitCast")] = new(static c => c.ArgumentAddress(0), GivesPlace: true),
        [(Unsafe, "SizeOf")] = new(static c => IrConstant.I32(c.TypeArgument(0).Size)),
        [(Unsafe, "AsPointer")] = new(static c => c.Values[0]),
        [(Unsafe, "Add")] = new(static c => Move(c, c.TypeArgument(0).Size, false), GivesPlace: true),
        [(Unsafe, "Subtract")] = new(static c => Move(c, c.TypeArgument(0).Size, true), GivesPlace: true),
        [(Unsafe, "AddByteOffset")] = new(static c => Move(c, 1, false), GivesPlace: true),
        [(Unsafe, "SubtractByteOffset")] = new(static c => Move(c, 1, true), GivesPlace: true),
        [(Unsafe, "ByteOffset")] = new(static c => c.Builder.PtrDiff(c.Values[1], c.Values[0])),
        [(Unsafe, "SkipInit")] = new(static _ => null),

        [("System.Buffers.Binary.BinaryPrimitives", "ReverseEndianness")] = new(ReverseEndianness),

        [(Interlocked, "Increment")] = new(static c => AtomicAdd(c, One(c))),
        [(Interlocked, "Decrement")] = new(static c => AtomicAdd(c, new IrConstant(Target(c).IrType, -1))),
        [(Interlocked, "Add")] = new(static c => AtomicAdd(c, c.Values[1])),
        [(Interlocked, "And")] = new(static c => Atomic(c, AtomicUpdateOperation.And)),
        [(Interlocked, "Or")] = new(static c => Atomic(c, AtomicUpdateOperation.Or)),
        [(Interlocked, "Exchange")] = new(static c => c.Builder.AtomicExchange(c.Values[0], c.Values[1], Target(c).Access)),
        [(Interlocked, "CompareExchange")] = new(static c => c.Builder.AtomicCompareExchange(c.Values[0], c.Values[2], c.Values[1], Target(c).Access)),
        [(Interlocked, "Read")] = new(static c => c.Builder.Load(c.Values[0], MemoryAccess.U64, isVolatile: true)),

        [(Interlocked, "MemoryBarrier")] = new(Fence),

        [(Volatile, "ReadBarrier")] = new(Fence),
        [(Volatile, "WriteBarrier")] = new(Fence),
        [(Volatile, "Read")] = new(static c => c.Builder.Load(c.Values[0], c.Parameter(0).Access, isVolatile: true)),
        [(Volatile, "Write")] = new(static c => c.Function.Store(c.Values[0], c.Values[1], c.Parameter(0), isVolatile: true)),

        [("System.Math", "Min")] = new(static c => Choose(c, IrOp.SLt, IrOp.ULt)),
        [("System.Math", "Max")] = new(static c => Choose(c, IrOp.SGt, IrOp.UGt)),

        [(BitOperations, "RotateLeft")] = new(static c => Rotate(c, IrOp.Shl, IrOp.LShr)),
        [(BitOperations, "RotateRight")] = new(static c => Rotate(c, IrOp.LShr, IrOp.Shl)),

        [("System.Enum", "HasFlag")] = new(EnumIntrinsics.HasFlag, TakesOperations: true),
        [("System.Enum", "IsDefined")] = new(EnumIntrinsics.IsDefined),
    };

    /// <summary>The row of a method, or null. Forms of it on types that BPF cannot do (bytes, floats, references) have none.</summary>
    public static Intrinsic? Find(IMethodSymbol method)
    {
        INamedTypeSymbol type = method.ContainingType;
        if (LibrarySymbols.IsSpan(type) || type.Name == "MemoryMarshal")
        {
            foreach ((string spanType, string spanMethod, Intrinsic row) in SpanIntrinsics.Rows)
            {
                if (spanMethod == method.Name && LibrarySymbols.IsNamed(type, spanType))
                {
                    return row;
                }
            }
        }

        foreach (KeyValuePair<(string Type, string Method), Intrinsic> row in Rows)
        {
            if (row.Key.Method == method.Name && LibrarySymbols.IsNamed(type, row.Key.Type))
            {
                return IsPossible(method) ? row.Value : null;
            }
        }

        return null;
    }

    /// <summary>The value of a static field that the compiler knows.</summary>
    public static int? FindConstant(IFieldSymbol field) =>
        field.Name == "IsLittleEndian" && LibrarySymbols.IsNamed(field.ContainingType, "System.BitConverter") ? 1 : null;

    private static bool IsPossible(IMethodSymbol method)
    {
        if (LibrarySymbols.IsNamed(method.ContainingType, Interlocked))
        {
            if (method.Parameters.IsEmpty)
            {
                return true;
            }

            ITypeSymbol target = method.Parameters[0].Type;
            return (target is INamedTypeSymbol { EnumUnderlyingType: { } underlying } ? underlying : target).SpecialType
                is SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
        }

        if (method.ContainingType.SpecialType == SpecialType.System_Enum)
        {
            return method.Name != "IsDefined" || method.Arity == 1;
        }

        return !LibrarySymbols.IsNamed(method.ContainingType, Volatile) && !LibrarySymbols.IsNamed(method.ContainingType, "System.Math")
            || method.Parameters.IsEmpty || IsInteger(method.Parameters[0].Type);
    }

    /// <summary>Whether it is a number type of C#, or bool.</summary>
    public static bool IsInteger(ITypeSymbol type) => type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_UInt64) or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    private static TypeLayout Target(IntrinsicCall call) => call.Parameter(0);

    private static IrConstant One(IntrinsicCall call) => new(Target(call).IrType, 1);

    private static IrValue Move(IntrinsicCall call, int size, bool isBackwards) =>
        call.Function.Operators.AddToPointer(call.Values[0], call.Values[1], call.Parameter(1), size, isBackwards);

    private static IrValue? WriteUnaligned(IntrinsicCall call)
    {
        TypeLayout layout = call.TypeArgument(0);
        if (layout.Shape == TypeShape.Struct)
        {
            call.Builder.Copy(call.Values[0], call.Values[1], layout.Size);
        }
        else
        {
            call.Function.Store(call.Values[0], call.Values[1], layout);
        }

        return null;
    }

    private static IrValue? ReverseEndianness(IntrinsicCall call)
    {
        TypeLayout layout = call.Parameter(0);
        return layout.Size switch
        {
            1 => call.Values[0],
            2 => call.Function.Conversions.Normalize(call.Builder.Unary(IrOp.ByteSwap16, call.Values[0]), layout),
            4 => call.Builder.Unary(IrOp.ByteSwap32, call.Values[0]),
            _ => call.Builder.Unary(IrOp.ByteSwap64, call.Values[0]),
        };
    }

    private static IrValue? AtomicAdd(IntrinsicCall call, IrValue value)
    {
        IrValue old = call.Builder.AtomicUpdate(AtomicUpdateOperation.Add, call.Values[0], value, Target(call).Access, call.IsResultUsed);
        return call.IsResultUsed ? call.Builder.Binary(IrOp.Add, old, value) : old;
    }

    private static IrValue? Atomic(IntrinsicCall call, AtomicUpdateOperation operation) =>
        call.Builder.AtomicUpdate(operation, call.Values[0], call.Values[1], Target(call).Access, call.IsResultUsed);

    /// <summary>BPF has no fence, but what exchanges orders memory as one does, whatever it exchanges: a local that nobody else sees.</summary>
    private static IrValue? Fence(IntrinsicCall call)
    {
        IrValue place = call.Builder.Alloca(sizeof(ulong), sizeof(ulong), "fence");
        call.Builder.Store(place, new IrConstant(IrType.I64, 0), MemoryAccess.U64);
        call.Builder.AtomicExchange(place, new IrConstant(IrType.I64, 0), MemoryAccess.U64);
        return null;
    }

    private static IrValue? Choose(IntrinsicCall call, IrOp signed, IrOp unsigned)
    {
        IrValue first = call.Values[0];
        IrValue second = call.Values[1];
        return call.Builder.Select(call.Builder.Compare(Target(call).IsSigned ? signed : unsigned, first, second), first, second);
    }

    private static IrValue? Rotate(IntrinsicCall call, IrOp towards, IrOp back)
    {
        IrValue value = call.Values[0];
        IrValue count = call.Function.Conversions.Widen(call.Values[1], call.Parameter(1), value.Type);
        IrValue opposite = call.Builder.Unary(IrOp.Neg, count);
        return call.Builder.Binary(IrOp.Or, call.Builder.Binary(towards, value, count), call.Builder.Binary(back, value, opposite));
    }
}
