using System.Collections.Generic;
using System.Linq;
using CSharpBpf.Compiler.Analysis;
using CSharpBpf.Compiler.Ir;
using CSharpBpf.Isa.Kernel;

namespace CSharpBpf.Compiler.Passes;

/// <summary>
/// A record goes back to the buffer that it was reserved in. The kernel is not told which one the program names, since the record's head knows, but in plain C#
/// another is an exception: where no buffer that the program may mean is one that the record may come from, that is BPF0311. What cannot be told from the maps'
/// names (a map in a map) is left alone. Behind this the call has only what the kernel takes.
/// </summary>
internal sealed class RecordOwners(IrFunction function, SafetyReport report)
{
    /// <summary>The helpers' arguments; the buffer stands behind them.</summary>
    private const int Arguments = 2;

    private readonly List<IrInstruction> calls = [.. function.Blocks.SelectMany(static block => block.Instructions).Where(static instruction => instruction.Op == IrOp.CallHelper)];

    public static bool Run(IrFunction function, PassContext context) => new RecordOwners(function, new SafetyReport(context.Module, function, context.Diagnostics)).Run();

    private bool Run()
    {
        bool changed = false;
        foreach (IrInstruction release in calls.Where(static call => IsRelease(call.Helper) && call.Operands.Count > Arguments))
        {
            if (Maps([release.Operands[Arguments]]) is { } named && Maps(BuffersOf(release.Operands[0])) is { } possible && !named.Overlaps(possible))
            {
                report.Add("BPF0311", release, $"it was reserved in '{string.Join("' or '", possible.OrderBy(static name => name, System.StringComparer.Ordinal))}', another buffer");
            }

            release.Operands.RemoveRange(Arguments, release.Operands.Count - Arguments);
            changed = true;
        }

        return changed;
    }

    private static bool IsRelease(HelperId helper) => helper is HelperId.RingbufSubmit or HelperId.RingbufDiscard or HelperId.RingbufSubmitDynptr or HelperId.RingbufDiscardDynptr;

    /// <summary>The buffers that a record, or what is in a local for one, was reserved in; null among them where that is not known.</summary>
    private List<IrValue?> BuffersOf(IrValue record)
    {
        var buffers = new List<IrValue?>();
        foreach (IrValue root in PointerRoots.Of(record))
        {
            switch (root)
            {
                case IrConstant:
                    break;
                case IrInstruction { Op: IrOp.CallHelper, Helper: HelperId.RingbufReserve } reserve:
                    buffers.Add(reserve.Operands[0]);
                    break;
                case IrInstruction { Op: IrOp.Alloca }:
                    buffers.AddRange(calls.Where(static call => call.Helper == HelperId.RingbufReserveDynptr)
                        .Where(call => PointerRoots.Of(call.Operands[3]).Any(place => place == root || place is not IrInstruction { Op: IrOp.Alloca }))
                        .Select(static call => call.Operands[0]));
                    break;
                default:
                    buffers.Add(null);
                    break;
            }
        }

        return buffers;
    }

    /// <summary>The names of the maps that some values are; null if there is none, or one that is not known.</summary>
    private static HashSet<string>? Maps(List<IrValue?> values)
    {
        var names = new HashSet<string>(System.StringComparer.Ordinal);
        foreach (IrValue? root in values.SelectMany(static value => value is null ? [null] : PointerRoots.Of(value).Cast<IrValue?>()))
        {
            if (root is not IrInstruction { Op: IrOp.MapAddress, Symbol: { } name })
            {
                return null;
            }

            names.Add(name);
        }

        return names.Count == 0 ? null : names;
    }
}
