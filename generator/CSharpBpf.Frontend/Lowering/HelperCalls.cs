using CSharpBpf.Compiler.Ir;
using CSharpBpf.Frontend.Diagnostics;
using CSharpBpf.Frontend.Layout;
using CSharpBpf.Isa.Kernel;
using Microsoft.CodeAnalysis;

namespace CSharpBpf.Frontend.Lowering;

/// <summary>
/// Calls of kernel helpers: numbers go in widened to 64 bits by their sign, the 64-bit result comes back as the method's type.
/// The licence and the target kernel are checked here, where the call in the source is known.
/// </summary>
internal sealed class HelperCalls(FunctionLowering f)
{
    public IrValue? Call(HelperId helper, IMethodSymbol method, IrValue[] values, IOperation at, bool isResultUsed)
    {
        Require(helper, at);
        int first = LibrarySymbols.SkipsFirstParameter(method) ? 1 : 0;
        var arguments = new IrValue[values.Length - first];
        for (int i = first; i < values.Length; i++)
        {
            arguments[i - first] = f.Conversions.Widen(values[i], f.Layout(method.Parameters[i].Type, at), IrType.I64);
        }

        // The kernel finds a record's buffer by the record; RecordOwners compares the two, and takes this away.
        bool hasOwner = first > 0 && values[0].Type == IrType.MapPointer;
        return Emit(helper, method, hasOwner ? [.. arguments, values[0]] : arguments, isResultUsed);
    }

    /// <summary>The call with the arguments as the helper takes them.</summary>
    public IrValue Emit(HelperId helper, IMethodSymbol method, IrValue[] arguments, bool isResultUsed)
    {
        TypeLayout result = f.Module.Layouts.Get(f.Types.Substitute(method.ReturnType));
        IrType type = result.Shape switch
        {
            TypeShape.Void => IrType.Void,
            TypeShape.Pointer when result.IrType == IrType.MapPointer => IrType.MapPointer,
            TypeShape.Pointer => IrType.MapValuePointer,
            _ => IrType.I64,
        };
        IrInstruction call = f.Builder.CallHelper(helper, type, arguments);
        if (type != IrType.I64 || !isResultUsed || result.IrType == IrType.I64)
        {
            return call;
        }

        return f.Conversions.Normalize(f.Builder.Convert(IrOp.Trunc, call), result);
    }

    /// <summary>Rejects a helper that the licence or the target kernel does not allow.</summary>
    public void Require(HelperId helper, IOperation at)
    {
        HelperInfo? info = HelperTable.Find(helper);
        if (info is null)
        {
            return;
        }

        string? license = f.Module.Module.License;
        if (info.IsGplOnly && !IsGplCompatible(license))
        {
            throw FunctionLowering.Reject(DiagnosticTable.HelperNeedsGpl, at, info.KernelName, license is null ? "not set" : "'" + license + "'");
        }

        int since = (info.Since.Major << 8) | info.Since.Minor;
        if (since > f.Module.Options.TargetKernel)
        {
            throw FunctionLowering.Reject(DiagnosticTable.HelperTooNew, at, info.KernelName, info.Since.ToString(), $"{f.Module.Options.TargetKernel >> 8}.{f.Module.Options.TargetKernel & 255}");
        }
    }

    // license_is_gpl_compatible of include/linux/license.h.
    private static bool IsGplCompatible(string? license) =>
        license is "GPL" or "GPL v2" or "GPL and additional rights" or "Dual BSD/GPL" or "Dual MIT/GPL" or "Dual MPL/GPL";
}
