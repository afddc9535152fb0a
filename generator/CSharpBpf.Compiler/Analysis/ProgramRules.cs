using System.Globalization;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Analysis;

/// <summary>What the kernel wants of programs of one type only.</summary>
internal static class ProgramRules
{
    /// <summary>Whether the packet is only read: by a program of such a type, and by what programs call if one of them is of such a type.</summary>
    public static bool IsPacketReadOnly(IrModule module, IrFunction function) => function.Program is { } program
        ? IsPacketReadOnly(program)
        : module.Functions.Exists(static other => other.Program is { } caller && IsPacketReadOnly(caller));

    /// <summary>Whether the kernel can know that what a program returns is in the range of its type.</summary>
    public static void CheckReturns(CfgInfo cfg, IrFunction function, IntervalAnalysis intervals, SafetyReport report)
    {
        if (function.Program is not { } program || ContextLayoutTable.Find(program.Type)?.EnforcedReturn is not { } range)
        {
            return;
        }

        foreach (BasicBlock block in cfg.ReversePostorder)
        {
            if (block.Terminator is { Op: IrOp.Ret, Operands: [var value] } ret && intervals.At(value, block) is var returned
                && (returned.SMin < range.Minimum || returned.SMax > range.Maximum))
            {
                report.Add("BPF0306", ret, range.Minimum.ToString(CultureInfo.InvariantCulture), range.Maximum.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static bool IsPacketReadOnly(ProgramInfo program) => ContextLayoutTable.Find(program.Type) is { IsPacketReadOnly: true };
}
